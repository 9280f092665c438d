// What a path means on a hub. Clients speak V3 to every hub (docs/decisions/0005); the hub's own
// spelling means the same, and what V3 has and the hub has not is said to be absent, not unknown.
import {
  type Generation,
  type Matched,
  type Mismatch,
  match,
  operationById,
} from '@latchkey/catalogue'
import { type Dialect, FACE } from '@latchkey/homey'

/** The operation that is meant, in the row of the spelling that was used; or why there is none. */
export type Meant =
  | Matched
  | { readonly matched: false; readonly reason: Mismatch | 'not-on-this-hub' }

/** Matches a request to a hub of this generation; see `match`. */
export function meantBy(
  generation: Generation,
  dialect: Dialect,
  method: string,
  rawPath: string,
): Meant {
  const own = match(generation, method, rawPath)
  if (own.matched && isTaken(dialect, own)) return own
  const face = match(FACE, method, rawPath)
  if (!face.matched) return own.matched ? { matched: false, reason: 'malformed-id' } : own
  if (!operationById(generation, face.operation.id)) {
    return { matched: false, reason: 'not-on-this-hub' }
  }
  return dialect.translates ? face : own
}

// Two operations may share a path in two spellings: V2's tag `:uri/:id`, and V3's value of a tag,
// `:id/value`. Whether the ids are ids of the hub tells them apart.
function isTaken(dialect: Dialect, { operation, ids }: Matched): boolean {
  return dialect.toHub(operation, ids, '', undefined) !== 'malformed-id'
}
