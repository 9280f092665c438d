// The beginning of a run, or of going on with one: is it the right hub and journal, is nobody else at
// work, what was there before.
import { hostname } from 'node:os'
import type { TransferHub } from '../hub/transfer-hub.ts'
import { JournalError } from '../journal/journal-error.ts'
import type { Journal } from '../journal/journal-file.ts'
import { KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { AppWatch } from './apps.ts'
import { Bindings } from './bindings.ts'
import { type Current, listKinds } from './current.ts'
import { neededBy } from './needed.ts'
import { nonceIn, nonceOf } from './nonce.ts'
import { type Outcome, outcome } from './outcome.ts'
import { ApplyPace, PACE_LIMITS } from './pace.ts'
import type { Performing } from './perform.ts'
import { madeKinds, type PlanIndex } from './steps.ts'
import type { Surroundings } from './surroundings.ts'

/** What a run begins with. */
export interface Beginning {
  readonly index: PlanIndex
  readonly target: TransferHub
  readonly journal: Journal
  readonly around: Surroundings
}

/** Why a plan is not applied at all; nothing if it can be. */
export function obstacle({ index, target, journal }: Beginning): Outcome | undefined {
  const { plan } = index
  const { begin, ended, undone } = journal.state
  if (plan.target.id !== target.facts.id) {
    return outcome('refused', `The plan is for ${plan.target.name}; this is ${target.facts.name}.`)
  }
  if (begin && begin.plan !== plan.id) {
    throw new JournalError(
      'another-plan',
      'The journal is of another plan. Give it one of its own.',
    )
  }
  if (ended === 'rolled-back' || undone.size > 0) {
    throw new JournalError('ended', 'This run was rolled back. Make a new plan to apply it again.')
  }
  const { overwrites, maxOverwrite, deletions, maxDelete } = plan.guards
  if (overwrites > maxOverwrite || deletions > maxDelete) {
    const reason = `It would write over ${overwrites} and delete ${deletions} objects of the target; allowed are ${maxOverwrite} and ${maxDelete}.`
    return outcome('decisions-needed', reason)
  }
  return undefined
}

/** Lists what is there, and begins the journal or says in it that somebody goes on. @throws HubError */
export async function begun(beginning: Beginning): Promise<Performing | Outcome> {
  const { index, target, journal, around } = beginning
  const { done } = journal.state
  const left = index.steps.filter(({ id, phase }) => phase === 'build' && !done.has(id))
  const making = madeKinds(index.steps)
  const changing = left.filter(({ expects }) => expects !== null).map(({ kind }) => kind)
  const nonced = KIND_NAMES.filter((kind) => making.includes(kind) && KINDS[kind].hasNonce)
  const first = journal.state.begin === undefined
  const kinds = new Set<KindName>([...(first ? making : nonced), ...changing])
  const bindings = new Bindings(index, journal.state)
  const needs = neededBy(index.steps, bindings)
  const current = await listKinds(target, left.length === 0 && !first ? [] : [...kinds], needs)
  const blind = [...current.unread].find(([, { why }]) => why !== 'absent')
  if (blind) {
    const [kind, { why, reason }] = blind
    const exit = why === 'not-permitted' ? 'not-permitted' : 'stopped'
    return outcome(exit, `${KINDS[kind].label} of the target cannot be read. ${reason}`)
  }
  const foreign = foreignNonces(current, beginning)
  if (foreign.length > 0) {
    return outcome(
      'decisions-needed',
      `${foreign.length} objects of the target are leftovers of another run: ${foreign.slice(0, 3).join(', ')}. Clean them up first.`,
    )
  }
  if (first) await writeBegin(current, making, beginning)
  else await journal.append({ e: 'resume', pid: process.pid, host: hostname() })
  const limits = PACE_LIMITS[target.facts.generation]
  const { concurrency } = around
  const pace = new ApplyPace(
    concurrency === undefined
      ? limits
      : { start: Math.min(limits.start, concurrency), cap: concurrency },
    () => around.now().getTime(),
  )
  const apps = new AppWatch(target, around)
  return { index, journal, hub: target, bindings, current, pace, apps, around }
}

async function writeBegin(
  { objects }: Current,
  making: readonly KindName[],
  { index, journal, around }: Beginning,
): Promise<void> {
  const { plan } = index
  const baseline = Object.fromEntries(
    making.map((kind) => [kind, [...(objects.get(kind)?.keys() ?? [])].sort()]),
  )
  await journal.append({
    ...{ e: 'begin', plan: plan.id, source: plan.source.id, target: plan.target.id, baseline },
    run: Buffer.from(around.random(8)).toString('hex'),
  })
}

// Somebody else's tool died here, or is at work.
function foreignNonces({ objects }: Current, { index, journal }: Beginning): readonly string[] {
  const run = journal.state.begin?.run ?? ''
  const own = new Set(index.steps.map(({ id }) => nonceOf(run, id)))
  return [...objects.values()].flatMap((listed) =>
    [...listed.values()].flatMap(({ name }) => {
      const nonce = nonceIn(name)
      return nonce === undefined || own.has(nonce) ? [] : [name ?? '']
    }),
  )
}
