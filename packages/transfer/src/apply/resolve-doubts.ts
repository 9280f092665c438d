// Finds out what became of creations whose answers were lost: waits until none can come late any more,
// lists the kind twice, and takes over what was made.
import { HubError } from '@latchkey/homey'
import type { Doubt } from '../journal/journal-state.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Step } from '../plan/plan.ts'
import { type Listed, listKinds } from './current.ts'
import { explain, type Newcomer } from './explain.ts'
import { fingerprintOfObject } from './fingerprint.ts'
import { nonceIn } from './nonce.ts'
import { type Performing, settle } from './perform.ts'
import type { Stop } from './run-steps.ts'
import { verdictOn } from './verdict.ts'

/** What came of it. */
export interface Resolved {
  readonly found: readonly Step[]
  /** They were not done and can be sent again. */
  readonly again: readonly Step[]
  readonly stop: Stop | undefined
}

/** Resolves all doubts of one kind. @throws JournalError */
export async function resolveDoubts(
  kind: KindName,
  steps: readonly Step[],
  with_: Performing,
): Promise<Resolved> {
  const { state } = with_.journal
  const doubts = steps.map(
    ({ id }): Doubt => state.doubts.get(id) ?? { step: id, time: with_.around.now().toISOString() },
  )
  await untilNoneIsLate(doubts, with_)
  if (with_.around.signal?.aborted) return stopped('stopped', 'It was paused.')
  const listed = await listedTwice(kind, with_)
  if ('stop' in listed) return listed
  const newcomers = newcomersOf(kind, listed, with_)
  const { found, missing, strangers } = explain(doubts, newcomers, sentTwice(kind, with_))
  const byId = new Map(steps.map((step) => [step.id, step]))
  const adopted: Step[] = []
  for (const [id, target] of found) {
    const step = byId.get(id)
    if (!step) continue
    await settle(step, target, with_, [], true)
    adopted.push(step)
  }
  const again = missing.flatMap(({ step }) => byId.get(step) ?? [])
  if (strangers.length === 0) {
    for (const step of again) {
      await with_.journal.append({ e: 'failed', step: step.id, reason: 'Its answer was lost.' })
    }
    return { found: adopted, again, stop: undefined }
  }
  const reason =
    `${KINDS[kind].label}: it is not known whether ${strangers.length} new objects on the target are ` +
    'of this transfer or somebody made them meanwhile. Look at them, and say which are strangers.'
  return { found: adopted, again: [], stop: { exit: 'decisions-needed', reason, strangers } }
}

/** Objects of a kind that were not there when the run began and are in no line of its journal. */
export function newcomersOf(
  kind: KindName,
  listed: Listed,
  { journal, index, around }: Pick<Performing, 'journal' | 'index' | 'around'>,
): readonly Newcomer[] {
  const { begin, done } = journal.state
  const known = new Set([...(begin?.baseline[kind] ?? []), ...(around.strangers ?? [])])
  for (const { step, target } of done.values()) {
    if (index.byId.get(step)?.kind === kind) known.add(target)
  }
  return [...listed.values()]
    .filter(({ id }) => !known.has(id))
    .map(({ id, name, content }) => {
      const fingerprint = fingerprintOfObject(kind, content)
      return { id, name, nonce: nonceIn(name), fingerprint }
    })
}

/** Requests of a kind that are done and were sent more than once. */
export function sentTwice(
  kind: KindName,
  { journal, index }: Pick<Performing, 'journal' | 'index'>,
): readonly Doubt[] {
  const { intents, done } = journal.state
  return [...intents.values()].flatMap((all) => {
    const [first] = all
    if (first === undefined || all.length < 2 || !done.has(first.step)) return []
    return index.byId.get(first.step)?.kind === kind ? [first] : []
  })
}

async function untilNoneIsLate(
  doubts: readonly Doubt[],
  { around }: Pick<Performing, 'around'>,
): Promise<void> {
  const last = Math.max(...doubts.map(({ time }) => Date.parse(time)))
  const left = last + around.lateAnswer - around.now().getTime()
  if (left > 0) await around.sleep(Math.min(around.lateAnswer, left))
}

/** So often is a list asked for, with pauses that grow to some seconds. */
const LOOKS = 40

// What is in the second list and not in the first came just now, so there is a third.
async function listedTwice(kind: KindName, with_: Performing): Promise<Listed | Resolved> {
  let before: Listed | undefined
  for (let attempt = 1; ; attempt++) {
    const looked = await lookedAt(kind, with_)
    if ('stop' in looked) {
      if (looked.stop?.exit !== 'stopped' || attempt >= LOOKS) return looked
      if (with_.around.signal?.aborted) return looked
      await with_.around.sleep(Math.min(5000, 250 * attempt))
    } else if (before && [...looked.keys()].every((id) => before?.has(id))) return looked
    else before = looked
  }
}

async function lookedAt(kind: KindName, { hub }: Performing): Promise<Listed | Resolved> {
  try {
    const { objects, unread } = await listKinds(hub, [kind])
    const why = unread.get(kind)
    if (!why) return objects.get(kind) ?? new Map()
    return stopped(why.why === 'not-permitted' ? 'not-permitted' : 'stopped', why.reason)
  } catch (error) {
    const verdict = verdictOn(error, { creates: false, attempt: 1 })
    const exit = verdict.do === 'stop' ? verdict.exit : 'stopped'
    return stopped(exit, error instanceof HubError ? error.message : '')
  }
}

function stopped(exit: Stop['exit'], reason: string): Resolved {
  return { found: [], again: [], stop: { exit, reason } }
}
