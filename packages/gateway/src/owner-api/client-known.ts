// Which clients an owner knows: their own, those of which something was said to all, and those that they gave access.
import type { AuthorizationServer } from '../authorization/authorization-server.ts'
import type { KnownClient } from '../authorization/clients.ts'
import type { Review } from '../clients/review.ts'
import { OwnerError } from '../owner-error.ts'
import type { Mine } from './caller.ts'

/**
 * The client with this id.
 * @throws OwnerError `client_unknown`, also for what is another owner's alone
 */
export async function knownClient(
  authorization: AuthorizationServer,
  mine: Mine,
  id: string,
): Promise<KnownClient> {
  const client = await found(authorization, mine, id)
  if (client) return client
  const message = `There is no client "${id}". See: latchkey client list`
  throw new OwnerError('client_unknown', message)
}

async function found(
  authorization: AuthorizationServer,
  mine: Mine,
  id: string,
): Promise<KnownClient | undefined> {
  const review = await authorization.vetting.store.byId(id)
  const client = (await authorization.clients.byId(id)) ?? (review && byDocument(review))
  return client && (await mayKnow(authorization, mine, client, review)) ? client : undefined
}

async function mayKnow(
  authorization: AuthorizationServer,
  mine: Mine,
  { id, origin, ownerId }: KnownClient,
  review: Review | undefined,
): Promise<boolean> {
  if (mine.isInstallation || ownerId === (await mine.ownerId())) return true
  if (origin === 'hand') return false
  if (review && (review.at.state !== 'self-asserted' || review.vouched !== null)) return true
  const hubs = new Set(mine.hubs().map((hub) => hub.id))
  return (await authorization.held.of(id)).some(({ hubId }) => hubs.has(hubId))
}

/** How many of the clients that an owner knows wait for a review; of very many not all are counted. */
export async function waitingForReview(
  authorization: AuthorizationServer,
  mine: Mine,
): Promise<number> {
  const ids = await authorization.vetting.store.waiting(MOST_WAITING)
  const known = await Promise.all(ids.map((id) => found(authorization, mine, id)))
  return known.filter((one) => one !== undefined).length
}

const MOST_WAITING = 20

/** The clients that an owner knows; at the control socket all. */
export async function knownClients(
  authorization: AuthorizationServer,
  mine: Mine,
): Promise<readonly KnownClient[]> {
  const all = await authorization.clients.list()
  const ids = new Set(all.map(({ id }) => id))
  const { store } = authorization.vetting
  const reviews = await Promise.all((await store.ids()).map((id) => store.byId(id)))
  const documents = reviews.filter((one) => one !== undefined && !ids.has(one.id))
  const known: KnownClient[] = []
  for (const client of [...all, ...documents.flatMap((one) => (one ? [byDocument(one)] : []))]) {
    const review = reviews.find((one) => one?.id === client.id)
    if (await mayKnow(authorization, mine, client, review)) known.push(client)
  }
  return known
}

// What was remembered of one that is not kept here.
function byDocument({ id, seen }: Review): KnownClient {
  const { name, logo, redirectUris } = seen
  return {
    ...{ id, origin: 'document', ownerId: '', createdAt: 0, expiresAt: null },
    ...{ profile: null, defaultScope: null },
    metadata: {
      ...{ client_id: id, client_name: name, redirect_uris: redirectUris },
      ...(logo !== null && { logo_uri: logo }),
    },
  }
}
