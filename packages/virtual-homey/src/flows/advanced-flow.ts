// An advanced flow: cards on a canvas, and edges that name the keys of the cards they lead to. Many
// edges can be under way at once; `all` waits for each of its inputs, `any` for none of them.
import { isRecord, type JsonRecord, rowOf, strings } from '../json.ts'
import type { AdvancedCard, AdvancedFlow } from '../state/items.ts'
import { type FlowRun, STEP_LIMIT } from './flow-run.ts'

type Output = 'outputSuccess' | 'outputTrue' | 'outputFalse' | 'outputError'

/** The values of tokens that cards of this run have given so far, by `<kind>::<key>::<token>`. */
export type CanvasTokens = Map<string, unknown>

/** A run across the canvas of a flow. */
export class CanvasRun {
  readonly #run: FlowRun
  readonly #flow: AdvancedFlow
  readonly #tokens: CanvasTokens
  readonly #arrived = new Map<string, Set<string>>()
  #steps = 0

  constructor(run: FlowRun, flow: AdvancedFlow, tokens: CanvasTokens) {
    this.#run = run
    this.#flow = flow
    this.#tokens = tokens
  }

  /** Begins at a card: a trigger with the values of its tokens, or a start. */
  begin(key: string, tokens: Readonly<JsonRecord>): void {
    this.#keep('trigger', key, tokens)
    this.#leave(key, 'outputSuccess')
  }

  #leave(key: string, output: Output): void {
    const card = rowOf(this.#flow.cards, key)
    for (const next of strings(card?.[output])) this.#arrive(next, `${key}::${output}`)
  }

  #arrive(key: string, edge: string): void {
    const card = rowOf(this.#flow.cards, key)
    if (!card) return
    this.#steps++
    if (this.#steps === STEP_LIMIT) this.#run.note('run-limit', { steps: STEP_LIMIT })
    if (this.#steps < STEP_LIMIT) rowOf(this.#passing, card.type)?.(key, card, edge)
  }

  /** What each type of card does when an edge reaches it; the others have no way in. */
  readonly #passing: Readonly<
    Record<string, (key: string, card: AdvancedCard, edge: string) => void>
  > = {
    action: (key, card) => {
      this.#run.card(
        'action',
        card,
        (value) => {
          this.#keep('action', key, isRecord(value) ? value : {})
          this.#leave(key, 'outputSuccess')
        },
        (message) => this.#fail(key, message),
      )
    },
    condition: (key, card) => {
      const inverted = card['inverted'] === true
      this.#run.card(
        'condition',
        card,
        (value) => this.#leave(key, (value === true) !== inverted ? 'outputTrue' : 'outputFalse'),
        (message) => this.#fail(key, message),
      )
    },
    delay: (key, card) => {
      const args = isRecord(card['args']) ? card['args'] : {}
      this.#run.after(args['delay'], () => this.#leave(key, 'outputSuccess'))
    },
    any: (key) => this.#leave(key, 'outputSuccess'),
    all: (key, card, edge) => {
      const arrived = (this.#arrived.get(key) ?? new Set<string>()).add(edge)
      this.#arrived.set(key, arrived)
      const wanted = strings(card['input'])
      if (wanted.length === 0 || !wanted.every((input) => arrived.has(input))) return
      this.#arrived.delete(key)
      this.#leave(key, 'outputSuccess')
    },
  }

  #fail(key: string, message: string): void {
    this.#tokens.set(`card::${key}::error`, message)
    this.#leave(key, 'outputError')
  }

  #keep(kind: string, key: string, tokens: Readonly<JsonRecord>): void {
    for (const [name, value] of Object.entries(tokens)) {
      this.#tokens.set(`${kind}::${key}::${name}`, value)
    }
  }
}
