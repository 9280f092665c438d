// URIs of owners, and the ids of what belongs to them. There is one spelling; all else is none.

const OWNER = /^homey:([a-z]+):([^:|\s]+)$/
const FULL = /^(homey:[a-z]+:[^:|\s]+):(.+)$/s

/** An owner: `homey:<type>:<id>`. */
export interface OwnerUri {
  readonly type: string
  readonly id: string
}

/** Takes the URI of an owner apart; nothing that is not one. */
export function parseOwner(uri: string): OwnerUri | undefined {
  const [, type, id] = OWNER.exec(uri) ?? []
  return type === undefined || id === undefined ? undefined : { type, id }
}

/** Something that belongs to an owner. */
export interface OwnedName {
  readonly uri: string
  /** What it is called at its owner. */
  readonly name: string
}

/** Takes a full id (`homey:device:<id>:onoff`) apart; nothing that is not one. */
export function parseOwned(full: string): OwnedName | undefined {
  const [, uri, name] = FULL.exec(full) ?? []
  return uri === undefined || name === undefined ? undefined : { uri, name }
}

/**
 * What an id in a path means: full, or short with its owner beside it, as either dialect writes it.
 * Nothing if the two say different things, or if it is no id.
 */
export function ownedIn(uri: string | undefined, id: string): OwnedName | undefined {
  if (/^homey:/i.test(id)) {
    const owned = parseOwned(id)
    return owned && (uri === undefined || uri === owned.uri) ? owned : undefined
  }
  if (uri === undefined || !parseOwner(uri) || id === '' || /homey:/i.test(id)) return undefined
  return { uri, name: id }
}
