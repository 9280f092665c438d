// Level 4: the same things hang together in the same way, seen without any map (Weisfeiler and Leman).
// Every object has a colour: what it is, and the colours of what it points at. A map that is wrong and
// agrees with itself is found by this, except between true twins.
import { references, rewrite, type Target } from '@latchkey/catalogue'
import type { JsonObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { plain } from '../plan/same.ts'
import { canonical } from '../snapshot/canonical.ts'
import { sha256 } from '../snapshot/hash.ts'

/** An object as it is coloured. `content` is what is compared; ids in it are those of its own home. */
export interface Coloured {
  readonly kind: KindName
  readonly id: string
  readonly content: JsonObject
}

/** So often are colours mixed: an object is told apart by what is this far away. */
const ROUNDS = 4

/** The colour of each object, in the order in which they came. */
export function coloursOf(objects: readonly Coloured[]): readonly string[] {
  const keyed = objects.map((object) => ({ ...object, points: pointedAt(object) }))
  let colours = new Map<string, string>()
  const unknown: Target = { id: 'elsewhere', name: '' }
  let result: readonly string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    result = keyed.map(({ kind, content, points }) => {
      const mapping = Object.fromEntries(
        points.map((id) => [id, withName(colours.get(id)) ?? unknown]),
      )
      const { shape } = KINDS[kind]
      // Maps that are keyed by ids are sorted after their keys are replaced.
      const told = shape === null ? content : rewrite(shape, content, mapping)
      return sha256(canonical([kind, plain(told)])).slice(0, 24)
    })
    colours = new Map(keyed.map(({ id }, at) => [id, result[at] ?? '']))
  }
  return result
}

const withName = (id: string | undefined): Target | undefined =>
  id === undefined ? undefined : { id, name: '' }

function pointedAt({ kind, content }: Coloured): readonly string[] {
  const { shape } = KINDS[kind]
  if (shape === null) return []
  const found = references(shape, content).filter(
    ({ sure, kind: of }) => sure === 'certain' && of !== 'app' && of !== 'homey',
  )
  return [...new Set(found.map(({ id }) => id))]
}

/** Objects whose colour the other home does not have, or not so often, on each side. */
export function colourDifference(
  one: readonly Coloured[],
  other: readonly Coloured[],
): { readonly one: readonly Coloured[]; readonly other: readonly Coloured[] } {
  const [a, b] = [coloursOf(one), coloursOf(other)]
  return { one: unmatched(one, a, b), other: unmatched(other, b, a) }
}

function unmatched(
  objects: readonly Coloured[],
  colours: readonly string[],
  others: readonly string[],
): readonly Coloured[] {
  const left = new Map<string, number>()
  for (const colour of others) left.set(colour, (left.get(colour) ?? 0) + 1)
  return objects.filter((_, at) => {
    const colour = colours[at] ?? ''
    const count = left.get(colour) ?? 0
    if (count > 0) left.set(colour, count - 1)
    return count === 0
  })
}
