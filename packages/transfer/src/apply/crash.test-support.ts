// Kills an applier at a chosen moment, in one of four ways: from then on it neither sends nor writes, and
// what it had under way it never hears of.
import { appendFile } from 'node:fs/promises'
import { operationById } from '@latchkey/catalogue'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { Journal } from '../journal/journal-file.ts'

/** The ways to die. */
export const CRASHES = ['before-send', 'after-commit', 'before-journal', 'torn-line'] as const

/** When and how. */
export interface CrashPoint {
  readonly how: (typeof CRASHES)[number]
  /** At the nth write, or line of the journal; from 1. */
  readonly at: number
}

/** It died. */
export class Crash extends Error {}

/** A hub and a journal that die together. */
export class Crashing {
  readonly hub: TransferHub
  readonly journal: Journal
  /** Whether the point was reached. */
  dead = false
  readonly #point: CrashPoint
  readonly #path: string
  readonly #appending = new Set<Promise<void>>()
  readonly #seen = { writes: 0, lines: 0, done: 0 }

  constructor(hub: TransferHub, journal: Journal, path: string, point: CrashPoint) {
    this.#point = point
    this.#path = path
    this.hub = {
      facts: hub.facts,
      parallel: hub.parallel,
      has: (operation) => hub.has(operation),
      takesName: (name) => hub.takesName(name),
      call: (operation, parameters) => this.#call(hub, operation, parameters),
      [Symbol.asyncDispose]: async () => undefined,
    }
    const append: Journal['append'] = (event) => this.#append(journal, event)
    this.journal = { state: journal.state, lines: journal.lines, append }
  }

  async #call(...[hub, operation, parameters]: [TransferHub, ...Parameters<TransferHub['call']>]) {
    this.#liveOrThrow()
    const { how, at } = this.#point
    const writes = operationById(hub.facts.generation, operation)?.effect !== false
    const itsMoment = writes && ++this.#seen.writes === at
    if (itsMoment && how === 'before-send') this.#die()
    const answer = await hub.call(operation, parameters)
    if (itsMoment && how === 'after-commit') this.#die()
    this.#liveOrThrow()
    return answer
  }

  async #append(journal: Journal, event: Parameters<Journal['append']>[0]): Promise<void> {
    this.#liveOrThrow()
    const { how, at } = this.#point
    const ends = event.e === 'done' || event.e === 'undone'
    if (ends && ++this.#seen.done === at && how === 'before-journal') this.#die()
    if (++this.#seen.lines === at && how === 'torn-line') {
      this.dead = true
      await Promise.allSettled(this.#appending)
      await appendFile(this.#path, `{"seq":${journal.lines.length + 1},"prev":"4f1`)
      throw new Crash()
    }
    const appending = journal.append(event)
    this.#appending.add(appending)
    await appending.finally(() => this.#appending.delete(appending))
    this.#liveOrThrow()
  }

  #die(): never {
    this.dead = true
    throw new Crash()
  }

  #liveOrThrow(): void {
    if (this.dead) throw new Crash()
  }
}
