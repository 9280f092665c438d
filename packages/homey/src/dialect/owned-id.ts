// Ids of what belongs to an owner: a card, a tag, a log, a driver. V3 writes owner and id as one;
// V2 as two, where the owner is the first three segments and the rest may hold colons of its own.

/** The two halves of an id, as a V2 hub has them. */
export interface OwnedId {
  /** `homey:<kind>:<id>`. */
  readonly uri: string
  readonly id: string
}

const OWNER = /^homey:[^:]+:[^:]+$/
const FULL = /^(homey:[^:]+:[^:]+):(.+)$/s

/** Whether a value is the URI of an owner. */
export function isOwner(value: unknown): value is string {
  return typeof value === 'string' && OWNER.test(value)
}

/** The halves of a full id; undefined if it is none. */
export function splitId(full: unknown): OwnedId | undefined {
  const [, uri, id] = typeof full === 'string' ? (FULL.exec(full) ?? []) : []
  return uri === undefined || id === undefined ? undefined : { uri, id }
}

/** The full id of two halves; undefined if they are none. */
export function joinId(uri: unknown, id: unknown): string | undefined {
  return isOwner(uri) && typeof id === 'string' && id !== '' ? `${uri}:${id}` : undefined
}

/**
 * The full id that a client means, in either spelling: a full id counts as it stands, whatever owner
 * stands beside it (V3 asks for `/:uri/:id` with the owner and the full id); a short one needs its
 * owner. Undefined if neither is there.
 */
export function meantId(uri: unknown, id: unknown): string | undefined {
  return splitId(id) ? String(id) : joinId(uri, id)
}
