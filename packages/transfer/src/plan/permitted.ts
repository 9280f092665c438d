// What of a fate the credential of the target may not write is left to a person; the rest is done. So that it is
// said in the plan, and not found half-way.
import type { JsonObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { type Deciding, whyNot } from './deciding.ts'
import { type Fate, GROUPS } from './fate.ts'

/** Kinds of which a gateway remembers who created what. */
const CREATED: readonly KindName[] = [
  ...(['zone', 'device', 'variable', 'flow-folder', 'alarm', 'script', 'mood'] as const),
  ...(['flow', 'advanced-flow', 'dashboard'] as const),
]

/** The fate of an object, as far as the credential goes. */
export function permitted(deciding: Deciding, object: SnapshotObject, fate: Fate): Fate {
  if (fate.is !== 'changed' && fate.is !== 'kept') return fate
  const { parts, activate } = { parts: [], ...fate }
  if (parts.length === 0 && !activate) return fate
  const why = (body: JsonObject): string | undefined => whyNotChanged(deciding, object, body)
  const refused = parts.filter(({ body }) => why(body) !== undefined)
  const sleeps = activate === undefined ? undefined : why(activate)
  if (refused.length === 0 && sleeps === undefined) return fate
  const left = [...refused.map(({ body }) => body), ...(sleeps && activate ? [activate] : [])]
  const said = [...new Set(left.map((body) => why(body)))].join(' ')
  const names = [...new Set(left.flatMap((body) => Object.keys(body)))].join(', ')
  const what = `"${object.name ?? object.id}" keeps what it has here (${names}). ${said}`
  const stays = parts.filter((part) => !refused.includes(part))
  if (stays.length === 0 && (sleeps !== undefined || activate === undefined)) {
    return { is: 'by-hand', group: GROUPS.refused, what }
  }
  const { activate: _, ...rest } = fate
  const awake = sleeps === undefined && activate ? { activate } : {}
  if (rest.is === 'kept') return { ...rest, ...awake }
  return { ...rest, ...awake, parts: stays, refused: what }
}

function whyNotChanged(
  deciding: Deciding,
  { kind, id }: SnapshotObject,
  body: JsonObject,
): string | undefined {
  const { label, writing } = KINDS[kind]
  if (deciding.options.limits?.includes('own') && CREATED.includes(kind)) {
    return 'The key for the target changes only what it made itself.'
  }
  const operation = writing.update?.(id, body).operation
  return operation && whyNot(deciding, [operation], label.toLowerCase())
}
