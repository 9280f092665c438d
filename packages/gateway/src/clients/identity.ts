// What a client is to the owner who decides: its name, its picture and where codes are sent. If one of these is
// another, what was vouched for is not this client.
import type { ClientMetadata } from '../authorization/clients.ts'
import type { Manifest } from './manifest.ts'
import { shownText } from './shown-text.ts'

/** The identity. */
export interface Identity {
  readonly name: string
  readonly logo: string | null
  /** Sorted. */
  readonly redirectUris: readonly string[]
}

/** Of a client as it is registered, or as its document says. */
export function identityOf(metadata: ClientMetadata): Identity {
  const { client_name: name, logo_uri: logo, redirect_uris: uris } = metadata
  return {
    name: typeof name === 'string' ? shownText(name, 60) : '',
    logo: typeof logo === 'string' ? logo : null,
    redirectUris: Array.isArray(uris) ? uris.map(String).sort() : [],
  }
}

/** What it is called where people look; its id where it says nothing that can be shown. */
export const shownNameOf = ({
  id,
  metadata,
}: {
  readonly id: string
  readonly metadata: ClientMetadata
}): string => identityOf(metadata).name || id

const PARTS = ['name', 'logo', 'redirectUris'] as const

/** A part of an identity. */
export type IdentityPart = (typeof PARTS)[number]

/** Which parts of two identities differ. */
export function differing(one: Identity, other: Identity): readonly IdentityPart[] {
  return PARTS.filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]))
}

/** Whether two are the same. */
export const isSame = (one: Identity, other: Identity): boolean =>
  differing(one, other).length === 0

/** In what a manifest does not tell of this client; it says nothing of pictures. */
export function unlike(
  manifest: Manifest,
  { name, redirectUris }: Identity,
): readonly IdentityPart[] {
  const said = { name: manifest.name, logo: null, redirectUris: manifest.redirectUris.toSorted() }
  return differing(said, { name, logo: null, redirectUris })
}
