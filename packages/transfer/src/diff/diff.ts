// What differs between two snapshots, as data: by kind, by object, by member. Objects are told apart by
// their ids, so this is for two looks at one home, or for a home and what is kept of it.
import type { Path } from '@latchkey/catalogue'
import { isObject, type Json } from '../json.ts'
import { KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { canonical } from '../snapshot/canonical.ts'
import { isStub } from '../snapshot/hash.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'

/** An object that is on one side only. */
export interface OneSided {
  readonly id: string
  readonly name: string | null
}

/** One member that differs; `undefined` where it is not there. Secrets are stubs on both sides. */
export interface MemberChange {
  /** Begins with `content` or `facts`. */
  readonly path: Path
  readonly before?: Json
  readonly after?: Json
}

/** An object that differs. */
export interface Change extends OneSided {
  readonly members: readonly MemberChange[]
}

/** The differences of one kind. */
export interface Changes {
  readonly added: readonly OneSided[]
  readonly removed: readonly OneSided[]
  readonly changed: readonly Change[]
}

/** All differences; kinds without any are not there. */
export interface SnapshotDiff {
  readonly kinds: Readonly<Partial<Record<KindName, Changes>>>
  /** Secrets that are on both sides and could not be compared, since one side does not know them. */
  readonly untold: number
}

/** Compares two snapshots, from `before` to `after`. What is volatile is not looked at. */
export function diffSnapshots(before: Snapshot, after: Snapshot): SnapshotDiff {
  const comparing = { before: before.secrets, after: after.secrets, untold: 0 }
  const kinds = KIND_NAMES.flatMap((kind) => {
    const changes = changesOf(kind, before.objects[kind], after.objects[kind], comparing)
    const { added, removed, changed } = changes
    return added.length + removed.length + changed.length === 0 ? [] : [[kind, changes] as const]
  })
  return { kinds: Object.fromEntries(kinds), untold: comparing.untold }
}

type Objects = ReadonlyMap<string, SnapshotObject>

interface Comparing {
  readonly before: Snapshot['secrets'] | undefined
  readonly after: Snapshot['secrets'] | undefined
  untold: number
}

function changesOf(kind: KindName, before: Objects, after: Objects, comparing: Comparing): Changes {
  const onlyIn = (one: Objects, other: Objects): OneSided[] =>
    [...one.values()].filter(({ id }) => !other.has(id)).map(({ id, name }) => ({ id, name }))
  const changed = [...after.values()].flatMap((object): Change[] => {
    const old = before.get(object.id)
    const members = old ? changedMembers(kind, old, object, comparing) : []
    return members.length === 0 ? [] : [{ id: object.id, name: object.name, members }]
  })
  return { added: onlyIn(after, before), removed: onlyIn(before, after), changed }
}

function changedMembers(
  kind: KindName,
  before: SnapshotObject,
  after: SnapshotObject,
  comparing: Comparing,
): MemberChange[] {
  const { volatile } = KINDS[kind]
  const found: MemberChange[] = []
  for (const half of ['content', 'facts'] as const) {
    const names = new Set([...Object.keys(before[half]), ...Object.keys(after[half])])
    for (const name of [...names].sort()) {
      if (volatile.includes(name)) continue
      compare([half, name], before[half][name], after[half][name], { found, comparing })
    }
  }
  // What stands in a text shows in the text only by its marker.
  for (const [marker, stub] of Object.entries(after.inline ?? {})) {
    compare(['inline', marker], before.inline?.[marker], stub, { found, comparing })
  }
  return found
}

interface Found {
  readonly found: MemberChange[]
  readonly comparing: Comparing
}

function compare(path: Path, before: Json | undefined, after: Json | undefined, to: Found): void {
  if (before === after) return
  if (isStub(before) && isStub(after) && before.$secret === after.$secret) {
    const same = isSameSecret(before, after, to.comparing)
    if (same === undefined) to.comparing.untold++
    if (same !== false) return
  } else if (isObject(before) && isObject(after) && !isStub(before) && !isStub(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare([...path, name], before[name], after[name], to)
    }
    return
  } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [at, one] of after.entries()) compare([...path, at], before[at], one, to)
    return
  } else if (
    before !== undefined &&
    after !== undefined &&
    canonical(before) === canonical(after)
  ) {
    return
  }
  to.found.push({
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  })
}

// Snapshots have keys of their own, so HMACs that differ say nothing; those that agree say all.
function isSameSecret(
  one: { readonly $secret: string; readonly hmac: string },
  other: { readonly $secret: string; readonly hmac: string },
  { before, after }: Comparing,
): boolean | undefined {
  if (one.hmac === other.hmac) return true
  const [old, now] = [before?.get(one.$secret), after?.get(other.$secret)]
  return old === undefined || now === undefined ? undefined : canonical(old) === canonical(now)
}
