// Objects of one kind by their natural keys. Where several have one key, those with the same content go
// together, since one of them is as good as the other; the rest is asked for.
import { rewrite } from '@latchkey/catalogue'
import { isObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Binding, Evidence, Question } from '../mapping/mapping.ts'
import { objectHash } from '../snapshot/hash.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { type Bound, isSameEverywhere, naturalKey } from './natural-keys.ts'

/** Weight of a natural key, that of a key of hardware. */
const KEY = 40

/** One kind on both sides, without what is bound already. */
export interface KindSides {
  readonly kind: KindName
  readonly sources: readonly SnapshotObject[]
  readonly targets: readonly SnapshotObject[]
}

interface Shared {
  readonly sources: readonly SnapshotObject[]
  readonly targets: readonly SnapshotObject[]
}

/** Binds what has a key that nothing else of its side has; names exactly as they are come first. */
export function byKey({ kind, sources, targets }: KindSides, bound: Bound): readonly Binding[] {
  for (const loosely of [false, true]) {
    const found = sharedKeys(sources, targets, bound, loosely).flatMap((shared) => {
      const [source, ...others] = shared.sources
      const [target, ...more] = shared.targets
      if (!source || !target || others.length > 0 || more.length > 0) return []
      const by = isSameEverywhere(source, target) ? 'same' : 'key'
      return [bindingOf(kind, source, target, by, WHY[kind] ?? SAME_NAME)]
    })
    if (found.length > 0) return found
  }
  return []
}

const SAME_NAME = 'same name in the same place'
const SAME_ID = 'same id on every Homey'

const WHY: Readonly<Partial<Record<KindName, string>>> = {
  ...{ user: 'same account', favourites: 'same account', 'notification-owner': 'same owner' },
  ...{ app: SAME_ID, option: SAME_ID, experiment: SAME_ID, 'app-setting': 'same app and name' },
  ...{ variable: 'same name and type', alarm: 'same name, time and days', script: 'same name' },
  dashboard: 'same name',
}

/** Kinds of which one is as good as another with the same content; of others more hangs on which it is. */
const INTERCHANGEABLE: readonly KindName[] = [
  ...(['script', 'mood', 'flow', 'advanced-flow', 'dashboard', 'alarm'] as const),
]

/** Binds objects with a shared key whose content is the same, as many as there are on both sides. */
export function byContent({ kind, sources, targets }: KindSides, bound: Bound): readonly Binding[] {
  if (!INTERCHANGEABLE.includes(kind)) return []
  const mapping = Object.fromEntries([...bound].map(([id, target]) => [id, { id: target }]))
  return sharedKeys(sources, targets, bound, false).flatMap((shared) => {
    const left = Map.groupBy(shared.targets, (target) => contentHash(target))
    return shared.sources.flatMap((source) => {
      const target = left.get(contentHash(source, mapping))?.shift()
      return target ? [bindingOf(kind, source, target, 'key', `${SAME_NAME}, same content`)] : []
    })
  })
}

function contentHash({ kind, content }: SnapshotObject, mapping?: Parameters<typeof rewrite>[2]) {
  const { shape } = KINDS[kind]
  const whole = mapping && shape ? rewrite(shape, content, mapping) : content
  return objectHash(kind, { content: isObject(whole) ? whole : content, facts: {} })
}

/** Asks about what has a key that several have. */
export function questionsAbout({ kind, sources, targets }: KindSides, bound: Bound) {
  return sharedKeys(sources, targets, bound, true).map(
    (shared): Question => ({
      ...{ kind, band: 'ambiguous' },
      sources: shared.sources.map(({ id, name }) => ({ id, name })),
      candidates: shared.targets.map(({ id, name }) => ({
        ...{ target: id, targetName: name, score: KEY, evidence: [because(SAME_NAME)] },
      })),
    }),
  )
}

// Objects with the same key, where both sides have some.
function sharedKeys(
  sources: readonly SnapshotObject[],
  targets: readonly SnapshotObject[],
  bound: Bound,
  loosely: boolean,
): readonly Shared[] {
  const there = Map.groupBy(targets, (target) => naturalKey(target, new Map(), loosely))
  const here = Map.groupBy(sources, (source) => naturalKey(source, bound, loosely))
  return [...here].flatMap(([key, sources]) => {
    const targets = key === undefined ? undefined : there.get(key)
    return targets ? [{ sources, targets }] : []
  })
}

const because = (what: string): Evidence => ({ what, weight: KEY })

function bindingOf(
  kind: KindName,
  source: SnapshotObject,
  target: SnapshotObject,
  by: 'same' | 'key',
  why: string,
): Binding {
  return {
    ...{ kind, source: source.id, target: target.id, by, score: KEY },
    ...{ evidence: [because(why)], sourceName: source.name, targetName: target.name },
  }
}
