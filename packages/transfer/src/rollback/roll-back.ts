// Rolls a run back from its journal, however far it came: what depends on other things first. It is
// journaled itself, so that it can be killed and gone on with.
import { AppWatch } from '../apply/apps.ts'
import { Bindings } from '../apply/bindings.ts'
import { ReadySteps } from '../apply/order.ts'
import { type Outcome, outcome } from '../apply/outcome.ts'
import { ApplyPace, PACE_LIMITS } from '../apply/pace.ts'
import type { Performing } from '../apply/perform.ts'
import { resolveDoubts } from '../apply/resolve-doubts.ts'
import type { Stop } from '../apply/run-steps.ts'
import { opened } from '../apply/secrets.ts'
import { send } from '../apply/send.ts'
import { indexPlan } from '../apply/steps.ts'
import { type ApplyOptions, surroundingsOf } from '../apply/surroundings.ts'
import { sweep } from '../apply/sweep.ts'
import type { TransferHub } from '../hub/transfer-hub.ts'
import { JournalError } from '../journal/journal-error.ts'
import type { Journal } from '../journal/journal-file.ts'
import type { WriteRequest } from '../kinds/kind.ts'
import { KIND_NAMES } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { TransferPlan } from '../plan/plan.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { undoings } from './undo.ts'
import type { Undoing } from './undoing.ts'

/** What is rolled back. */
export interface RollingBack {
  readonly plan: TransferPlan
  readonly target: TransferHub
  readonly journal: Journal
  /** Where something was switched off, if it was. */
  readonly source?: TransferHub | undefined
  readonly options?: ApplyOptions & { readonly force?: boolean }
}

/**
 * Rolls back. What stays is in the notes, with the reason. Called again it goes on, and when all is undone
 * it does nothing. @throws JournalError, HubError if the target is lost while it is looked at
 */
export async function rollBack(rolling: RollingBack): Promise<Outcome> {
  const { plan, target, journal, options = {} } = rolling
  const index = indexPlan(plan)
  const { begin } = journal.state
  if (!begin) return outcome('done', null)
  if (begin.plan !== plan.id) {
    throw new JournalError('another-plan', 'The journal is of another plan.')
  }
  const around = surroundingsOf(options)
  const pace = new ApplyPace(PACE_LIMITS[target.facts.generation], () => around.now().getTime())
  const bindings = new Bindings(index, journal.state)
  const current = { objects: new Map(), unread: new Map() }
  const apps = new AppWatch(target, around)
  const performing = { index, journal, hub: target, bindings, current, pace, apps, around }
  const stop = (await lookForDoubts(performing)) ?? (await undoAll(rolling, performing))
  if (!stop) await sweep(performing)
  await journal.append({ e: 'end', outcome: stop ? 'stopped' : 'rolled-back' })
  const notes = [...journal.state.undone].flatMap(([id, kept]) =>
    kept === null ? [] : [`${index.byId.get(id)?.name ?? id}: kept. ${kept}`],
  )
  return stop ? outcome(stop.exit, stop.reason, { notes }) : outcome('done', null, { notes })
}

// What may have been created has to be known to be deleted. What nobody can explain is not ours to delete.
async function lookForDoubts(performing: Performing): Promise<Stop | undefined> {
  const { index, journal } = performing
  for (const kind of KIND_NAMES) {
    const steps = index.steps.filter(
      ({ id, verb, kind: of }) => of === kind && verb === 'create' && journal.state.doubts.has(id),
    )
    if (steps.length === 0) continue
    const { stop } = await resolveDoubts(kind, steps, performing)
    if (stop && stop.exit !== 'decisions-needed') return stop
  }
  return undefined
}

async function undoAll(rolling: RollingBack, performing: Performing): Promise<Stop | undefined> {
  const { index, journal, hub, bindings, around } = performing
  const target = await takeSnapshot(hub, {
    ...{ tool: 'latchkey', now: around.now, random: around.random, cards: false },
  })
  const force = rolling.options?.force ?? false
  const all = undoings({ index, bindings, state: journal.state, target, force })
  const ready = new ReadySteps(all, () => false)
  let running = 0
  let stop: Stop | undefined
  let thrown: { readonly error: unknown } | undefined
  let wake: () => void = () => undefined
  while (true) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    if (around.signal?.aborted) stop ??= { exit: 'stopped', reason: 'It was paused.' }
    while (!stop && !thrown && running < performing.pace.size) {
      const one = ready.take(() => true)
      if (!one) break
      running++
      void undo(one, rolling, performing)
        .then((ended) => {
          if (ended) stop ??= ended
          else ready.done(one.id)
        })
        .catch((error) => {
          thrown ??= { error }
        })
        .finally(() => {
          running--
          wake()
        })
    }
    if (running === 0) break
    await woken
  }
  if (thrown) throw thrown.error
  return stop
}

async function undo(
  one: Undoing,
  { source }: RollingBack,
  { hub, journal, pace, around }: Performing,
): Promise<Stop | undefined> {
  const { id, kept, atSource } = one
  const where = atSource ? source : hub
  const request = kept === undefined ? requestOf(one, around.targetSecrets) : { kept }
  if (where === undefined) return { exit: 'stopped', reason: 'The source is needed to undo this.' }
  if ('kept' in request) {
    await journal.append({ e: 'undone', step: id, kept: request.kept })
    return undefined
  }
  await journal.append({ e: 'undo-intent', step: id })
  const settled = await send(where, request, { creates: false, around, pace })
  if (settled.is === 'stop') return settled
  const refused = settled.is === 'failed' && settled.status !== GONE ? settled.reason : undefined
  await journal.append({ e: 'undone', step: id, ...(refused !== undefined && { kept: refused }) })
  return undefined
}

/** There is nothing to delete any more. */
const GONE = 404

function requestOf(
  { step, target }: Undoing,
  secrets: ApplyOptions['targetSecrets'],
): WriteRequest | { readonly kept: string } {
  const { writing, label } = KINDS[step.kind]
  const { undo } = step
  if (undo.how === 'restore') {
    const { body, missing } = opened(undo.before, secrets)
    if (missing.length > 0 && Object.keys(body).length === 0) {
      return { kept: 'What it had is a secret that is not known.' }
    }
    return writing.update?.(target, body) ?? { kept: `${label} cannot be changed by a tool.` }
  }
  return writing.remove?.(target) ?? { kept: `${label} cannot be removed by a tool.` }
}
