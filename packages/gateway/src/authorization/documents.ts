// Clients whose id is the address of their own metadata document (draft-ietf-oauth-client-id-metadata-document):
// fetched through the guard, kept for a while, and shown to the owner by the name of their host.
import type { Client, KoaContextWithOIDC } from 'oidc-provider'
import { FetchRefused, type GuardedFetch } from '../outgoing/guarded-fetch.ts'
import { PROFILE } from './profile.ts'
import { isPlainAddress, isRedirect } from './redirects.ts'

/** How often strangers may make this gateway fetch documents, in an hour: from one address, and in all. */
export const FETCHES = { address: 60, zone: 300 } as const

/** For how long a document is kept, in seconds, whatever its server says. The library keeps 100 at most. */
const KEPT = { min: 300, max: 86_400 } as const

/** What documents need. */
export interface DocumentParts {
  readonly fetch: GuardedFetch
  /** Counts a fetch for whoever sent a request; false if it is one too many. */
  readonly mayFetch: (ctx: KoaContextWithOIDC | undefined) => boolean
}

/** The feature of the library. */
export function documents({ mayFetch }: DocumentParts) {
  return {
    enabled: true,
    ack: 'draft-02',
    cacheDuration: KEPT,
    allowFetch: (ctx: KoaContextWithOIDC | undefined, id: string) =>
      hostOfDocument(id) !== undefined && mayFetch(ctx),
    allowClient: (_ctx: unknown, client: Client) => isGoodDocument(client),
  }
}

/** A document is read anew, so what it says is judged each time; what an owner has to say of a client it cannot. */
export const isGoodDocument = (client: Client): boolean =>
  (client.redirectUris ?? []).every(isRedirect) && Reflect.get(client, PROFILE) === undefined

/**
 * What the library fetches with: documents, and the keys that clients with keys point to. Of its wishes only the time
 * is heard; the guard has no other way than GET, without redirects.
 */
export const fetchBy =
  (fetch: GuardedFetch) =>
  async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const address = input instanceof Request ? input.url : input
    const response = await fetch(address, { signal: init?.signal })
    if (response.status < 500) return response
    throw new FetchRefused('unreachable', `${new URL(address).host} is in trouble`)
  }

/** The host that vouches for a client id, with its port if it is not the usual one; undefined if none does. */
export function hostOfDocument(clientId: string): string | undefined {
  const url = isPlainAddress(clientId) ? URL.parse(clientId) : null
  // A host alone names nobody's client.
  return url?.protocol === 'https:' && url.pathname !== '/' ? url.host : undefined
}
