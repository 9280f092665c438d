// A difference in words, a line for each object. Values are not told: they may be long, or private.
import { KIND_NAMES } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Change, OneSided, SnapshotDiff } from './diff.ts'

/** So many members of an object are named. */
const NAMED = 6

/** Lines for people: `Flows: + Morning`, `Zones: ~ Kitchen (icon)`. One line if nothing differs. */
export function diffInWords({ kinds, untold }: SnapshotDiff): readonly string[] {
  const lines = KIND_NAMES.flatMap((kind) => {
    const { added = [], removed = [], changed = [] } = kinds[kind] ?? {}
    const { label } = KINDS[kind]
    return [
      ...removed.map((one) => `${label}: − ${called(one)}`),
      ...added.map((one) => `${label}: + ${called(one)}`),
      ...changed.map((one) => `${label}: ~ ${called(one)} (${membersOf(one)})`),
    ]
  })
  const unsure =
    untold === 0 ? [] : [`${untold} secrets cannot be compared without the keys of both snapshots.`]
  return lines.length === 0 ? ['Nothing differs.', ...unsure] : [...lines, ...unsure]
}

const called = ({ name, id }: OneSided): string => (name === null || name.trim() === '' ? id : name)

function membersOf({ members }: Change): string {
  const names = members.map(({ path }) =>
    path[0] === 'inline' ? 'a secret' : path.slice(1, 4).join('.'),
  )
  const different = [...new Set(names)]
  const more = different.length - NAMED
  return [...different.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
