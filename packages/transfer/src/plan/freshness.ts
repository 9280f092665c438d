// Whether a plan still fits the two homes: what changed since it was made, and what that means for its
// steps (reference 3.6). A change of the target's that no step touches means nothing.
import { KIND_NAMES, type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import type { TransferPlan } from './plan.ts'

/** One object that is not as it was. */
export interface Staleness {
  readonly side: 'source' | 'target'
  readonly object: ObjectKey
  readonly name: string | null
  readonly change: 'changed' | 'gone' | 'new'
  /**
   * `replan`: the source moved on, what is written would be old. `refuse`: the target is not what the
   * steps expect. `note`: no step has to do with it.
   */
  readonly means: 'replan' | 'refuse' | 'note'
  /** The steps that it means this for. */
  readonly steps: readonly string[]
}

/** What checking gave. */
export interface Freshness {
  /** Nothing that the plan has to do with changed. */
  readonly fresh: boolean
  readonly stale: readonly Staleness[]
}

/** Compares a plan with the homes as they are now. */
export function checkFreshness(
  plan: TransferPlan,
  sourceNow: Snapshot,
  targetNow: Snapshot,
): Freshness {
  const stale = [
    ...(sourceNow.manifest.root === plan.sourceRoot ? [] : onSource(plan, sourceNow)),
    ...(targetNow.manifest.root === plan.targetRoot ? [] : onTarget(plan, targetNow)),
  ]
  return { fresh: stale.every(({ means }) => means === 'note'), stale }
}

function onSource(plan: TransferPlan, now: Snapshot): readonly Staleness[] {
  const steps = Map.groupBy(plan.steps, ({ kind, source }) => keyOf({ kind, id: source }))
  return differing(plan.sourceHashes, now).map(({ key, change, object }) => ({
    ...{ side: 'source', object: key, name: object?.name ?? null, change, means: 'replan' },
    steps: idsOf(steps.get(key)),
  }))
}

function onTarget(plan: TransferPlan, now: Snapshot): readonly Staleness[] {
  const changing = Map.groupBy(plan.steps, ({ kind, target }) => `${kind}:${target ?? ''}`)
  const using = usersOf(plan)
  const known = differing(plan.targetHashes, now).map(({ key, change, object }): Staleness => {
    const own = idsOf(changing.get(key))
    // What is gone cannot be pointed at either.
    const steps = change === 'gone' ? [...new Set([...own, ...(using.get(key) ?? [])])] : own
    const means = steps.length > 0 ? 'refuse' : 'note'
    return { side: 'target', object: key, name: object?.name ?? null, change, means, steps }
  })
  return known
}

// Which steps name an object of the target: they name what it stands for.
function usersOf({ bound, steps }: TransferPlan): ReadonlyMap<string, readonly string[]> {
  const texts = steps.map(({ id, body }) => [id, JSON.stringify(body)] as const)
  return new Map(
    Object.entries(bound).map(([key, target]) => {
      const at = key.indexOf(':')
      const source = key.slice(at + 1)
      const users = texts.filter(([, text]) => text.includes(source)).map(([id]) => id)
      return [`${key.slice(0, at)}:${target}`, users]
    }),
  )
}

interface Difference {
  readonly key: ObjectKey
  readonly change: 'changed' | 'gone'
  readonly object: SnapshotObject | undefined
}

function differing(
  hashes: Readonly<Record<ObjectKey, string>>,
  now: Snapshot,
): readonly Difference[] {
  return Object.entries(hashes).flatMap(([text, sha256]): Difference[] => {
    const key = asKey(text)
    if (key === undefined) return []
    const object = now.objects[key.kind].get(key.id)
    if (object?.sha256 === sha256) return []
    return [{ key: keyOf(key), change: object ? 'changed' : 'gone', object }]
  })
}

function asKey(text: string): { readonly kind: KindName; readonly id: string } | undefined {
  const at = text.indexOf(':')
  const kind = KIND_NAMES.find((one) => one === text.slice(0, at))
  return kind === undefined ? undefined : { kind, id: text.slice(at + 1) }
}

const idsOf = (steps: readonly { readonly id: string }[] = []): readonly string[] =>
  steps.map(({ id }) => id)
