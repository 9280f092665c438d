// A small vocabulary for advanced flows. Cards are drawn under labels and name each other by label;
// the keys that a hub needs instead are put in afterwards, in edges and in tokens alike.
import { isRecord, strings } from '../json.ts'
import type { AdvancedCard, CardUse } from '../state/items.ts'

type At = readonly [x: number, y: number]
type Labels = readonly string[]

/** Cards by label. */
export type Drawing = Readonly<Record<string, AdvancedCard>>

export function trigger([x, y]: At, use: CardUse, to: Labels): AdvancedCard {
  return { ...use, type: 'trigger', x, y, outputSuccess: [...to] }
}

export function condition([x, y]: At, use: CardUse, yes: Labels, no: Labels): AdvancedCard {
  const outputs = { outputTrue: [...yes], outputFalse: [...no], outputError: [] }
  return { ...use, type: 'condition', x, y, inverted: false, ...outputs }
}

export function action(
  [x, y]: At,
  use: CardUse,
  to: Labels = [],
  failed: Labels = [],
): AdvancedCard {
  return { ...use, type: 'action', x, y, outputSuccess: [...to], outputError: [...failed] }
}

export function start([x, y]: At, to: Labels): AdvancedCard {
  return { type: 'start', x, y, outputSuccess: [...to] }
}

export function wait([x, y]: At, minutes: number, to: Labels): AdvancedCard {
  const args = { delay: { number: String(minutes), multiplier: 60 } }
  return { type: 'delay', x, y, args, outputSuccess: [...to] }
}

export function any([x, y]: At, to: Labels): AdvancedCard {
  return { type: 'any', x, y, outputSuccess: [...to] }
}

/** Waits for all of `from`; these edges are written a second time, on this card. */
export function all([x, y]: At, from: Labels, to: Labels): AdvancedCard {
  const input = from.map((label) => `${label}::outputSuccess`)
  return { type: 'all', x, y, input, outputSuccess: [...to] }
}

export function note([x, y]: At, value: string): AdvancedCard {
  return { type: 'note', x, y, value, color: 'yellow', width: 200, height: 80 }
}

const OUTPUTS = ['outputSuccess', 'outputTrue', 'outputFalse', 'outputError']

/** The cards by key, with keys wherever a label was. */
export function withKeys(drawing: Drawing, newKey: () => string): Record<string, AdvancedCard> {
  const keys = new Map(Object.keys(drawing).map((label) => [label, newKey()]))
  const keyOf = (label: string): string => {
    const key = keys.get(label)
    if (key === undefined) throw new TypeError(`no card is drawn under "${label}"`)
    return key
  }
  const cards = Object.entries(drawing).map(([label, card]) => {
    const outputs = OUTPUTS.filter((output) => output in card).map((output) => [
      output,
      strings(card[output]).map(keyOf),
    ])
    const input = strings(card['input']).map((edge) => edge.replace(/^\w+/, keyOf))
    return [
      keyOf(label),
      {
        ...card,
        ...Object.fromEntries(outputs),
        ...('input' in card && { input }),
        ...(isRecord(card['args']) && { args: inTokens(card['args'], keyOf) }),
      },
    ] as const
  })
  return Object.fromEntries(cards)
}

const LOCAL_TOKEN = /\[\[(trigger|action|card)::(\w+)::/g

function inTokens(args: object, keyOf: (label: string) => string): Record<string, unknown> {
  const entries = Object.entries(args).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? value.replace(LOCAL_TOKEN, (_, kind, label) => `[[${kind}::${keyOf(label)}::`)
      : value,
  ])
  return Object.fromEntries(entries)
}
