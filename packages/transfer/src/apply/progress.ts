// How far it is: what is done, how quickly it goes, how long it will take.
import type { KindName } from '../kinds/kind-name.ts'
import type { Phase, Step } from '../plan/plan.ts'

/** Told whenever something begins or ends. */
export interface Progress {
  readonly phase: Phase | 'verify' | 'undo'
  readonly done: number
  readonly failed: number
  readonly total: number
  /** Steps per second, lately. */
  readonly rate: number
  /** Milliseconds; null before the first step is done. */
  readonly left: number | null
  readonly current: readonly { readonly kind: KindName; readonly name: string | null }[]
  readonly byKind: Readonly<
    Partial<Record<KindName, { readonly done: number; readonly total: number }>>
  >
}

/** So many of the last steps make the rate. */
const LATELY = 50

/** Counts steps. `now` is in milliseconds. */
export class ProgressMeter {
  readonly #now: () => number
  readonly #phase: Progress['phase']
  readonly #tell: ((progress: Progress) => void) | undefined
  readonly #byKind = new Map<KindName, { done: number; total: number }>()
  readonly #current = new Map<string, Step>()
  readonly #ends: number[] = []
  #done = 0
  #failed = 0
  #total = 0

  constructor(
    phase: Progress['phase'],
    steps: readonly Step[],
    options: {
      readonly now: () => number
      readonly isDone: (id: string) => boolean
      readonly tell: ((progress: Progress) => void) | undefined
    },
  ) {
    this.#phase = phase
    this.#now = options.now
    this.#tell = options.tell
    for (const { kind, id } of steps) {
      const row = this.#byKind.get(kind) ?? { done: 0, total: 0 }
      row.total++
      this.#total++
      if (options.isDone(id)) {
        row.done++
        this.#done++
      }
      this.#byKind.set(kind, row)
    }
    this.#ends.push(this.#now())
  }

  begun(step: Step): void {
    this.#current.set(step.id, step)
    this.#say()
  }

  done(step: Step): void {
    this.#current.delete(step.id)
    const row = this.#byKind.get(step.kind)
    if (row) row.done++
    this.#done++
    this.#ends.push(this.#now())
    if (this.#ends.length > LATELY) this.#ends.shift()
    this.#say()
  }

  failed(step: Step): void {
    this.#current.delete(step.id)
    this.#failed++
    this.#say()
  }

  /** How far it is now. */
  get now(): Progress {
    const took = (this.#ends.at(-1) ?? 0) - (this.#ends[0] ?? 0)
    const rate = took > 0 ? ((this.#ends.length - 1) / took) * 1000 : 0
    const open = this.#total - this.#done - this.#failed
    return {
      ...{ phase: this.#phase, done: this.#done, failed: this.#failed, total: this.#total, rate },
      left: rate === 0 ? null : Math.round((open / rate) * 1000),
      current: [...this.#current.values()].map(({ kind, name }) => ({ kind, name })),
      byKind: Object.fromEntries([...this.#byKind].map(([kind, row]) => [kind, { ...row }])),
    }
  }

  #say(): void {
    this.#tell?.(this.now)
  }
}
