// What a client asks the owner for, read from its request once and never from the form that the owner sends back.
import type { AdapterPayload, Client } from 'oidc-provider'
import { shownText } from '../clients/shown-text.ts'
import type { Standing } from '../clients/standing.ts'
import type { ClientOrigin, KnownClient } from './clients.ts'
import { detailsIn, type HomeyAccess } from './details.ts'
import { hostOfDocument } from './documents.ts'
import { boundProblem } from './not-let-in.ts'
import { FIRST_SCOPE, isMcpResource, OFFERED_BESIDES } from './resource.ts'
import { wordsOf } from './words.ts'

/** A parameter of ours: see `isMore`. */
export const INCLUDE_GRANTED = 'include_granted_scopes'

/** Who asks. Name and address are its own word, unless an owner added it by hand. */
export interface AskingClient {
  readonly id: string
  readonly name: string
  readonly origin: ClientOrigin
  /** Who added it by hand; empty if nobody did. */
  readonly ownerId: string
}

/** A request that waits for the owner's decision. */
export interface Asked {
  readonly client: AskingClient
  /** What is thought of it. */
  readonly standing: Standing
  /** Where the answer goes; undefined for a device, which comes for it. */
  readonly redirectUri: string | undefined
  /** Permissions, presets and Athom's scopes. */
  readonly words: readonly string[]
  /** What the owner may give besides, although it was not asked for. */
  readonly besides: readonly string[]
  /** The Homey and the rooms that it asks for, if it says. */
  readonly details: HomeyAccess | undefined
  /** Whether it wants to keep what it has, beside what it asks for. */
  readonly isMore: boolean
  readonly resource: string
}

/** The longest name that is shown. */
const MAX_NAME = 60

/** A request of the library as what it asks for. */
export function askedBy(
  { params }: Pick<AdapterPayload, 'params'>,
  client: Client,
  known: KnownClient | undefined,
  standing: Standing,
): Asked {
  const { scope, redirect_uri: redirectUri, resource, authorization_details: asked } = params ?? {}
  const details = detailsIn(asked)
  const words = wordsOf(typeof scope === 'string' ? scope : undefined)
  const said = [...new Set([...words, ...(details?.permissions ?? [])])]
  const { clientId } = client
  const to = [resource].flat().map(String)[0] ?? ''
  // The host alone is not the client's own word: https says that it is the one.
  const isDocument = known === undefined || known.origin === 'document'
  const host = isDocument ? hostOfDocument(clientId) : undefined
  const called = shownName(client.clientName)
  return {
    client: {
      id: clientId,
      name: host === undefined ? called || clientId.slice(0, MAX_NAME) : nameAt(host, called),
      origin: known?.origin ?? 'document',
      ownerId: known?.ownerId ?? '',
    },
    standing,
    redirectUri: typeof redirectUri === 'string' ? redirectUri : undefined,
    ...(said.length === 0 && isMcpResource(to) ? unsaid(standing) : { words: said, besides: [] }),
    details,
    isMore: params?.[INCLUDE_GRANTED] === 'true',
    resource: to,
  }
}

// Agents need not say what they ask for (RFC 6749, 3.3). What was vouched for bounds that as well.
function unsaid(standing: Standing): Pick<Asked, 'words' | 'besides'> {
  const may = (words: readonly string[]) =>
    boundProblem(standing, words) === undefined ? words : []
  return { words: may([FIRST_SCOPE]), besides: may(OFFERED_BESIDES) }
}

// The whole host is always to be seen, whatever the name is.
function nameAt(host: string, said: string): string {
  return said === '' || said === host ? host : `${host} (“${said}”)`
}

/** A name that a client gave itself, without what could turn the page round or hide something. */
export function shownName(name: unknown): string {
  return typeof name === 'string' ? shownText(name, MAX_NAME) : ''
}
