// Carries out steps, many at a time, each as soon as what it waits for is done. What may or may not have
// been created is looked for before anything else of its kind is created.
import type { KindName } from '../kinds/kind-name.ts'
import type { Step } from '../plan/plan.ts'
import type { ExitName } from './exit-codes.ts'
import type { Newcomer } from './explain.ts'
import { ReadySteps } from './order.ts'
import { type Performing, perform } from './perform.ts'
import type { ProgressMeter } from './progress.ts'
import { resolveDoubts } from './resolve-doubts.ts'
import { isMaking } from './steps.ts'

/** Why it ended before everything was done. */
export interface Stop {
  readonly exit: ExitName
  readonly reason: string
  readonly strangers?: readonly Newcomer[]
}

/** What it came to. */
export interface StepsEnd {
  readonly stop: Stop | undefined
  /** Exit names of steps that failed. */
  readonly failures: readonly ExitName[]
}

/** Runs steps until all are settled. @throws JournalError and mistakes of the code, when nothing runs */
export function runSteps(
  steps: readonly Step[],
  with_: Performing,
  meter: ProgressMeter,
): Promise<StepsEnd> {
  return new StepRun(steps, with_, meter).run()
}

class StepRun {
  readonly #with: Performing
  readonly #meter: ProgressMeter
  readonly #ready: ReadySteps<Step>
  readonly #doubtful = new Map<KindName, Step[]>()
  readonly #resolving = new Set<KindName>()
  readonly #making = new Map<KindName, number>()
  readonly #failures: ExitName[] = []
  #running = 0
  #installing = 0
  /** Apps that are installed and not running yet; the next one need not wait for that. */
  #starting = 0
  /** Steps that are done and of which the journal does not say so yet. */
  #keeping = 0
  #stop: Stop | undefined
  #thrown: { readonly error: unknown } | undefined
  #wake: () => void = () => undefined

  constructor(steps: readonly Step[], with_: Performing, meter: ProgressMeter) {
    const { done } = with_.journal.state
    this.#with = with_
    this.#meter = meter
    this.#ready = new ReadySteps(steps, (id) => done.has(id))
  }

  async run(): Promise<StepsEnd> {
    while (true) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      const pause = this.#begin()
      const busy =
        this.#running + this.#installing + this.#starting + this.#keeping + this.#resolving.size
      if (busy === 0 && pause === 0) break
      if (pause > 0) void this.#with.around.sleep(pause).then(() => this.#wake())
      await woken
    }
    if (this.#thrown) throw this.#thrown.error
    return { stop: this.#stop, failures: this.#failures }
  }

  /** Begins whatever can be; the result is how long the pace asks to wait, if it does. */
  #begin(): number {
    const { around } = this.#with
    if (around.signal?.aborted) this.#stop ??= { exit: 'stopped', reason: 'It was paused.' }
    if (this.#stop || this.#thrown) return 0
    const pause = this.#beginSteps()
    // Afterwards, since what was just taken may be of an earlier process and in doubt.
    for (const kind of this.#doubtful.keys()) this.#resolve(kind)
    return pause
  }

  #beginSteps(): number {
    const { pace } = this.#with
    while (this.#installing === 0) {
      const step = this.#ready.take(({ verb }) => verb === 'install')
      if (!step) break
      this.#start(step)
    }
    while (this.#running < pace.ahead) {
      if (pace.wait > 0) return pace.wait
      const step = this.#ready.take((one) => this.#may(one))
      if (!step) break
      this.#start(step)
    }
    return 0
  }

  #may(step: Step): boolean {
    if (step.verb === 'install') return false
    if (!isMaking(step) || !this.#doubtful.has(step.kind)) return true
    // All that is in doubt of a kind is explained together: what one of them made is no stranger to the others.
    return this.#isOfBefore(step) && !this.#resolving.has(step.kind)
  }

  /** Announced by an earlier process, which did not hear whether it was created. */
  #isOfBefore({ verb, id }: Step): boolean {
    return verb === 'create' && this.#with.journal.state.doubts.has(id)
  }

