// What an id by itself is the id of, told by the names of the members that lead to it. It is a hint
// for people and for limits: whether an id is rewritten never depends on it.
import { type JsonRecord, rowOf } from './json.ts'
import type { Path, ReferenceKind } from './reference.ts'

const KINDS: Readonly<Record<string, ReferenceKind>> = {
  device: 'device',
  group: 'group',
  zone: 'zone',
  room: 'zone',
  flow: 'flow',
  advancedflow: 'advanced-flow',
  folder: 'flow-folder',
  flowfolder: 'flow-folder',
  variable: 'variable',
  mood: 'mood',
  dashboard: 'dashboard',
  alarm: 'alarm',
  user: 'user',
  script: 'script',
  image: 'image',
  app: 'app',
}

const ENDINGS: ReadonlySet<string> = new Set(['id', 'ids', 'uri', 'uris', 'uuid', 'obj', 'list'])

/** Names that say nothing of their own: what stands around them says it. */
const PASSING: ReadonlySet<string> = new Set(['id', 'ids', 'uri', 'uuid'])

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The kind that a name speaks of: `deviceId`, `favoriteFlows`, `advanced_flow`. */
export function kindByName(name: string): ReferenceKind | undefined {
  const words = name
    .slice(0, 100)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
  while (words.length > 1 && ENDINGS.has(words.at(-1) ?? '')) words.pop()
  const last = (words.at(-1) ?? '').replace(/s$/, '')
  const two = (words.at(-2) ?? '') + last
  return rowOf(KINDS, two) ?? rowOf(KINDS, last)
}

/** The kind of an id that stands at a path; `holder` is the object that it stands in. */
export function kindAt(path: Path, holder: JsonRecord | undefined): ReferenceKind {
  const named = path.findLast((step) => typeof step === 'string' && !saysNothing(step))
  const kind = typeof named === 'string' ? kindByName(named) : undefined
  const said = path.at(-1) === 'id' ? kindBySelf(holder) : undefined
  return kind === 'flow' ? (said ?? kind) : (kind ?? said ?? 'unknown')
}

// A picked flow says which of the two kinds it is, an owner what it is.
function kindBySelf(holder: JsonRecord | undefined): ReferenceKind | undefined {
  const type = holder?.['type']
  return typeof type === 'string' ? kindByName(type) : undefined
}

const saysNothing = (step: string): boolean => PASSING.has(step) || UUID.test(step)
