// Which entries of a directory are about a client. Anybody can register any name, so a name alone is nothing: a
// client is known by the address of its document, or by where its codes go, which only its maker can read.
import { type Identity, isSame, unlike } from '../clients/identity.ts'
import type { Manifest } from '../clients/manifest.ts'
import type { Suspension } from '../clients/review.ts'
import { DIRECTORY } from '../clients/review.ts'
import type { DirectoryFile, ListedClient, SuspendedClient } from './directory-file.ts'

/** A directory that vouches for a client. */
export interface Listing {
  readonly directory: string
  readonly manifest: Manifest
  readonly reviewed: number
  readonly findings: readonly string[]
}

/** A client, as directories know it. */
export interface Sought {
  readonly id: string
  readonly identity: Identity
  /** Addresses by which it was suspended before: another one is no way out. */
  readonly formerly?: readonly string[]
}

/** What a directory says of a client at a time. */
export function said(
  { name, expires, clients, suspended }: DirectoryFile,
  client: Sought,
  now: number,
): { readonly listing: Listing | undefined; readonly suspensions: readonly Suspension[] } {
  const found = now < Date.parse(expires) ? clients.find((one) => isListed(one, client)) : undefined
  return {
    listing: found && {
      ...{ directory: name, manifest: found.manifest, findings: found.findings },
      reviewed: Date.parse(found.reviewed),
    },
    suspensions: suspended
      .filter((one) => isSuspended(one, client))
      .slice(0, 1)
      .map((one) => {
        const { because, since } = one
        const redirectUris = knownBy(one, client)
        return { by: `${DIRECTORY}${name}`, at: Date.parse(since), because, redirectUris }
      }),
  }
}

/** A code that goes to https is read by who has the name; any program can wait at another place. */
const isProof = (uri: string): boolean => uri.startsWith('https:')

function isListed({ id, manifest, logo }: ListedClient, { id: own, identity }: Sought): boolean {
  if (unlike(manifest, identity).length > 0) return false
  const { name, redirectUris } = identity
  if (!isSame(identity, { name, logo, redirectUris })) return false
  if (id !== undefined) return id === own
  return redirectUris.length > 0 && redirectUris.every(isProof)
}

/** Programs of all makers wait at these: one of them says nothing of the others. */
const isShared = (uri: string): boolean => uri.startsWith('http:')

const isSuspended = (one: SuspendedClient, client: Sought): boolean =>
  (one.id !== undefined && one.id === client.id) || knownBy(one, client).length > 0

/** The addresses by which an entry is about a client. */
function knownBy(
  { redirectUris }: SuspendedClient,
  { identity, formerly = [] }: Sought,
): readonly string[] {
  const own = new Set([...identity.redirectUris, ...formerly])
  return redirectUris.filter((uri) => !isShared(uri) && own.has(uri))
}
