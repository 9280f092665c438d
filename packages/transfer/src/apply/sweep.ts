// The end sweep: an answer that was lost may have been of a creation that came later than anybody waited.
// What carries our nonce and is not in the journal is a twin that we made, switched off; it is taken away.
import { KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Finding } from '../verify/finding.ts'
import { listKinds } from './current.ts'
import { isIts, type Newcomer } from './explain.ts'
import { nonceOf } from './nonce.ts'
import type { Performing } from './perform.ts'
import { newcomersOf, sentTwice } from './resolve-doubts.ts'
import { send } from './send.ts'

const NOT_REMOVED = 'It was made twice, since an answer came too late, and could not be taken away.'

/** What sweeping came to. */
export interface Swept {
  /** What was taken away, by name. */
  readonly swept: readonly string[]
  /** Twins that the hub would not take away. */
  readonly left: readonly Finding[]
}

/** Takes twins away. @throws JournalError, HubError */
export async function sweep(performing: Performing): Promise<Swept> {
  const { journal, index } = performing
  const twice = new Set(
    [...journal.state.intents.values()].flatMap((all) => {
      const kind = all.length > 1 ? index.byId.get(all[0]?.step ?? '')?.kind : undefined
      return kind === undefined ? [] : [kind]
    }),
  )
  const kinds = KIND_NAMES.filter((kind) => twice.has(kind) && KINDS[kind].writing.create)
  if (kinds.length === 0) return { swept: [], left: [] }
  const { objects } = await listKinds(performing.hub, kinds)
  const swept: string[] = []
  const left: Finding[] = []
  for (const kind of kinds) {
    const newcomers = newcomersOf(kind, objects.get(kind) ?? new Map(), performing)
    for (const twin of twinsAmong(kind, newcomers, performing)) {
      if (await removed(kind, twin, performing)) swept.push(twin.name ?? twin.id)
      else left.push({ level: 1, object: null, name: twin.name, what: NOT_REMOVED })
    }
  }
  return { swept, left }
}

// Without a nonce so many at most can be ours as were sent more than once.
function twinsAmong(
  kind: KindName,
  newcomers: readonly Newcomer[],
  performing: Performing,
): readonly Newcomer[] {
  const run = performing.journal.state.begin?.run ?? ''
  const own = new Set(performing.index.steps.map(({ id }) => nonceOf(run, id)))
  const left = new Set(newcomers.filter(({ nonce }) => nonce === undefined || own.has(nonce)))
  const twins = [...left].filter(({ nonce }) => nonce !== undefined)
  for (const doubt of KINDS[kind].hasNonce ? [] : sentTwice(kind, performing)) {
    const times = (performing.journal.state.intents.get(doubt.step)?.length ?? 1) - 1
    const its = [...left].filter((one) => isIts(doubt, one)).slice(0, times)
    for (const one of its) {
      left.delete(one)
      twins.push(one)
    }
  }
  return twins
}

async function removed(
  kind: KindName,
  { id }: Newcomer,
  { hub, journal, around, pace }: Performing,
): Promise<boolean> {
  const { remove } = KINDS[kind].writing
  if (!remove) return false
  const settled = await send(hub, remove(id), { creates: false, around, pace })
  const because = 'It was made twice, since an answer came too late.'
  if (settled.is !== 'answered') return false
  await journal.append({ e: 'removed', kind, target: id, because })
  return true
}