  #start(step: Step): void {
    // Whether it was created is looked for first.
    if (this.#isOfBefore(step)) {
      this.#doubt(step)
      return
    }
    this.#count(step, 1)
    this.#countMaking(step, 1)
    this.#meter.begun(step)
    let isInstalled = false
    const whenInstalled = () => {
      isInstalled = true
      this.#installing--
      this.#starting++
      this.#wake()
    }
    void perform(step, this.#with, whenInstalled).then(
      (performed) => {
        if (performed.is === 'done') this.#done(step, performed.kept)
        else if (performed.is === 'doubt') this.#doubt(step)
        else if (performed.is === 'stop') this.#stop ??= performed
        else this.#thrownBy(() => this.#failed(step, performed.exit))
        if (performed.is !== 'done') this.#countMaking(step, -1)
        this.#ended(step, isInstalled)
      },
      (error) => {
        this.#thrown ??= { error }
        this.#countMaking(step, -1)
        this.#ended(step, isInstalled)
      },
    )
  }

  #ended(step: Step, isInstalled: boolean): void {
    if (isInstalled) {
      this.#installing++
      this.#starting--
    }
    this.#count(step, -1)
    this.#wake()
  }

  #count(step: Step, by: 1 | -1): void {
    if (step.verb === 'install') this.#installing += by
    else this.#running += by
  }

  // Counted until the journal knows what was made: before that a newcomer is not told from a stranger.
  #countMaking(step: Step, by: 1 | -1): void {
    if (isMaking(step)) this.#making.set(step.kind, (this.#making.get(step.kind) ?? 0) + by)
  }

  #done(step: Step, kept: Promise<void>): void {
    this.#settled(step)
    this.#keeping++
    void kept
      .catch((error) => {
        this.#thrown ??= { error }
      })
      .finally(() => {
        this.#keeping--
        this.#countMaking(step, -1)
        this.#wake()
      })
  }

  #settled(step: Step): void {
    this.#meter.done(step)
    this.#ready.done(step.id)
  }

  #doubt(step: Step): void {
    const others = this.#doubtful.get(step.kind) ?? []
    this.#doubtful.set(step.kind, [...others, step])
    this.#wake()
  }

  async #failed(step: Step, exit: ExitName): Promise<void> {
    this.#meter.failed(step)
    const { journal } = this.#with
    const waiting = this.#ready.behind(step.id)
    // An app that the store does not have any more is on the list of what a person does.
    if (step.verb !== 'install' || waiting.length > 0) this.#failures.push(exit)
    for (const behind of waiting) {
      this.#meter.failed(behind)
      if (journal.state.blocked.get(behind.id) === step.id) continue
      await journal.append({ e: 'blocked', step: behind.id, by: step.id })
    }
  }

  #thrownBy(work: () => Promise<void>): void {
    this.#running++
    void work()
      .catch((error) => {
        this.#thrown ??= { error }
      })
      .finally(() => {
        this.#running--
        this.#wake()
      })
  }

  // As soon as nothing of the kind is being created, every newcomer of it can be explained.
  #resolve(kind: KindName): void {
    const steps = this.#doubtful.get(kind) ?? []
    if (this.#resolving.has(kind) || (this.#making.get(kind) ?? 0) > 0) return
    this.#resolving.add(kind)
    void resolveDoubts(kind, steps, this.#with)
      .then(
        ({ found, again, stop }) => {
          this.#doubtful.delete(kind)
          for (const step of found) this.#settled(step)
          for (const step of again) this.#ready.putBack(step)
          if (stop) this.#stop ??= stop
        },
        (error) => {
          this.#thrown ??= { error }
        },
      )
      .finally(() => {
        this.#resolving.delete(kind)
        this.#wake()
      })
  }
}
