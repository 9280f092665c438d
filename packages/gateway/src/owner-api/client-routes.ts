// The routes for clients that ask for access by OAuth: an owner adds those that cannot register themselves.
import { z } from 'zod'
import { withoutAccount } from '../athom-drop-in/authorise.ts'
import { vettedOf } from '../authorization/authorization-server.ts'
import { type KnownClient, mayBeAthom } from '../authorization/clients.ts'
import { isRedirect, REDIRECTS } from '../authorization/redirects.ts'
import { problemOf } from '../authorization/words.ts'
import { shownNameOf } from '../clients/identity.ts'
import type { Standing } from '../clients/standing.ts'
import { OwnerError } from '../owner-error.ts'
import { CLIENT_STATE } from './client-file-answers.ts'
import { knownClients } from './client-known.ts'
import { NAME } from './inputs.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

/** Where the answer goes: https, or a program on the owner's own machine. */
const REDIRECT = z.string().max(500).refine(isRedirect, `give ${REDIRECTS}`)

/** Permissions, presets, Athom's scopes. */
const SCOPES = z
  .array(z.string().min(1).max(200))
  .max(500)
  .superRefine((scopes, context) => {
    const message = problemOf(withoutAccount(scopes))
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

/** The body of `POST /clients`. */
export const CLIENT_INPUT = z
  .strictObject({
    name: NAME,
    redirectUris: z.array(REDIRECT).max(20).readonly().default([]),
    confidential: z.boolean().default(false),
    device: z.boolean().default(false),
    /** It was written for Athom's cloud. */
    athomCompatible: z.boolean().default(false),
    /** What such a client asks for if it does not say. */
    scopes: SCOPES.readonly().default([]),
  })
  .refine(
    ({ redirectUris, device }) => device || redirectUris.length > 0,
    'name where it goes back to, or say that it is a device',
  )
  .refine(
    ({ athomCompatible, confidential: isConfidential, device: isDevice, redirectUris }) =>
      !athomCompatible || mayBeAthom({ isConfidential, isDevice, redirectUris }),
    'a client for Athom’s cloud keeps a secret, goes back to exactly one address, and is no device',
  )
  .refine(
    ({ athomCompatible, scopes }) => athomCompatible || scopes.length === 0,
    'only a client for Athom’s cloud has scopes of its own; others say them when they ask',
  )

/** A client, without its secret. */
export const CLIENT = z.object({
  id: z.string(),
  name: z.string(),
  origin: z.enum(['hand', 'registered', 'document']),
  state: CLIENT_STATE,
  redirectUris: z.array(z.string()).readonly(),
  confidential: z.boolean(),
  athomCompatible: z.boolean(),
  created: z.string().meta({ format: 'date-time' }),
})

/** A client that was just added: its secret is shown once. */
export const ADDED_CLIENT = CLIENT.extend({ secret: z.string().nullable() })

/** A client that was removed, and how many grants ended with it. */
export const REMOVED_CLIENT = z.object({ id: z.string(), revoked: z.number() })

export type ClientView = z.output<typeof CLIENT>
export type AddedClientView = z.output<typeof ADDED_CLIENT>
export type RemovedClientView = z.output<typeof REMOVED_CLIENT>

/** The routes. */
export function clientRoutes({ authorization }: OwnerApiParts): readonly Route[] {
  if (!authorization) return []
  const { clients, vetting } = authorization
  return [
    route({
      ...{ method: 'GET', path: '/clients', answer: CLIENT.array().readonly() },
      summary: 'The clients that you added, gave access or could review; at the control socket all',
      handle: async ({ mine }) => {
        const known = await knownClients(authorization, mine)
        return Promise.all(
          known.map(async (one) => clientView(one, await vetting.look(vettedOf(one)))),
        )
      },
    }),
    route({
      ...{ method: 'POST', path: '/clients', body: CLIENT_INPUT, answer: ADDED_CLIENT },
      summary: 'Add a client by hand; its secret is shown once',
      handle: async ({ mine, body }) => {
        const { client, secret } = await clients.add({
          ...{ name: body.name, redirectUris: body.redirectUris, ownerId: await mine.ownerId() },
          ...{ isConfidential: body.confidential, isDevice: body.device },
          athom: body.athomCompatible ? { scopes: body.scopes } : undefined,
        })
        return { ...clientView(client, await vetting.look(vettedOf(client))), secret }
      },
    }),
    route({
      ...{ method: 'DELETE', path: '/clients/:id', answer: REMOVED_CLIENT },
      summary: 'Remove a client; what was granted to it ends at once',
      handle: async ({ mine, id }) => {
        const client = await clients.byId(id)
        const isMine = mine.isInstallation || client?.ownerId === (await mine.ownerId())
        if (!client || !isMine) {
          const message = `There is no client "${id}". See: latchkey client list`
          throw new OwnerError('client_unknown', message)
        }
        return { id, revoked: await authorization.removeClient(id) }
      },
    }),
  ]
}

/** A client, as owners see it in a list. */
export function clientView(
  { id, origin, metadata, createdAt, profile }: KnownClient,
  { state }: Standing,
): ClientView {
  const { redirect_uris: uris, token_endpoint_auth_method: method } = metadata
  return {
    id,
    name: shownNameOf({ id, metadata }),
    ...{ origin, state },
    redirectUris: Array.isArray(uris) ? uris.map(String) : [],
    confidential: method !== 'none',
    athomCompatible: profile === 'athom-compatible',
    created: new Date(createdAt).toISOString(),
  }
}
