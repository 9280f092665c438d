// What a device carries of its own wherever it is paired: addresses and serial numbers. Nobody lists
// which drivers tell them, so that is learned: a value that one device on each side has is a key.
import { isObject, type Json } from '../json.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'

/** One value that may tell a device from all others, and where it was found: `zb_ieee_address`. */
export interface Mark {
  readonly path: string
  readonly value: string
}

/** Names of what a device has from its pairing, its network or its factory in common with others. */
const PASSING =
  /token|node_?id|home_?id|short|manufacturer|product|bridge|sub_?device|fabric|endpoint|channel|version|firmware|^unit$|ip_?addr|^ip$|host|url/i

/** Names of settings that tell who a device is; in `data` there is little else. */
const TELLING = /ieee|(?:^|_)mac(?:$|_|addr)|serial|addr|uu?id|unique|(?:^|[_-])id$|[a-z]I[dD]$/

/** How deep `data` and settings are looked into. */
const DEPTH = 3

/** Everything of a device that may be a key, as far as one can tell from itself. */
export function marksOf({
  facts,
  content,
}: Pick<SnapshotObject, 'facts' | 'content'>): readonly Mark[] {
  const found: Mark[] = []
  collect(facts['data'], '', (mark) => found.push(mark))
  for (const settings of [facts['shown'], content['settings']]) {
    collect(settings, '', (mark) => TELLING.test(mark.path) && found.push(mark))
  }
  const seen = new Set<string>()
  return found.filter(({ value, path }) => {
    const isNew = !seen.has(`${path} ${value}`)
    seen.add(`${path} ${value}`)
    return isNew
  })
}

function collect(value: Json | undefined, path: string, add: (mark: Mark) => void, depth = 0) {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = keyText(String(value))
    if (text !== undefined && !PASSING.test(path)) add({ path, value: text })
  } else if (isObject(value) && depth < DEPTH && !('$secret' in value)) {
    for (const [name, one] of Object.entries(value)) collect(one, name, add, depth + 1)
  }
}

// Long enough to be given to one thing only, with a digit in it; where it is in the network is passing.
function keyText(text: string): string | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/.test(text) || /^[a-z]+:\/\//i.test(text))
    return undefined
  const bare = text.toLowerCase().replace(/[\s:._-]/g, '')
  return bare.length >= 6 && bare.length <= 128 && /\d/.test(bare) ? bare : undefined
}

/** What marks say of a pair: the place of a key that is the same, of one that differs, or nothing. */
export type KeyVerdict = { readonly is: 'same' | 'other'; readonly path: string } | undefined

/** A thing with marks; parts of one thing count as one. */
export interface Marked {
  readonly id: string
  readonly driver: string
  readonly marks: readonly Mark[]
}

/** The keys of two sides. */
export class HardwareKeys {
  readonly #sources: ReadonlyMap<string, string | null>
  readonly #targets: ReadonlyMap<string, string | null>
  readonly #proven: ReadonlySet<string>

  constructor(sources: readonly Marked[], targets: readonly Marked[]) {
    this.#sources = holdersOf(sources)
    this.#targets = holdersOf(targets)
    this.#proven = this.#prove(sources, targets)
  }

  /** The target that has a key of a source, if there is exactly one such pair. */
  targetOf(source: Marked): string | undefined {
    const found = new Set(
      source.marks.flatMap(({ value }) =>
        this.#sources.get(value) === source.id ? (this.#targets.get(value) ?? []) : [],
      ),
    )
    return found.size === 1 ? [...found][0] : undefined
  }

  /** What the marks of two things say about their being one. */
  verdict(source: Marked, target: Marked): KeyVerdict {
    const same = source.marks.find(
      ({ value }) =>
        this.#sources.get(value) === source.id && this.#targets.get(value) === target.id,
    )
    if (same) return { is: 'same', path: same.path }
    const other = source.marks.find(
      ({ path, value }) =>
        this.#tells(source, path) &&
        this.#tells(target, path) &&
        target.marks.some((mark) => mark.path === path && mark.value !== value),
    )
    return other && { is: 'other', path: other.path }
  }

  // That two addresses differ says something only where the driver is known to keep them.
  #tells({ driver }: Marked, path: string): boolean {
    return /ieee/i.test(path) || this.#proven.has(`${driver} ${path}`)
  }

  #prove(sources: readonly Marked[], targets: readonly Marked[]): ReadonlySet<string> {
    const byId = new Map(targets.map((target) => [target.id, target]))
    return new Set(
      sources.flatMap((source) =>
        source.marks.flatMap(({ path, value }) => {
          const holder = this.#sources.get(value) === source.id && this.#targets.get(value)
          const target = holder ? byId.get(holder) : undefined
          const same = target?.marks.some((mark) => mark.path === path && mark.value === value)
          return target && same ? [`${source.driver} ${path}`, `${target.driver} ${path}`] : []
        }),
      ),
    )
  }
}

// Who has a value; null if several have, for then it tells nothing.
function holdersOf(things: readonly Marked[]): ReadonlyMap<string, string | null> {
  const holders = new Map<string, string | null>()
  for (const { id, marks } of things) {
    for (const { value } of marks) {
      const holder = holders.get(value)
      holders.set(value, holder === undefined || holder === id ? id : null)
    }
  }
  return holders
}
