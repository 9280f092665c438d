// A transfer from beginning to end for the tests of single scenarios: two homes as the test arranges them,
// the plan applied, and what can be asked about the result.
import { join } from 'node:path'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import { openJournal } from '../journal/journal-file.ts'
import type { JournalState } from '../journal/journal-state.ts'
import { applyPlan } from './apply-plan.ts'
import { Bindings } from './bindings.ts'
import { type TwoHomes, type TwoHomesOptions, twoHomes } from './homes.test-support.ts'
import type { Outcome } from './outcome.ts'
import { indexPlan } from './steps.ts'
import type { ApplyOptions } from './surroundings.ts'

export type State = VirtualHomey['state']

/** A plan that was applied. */
export interface Moved extends AsyncDisposable {
  readonly homes: TwoHomes
  readonly outcome: Outcome
  readonly state: JournalState
  /** The id at the target of an object of the source; empty if there is none. */
  idOf(source: string): string
}

/** Nothing is waited for that does not happen in a test. */
export const AT_ONCE: ApplyOptions = {
  ...{ lateAnswer: 0, appPatience: 0 },
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
}

/** Moves one home to the other. `before` is called when all is planned and nothing done. */
export async function moved(
  options: TwoHomesOptions & {
    readonly before?: (target: VirtualHomey) => void
    readonly applying?: (homes: TwoHomes) => ApplyOptions
  } = {},
): Promise<Moved> {
  await using stack = new AsyncDisposableStack()
  const homes = stack.use(await twoHomes(options))
  options.before?.(homes.target)
  await using journal = await openJournal(join(homes.folder, 'moved.ndjson'))
  const { plan, hub: target, snapshot } = homes
  const more = options.applying?.(homes)
  const outcome = await applyPlan({
    ...{ plan, target, snapshot, journal, options: { ...AT_ONCE, ...more } },
  })
  const { mapping } = new Bindings(indexPlan(plan), journal.state)
  const owned = stack.move()
  return {
    ...{ homes, outcome, state: journal.state },
    idOf: (source) => mapping[source]?.id ?? '',
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The one with a name. @throws Error if there is none, or several */
export function named<T extends { readonly name: string }>(
  all: Readonly<Record<string, T>>,
  name: string,
): T {
  const [one, more] = Object.values(all).filter((each) => each.name === name)
  if (!one || more) throw new Error(`There is ${more ? 'more than' : 'not'} one "${name}".`)
  return one
}

/** Puts a flow that is started by hand into a home. */
export function addFlow(
  state: State,
  id: string,
  name: string,
  actions: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[],
): void {
  state.flows[id] = {
    ...{ id, name, folder: null, enabled: true, conditions: [] },
    trigger: { id: 'homey:manager:flow:programmatic_trigger', args: {} },
    actions: actions.map((action) => ({ group: 'then', delay: null, duration: null, ...action })),
  }
}

/** An id that can be read, of a number. */
export const readable = (number: number): string =>
  `5${String(number).padStart(7, '0')}-1111-4111-8111-111111111111`

/** A card that starts another flow. */
export const starting = (id: string, type = 'flow') => ({
  ...{ id: 'homey:manager:flow:programmatic_trigger' },
  args: { flow: { id, type, name: 'another' } },
})

/** A card that writes a notification. */
export const telling = (text: string) => ({
  ...{ id: 'homey:manager:notifications:create_notification', args: { text } },
})
