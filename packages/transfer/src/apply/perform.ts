// Carries out one step: looks whether the target is still as planned, announces the request in the
// journal, sends it, and writes down what became of it.
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { Journal } from '../journal/journal-file.ts'
import { isObject, type JsonObject } from '../json.ts'
import type { Step } from '../plan/plan.ts'
import { beforeOf, expectationOf } from '../plan/same.ts'
import type { AppWatch } from './apps.ts'
import { type Bindings, targetOf } from './bindings.ts'
import { type Current, contentOf } from './current.ts'
import type { ExitName } from './exit-codes.ts'
import type { ApplyPace } from './pace.ts'
import { type Prepared, prepare } from './request.ts'
import { type Settled, send } from './send.ts'
import { isMaking, type PlanIndex } from './steps.ts'
import type { Surroundings } from './surroundings.ts'

/** What steps are carried out with. */
export interface Performing {
  readonly index: PlanIndex
  readonly journal: Journal
  readonly hub: TransferHub
  readonly bindings: Bindings
  /** The target as it was when this began. */
  readonly current: Current
  readonly pace: ApplyPace
  readonly apps: AppWatch
  readonly around: Surroundings
}

/** What became of a step. */
export type Performed =
  /**
   * `kept` resolves when the journal says so too. What waits for this step need not wait for that: its
   * own announcement comes after that line, and is not sent before it is on the disk.
   */
  | { readonly is: 'done'; readonly kept: Promise<void> }
  | { readonly is: 'doubt' }
  | { readonly is: 'failed'; readonly reason: string; readonly exit: ExitName }
  | { readonly is: 'stop'; readonly reason: string; readonly exit: ExitName }

/**
 * Carries out a step; `whenInstalled` is told when an app is there and only has to start.
 * @throws JournalError, and mistakes of the code; never what the hub says
 */
export async function perform(
  step: Step,
  with_: Performing,
  whenInstalled: () => void = () => undefined,
): Promise<Performed> {
  const target = isMaking(step) ? step.source : targetOf(step, with_.bindings)
  if (target === undefined) {
    return fail(step, with_, 'What it is about is not there.', 'stopped')
  }
  const drift = driftOf(step, target, with_)
  if (drift !== undefined) return fail(step, with_, drift, 'drift')
  if (step.verb === 'install') return install(step, with_, whenInstalled)
  const run = with_.journal.state.begin?.run ?? ''
  const { mapping } = with_.bindings
  const { secrets } = with_.around
  const prepared = prepare(step, target, { run, mapping, secrets })
  if ('impossible' in prepared) return fail(step, with_, prepared.impossible, 'stopped')
  await announce(step, prepared, with_.journal)
  const settled = await with_.pace.run(() => sent(step, prepared, with_))
  if (settled.is !== 'answered') return unanswered(step, settled, with_)
  const made = isMaking(step) ? idIn(settled.value) : target
  if (made === undefined) return { is: 'doubt' }
  return { is: 'done', kept: settle(step, made, with_, prepared.missing) }
}

/** Takes in that a step is done, at once, and writes it down. @throws JournalError */
export function settle(
  step: Step,
  target: string,
  { journal, bindings }: Pick<Performing, 'journal' | 'bindings'>,
  missing: readonly string[] = [],
  adopted = false,
): Promise<void> {
  if (isMaking(step)) bindings.made(step, target)
  return journal.append({
    ...{ e: 'done', step: step.id, target },
    ...(adopted && { adopted: true as const }),
    ...(missing.length > 0 && { open: missing }),
  })
}

async function announce(
  step: Step,
  { nonce, fingerprint }: Prepared,
  journal: Journal,
): Promise<void> {
  await journal.append({
    ...{ e: 'intent', step: step.id },
    ...(nonce !== undefined && { nonce }),
    ...(fingerprint !== undefined && { fingerprint }),
  })
}

function sent(step: Step, { request }: Prepared, with_: Performing): Promise<Settled> {
  const creates = step.verb === 'create'
  const { hub, around, pace, apps } = with_
  return send(hub, request, { creates, around, pace, apps })
}

async function unanswered(
  step: Step,
  settled: Exclude<Settled, { is: 'answered' }>,
  with_: Performing,
): Promise<Performed> {
  if (settled.is === 'doubt') return settled
  if (settled.is === 'failed') return fail(step, with_, settled.reason, settled.exit)
  // What was refused before it was begun is no doubt when the run is resumed.
  if (settled.void) {
    await with_.journal.append({ e: 'failed', step: step.id, reason: settled.reason })
  }
  return settled
}

async function fail(
  step: Step,
  { journal }: Performing,
  reason: string,
  exit: ExitName,
): Promise<Performed> {
  await journal.append({ e: 'failed', step: step.id, reason })
  return { is: 'failed', reason, exit }
}

/** Why a step must not be done: somebody changed what it would change. */
function driftOf(step: Step, target: string, with_: Performing): string | undefined {
  if (step.expects === null || with_.journal.state.intents.has(step.id)) return undefined
  // What has nothing of its own yet is in no list: that is as it should be where nothing is expected.
  const object = with_.current.objects.get(step.kind)?.get(target)
  const now = object ? contentOf(step.kind, object) : {}
  const body: JsonObject = isObject(step.body) ? step.body : {}
  if (expectationOf(beforeOf(now, body)) === step.expects) return undefined
  const called = step.name ?? target
  return object
    ? `${called} was changed on the target after the plan was made.`
    : `${called} is not on the target any more.`
}

function idIn(answer: unknown): string | undefined {
  const id = isObject(answer) ? answer['id'] : undefined
  return typeof id === 'string' && id !== '' ? id : undefined
}

// An app is known by its id, so nothing can be doubled and what is there already is as good.
async function install(
  step: Step,
  with_: Performing,
  whenInstalled: () => void,
): Promise<Performed> {
  const { apps, journal } = with_
  const there = await apps.installed(step.source)
  if (there === undefined) {
    const prepared = prepare(step, step.source, { run: '', mapping: {}, secrets: undefined })
    if ('impossible' in prepared) return fail(step, with_, prepared.impossible, 'stopped')
    await announce(step, prepared, journal)
    const settled = await sent(step, prepared, with_)
    if (settled.is !== 'answered') return unanswered(step, settled, with_)
  }
  whenInstalled()
  const ran = !isObject(step.body) || step.body['running'] !== false
  if (ran) await apps.running(step.source)
  return { is: 'done', kept: settle(step, step.source, with_) }
}
