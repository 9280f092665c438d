// The routes by which clients are submitted, looked at, reviewed and suspended. Reviewers are owners here.
import { z } from 'zod'
import { LOCAL } from '../audit/event.ts'
import { type AuthorizationServer, vettedOf } from '../authorization/authorization-server.ts'
import type { KnownClient } from '../authorization/clients.ts'
import { checkManifest } from '../clients/check-manifest.ts'
import { shownNameOf } from '../clients/identity.ts'
import type { Manifest } from '../clients/manifest.ts'
import { isShownWhole } from '../clients/shown-text.ts'
import type { Standing } from '../clients/standing.ts'
import { OwnerError } from '../owner-error.ts'
import type { Mine } from './caller.ts'
import { readClientFile, suspensionView } from './client-file.ts'
import {
  CLIENT_FILE,
  CLIENT_STANDING,
  type ClientStandingView,
  SUBMITTED,
  type SubmittedView,
} from './client-file-answers.ts'
import { knownClient } from './client-known.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Call, type Route, route } from './route.ts'

const SENTENCE = z
  .string()
  .trim()
  .min(1, 'say something, or leave it out')
  .max(500, 'at most 500 letters')
  .refine(isShownWhole, 'no control characters or emoji')

/** The body of `POST /clients/submit`. */
export const SUBMIT_INPUT = z.strictObject({
  client: z.string().min(1).max(500).optional().meta({
    description: 'the client that it is about; without it one is added',
  }),
  manifest: z.unknown(),
  confidential: z.boolean().default(false),
})

/** The body of `POST /clients/:id/review`. */
export const REVIEW_INPUT = z.strictObject({
  verdict: z.enum(['approve', 'return']),
  version: z.int().positive().meta({ description: 'the number of the version that you looked at' }),
  findings: z.array(SENTENCE).max(50).readonly().default([]),
})

/** The body of `POST /clients/:id/suspend`. */
export const SUSPEND_INPUT = z.strictObject({ because: SENTENCE.optional() })

/** What is said where an owner suspends and does not say why. */
const NO_REASON = 'the owner suspended it'

/** The routes. */
export function reviewRoutes(parts: OwnerApiParts): readonly Route[] {
  const { authorization } = parts
  if (!authorization) return []
  const { vetting } = authorization
  return [
    route({
      ...{ method: 'GET', path: '/clients/:id', answer: CLIENT_FILE },
      summary: 'All that a reviewer needs to know of a client',
      handle: async ({ mine, id }) =>
        readClientFile(parts, mine, await knownClient(authorization, mine, id)),
    }),
    route({
      ...{ method: 'POST', path: '/clients/submit', body: SUBMIT_INPUT, answer: SUBMITTED },
      summary: 'Hand in the manifest of a client for a review',
      handle: async (call) => submit(authorization, call),
    }),
    route({
      ...{ method: 'POST', path: '/clients/:id/review', body: REVIEW_INPUT },
      ...{ answer: CLIENT_STANDING, summary: 'Approve what waits of a client, or give it back' },
      handle: async (call) => {
        const client = await knownClient(authorization, call.mine, call.id)
        return decideOn(authorization, client, reviewOf(call))
      },
    }),
    route({
      ...{ method: 'POST', path: '/clients/:id/suspend', body: SUSPEND_INPUT },
      answer: CLIENT_STANDING,
      summary: 'Suspend a client: what it was granted does not count until it goes on',
      handle: async (call) => {
        const client = await knownClient(authorization, call.mine, call.id)
        const because = call.body.because ?? NO_REASON
        const standing = await vetting.suspend(vettedOf(client), whoOf(call), because)
        return standingView(authorization, call.mine, client, standing)
      },
    }),
    route({
      ...{ method: 'POST', path: '/clients/:id/resume', answer: CLIENT_STANDING },
      summary: 'Let a client go on that you suspended',
      handle: async (call) => {
        const { mine } = call
        const client = await knownClient(authorization, mine, call.id)
        const standing = await vetting.resume(vettedOf(client), whoOf(call), mine.isInstallation)
        return standingView(authorization, mine, client, standing)
      },
    }),
  ]
}

const whoOf = ({ caller }: Pick<Call<unknown, unknown>, 'caller'>): string =>
  caller.owner?.id ?? LOCAL

/** What a reviewer decided. */
export interface ReviewMade {
  readonly verdict: 'approved' | 'returned'
  readonly number: number
  readonly by: string
  readonly findings: readonly string[]
  readonly mine: Mine
}

function reviewOf(call: Call<unknown, z.output<typeof REVIEW_INPUT>>): ReviewMade {
  const { verdict, version: number, findings } = call.body
  return {
    verdict: verdict === 'approve' ? 'approved' : 'returned',
    ...{ number, findings, by: whoOf(call), mine: call.mine },
  }
}

/** Decides about what waits of a client; one that an owner added becomes what was approved. */
export async function decideOn(
  authorization: AuthorizationServer,
  client: KnownClient,
  { verdict, mine, ...said }: ReviewMade,
): Promise<ClientStandingView> {
  const { vetting, clients } = authorization
  const versions = await vetting.store.versions(client.id)
  const manifest = versions.find(({ number }) => number === said.number)?.manifest
  const isOther = verdict === 'approved' && client.origin === 'hand' && manifest
  const approved = isOther ? { ...client, metadata: renamed(client, manifest) } : client
  const standing = await vetting.decide(vettedOf(approved), verdict, said)
  if (isOther) await clients.put(approved.metadata, client)
  if (verdict === 'approved') await clients.keep(client.id)
  return standingView(authorization, mine, approved, standing)
}

function renamed({ metadata }: KnownClient, { name, redirectUris }: Manifest) {
  return { ...metadata, client_name: name, redirect_uris: [...redirectUris] }
}

async function submit(
  authorization: AuthorizationServer,
  call: Call<unknown, z.output<typeof SUBMIT_INPUT>>,
): Promise<SubmittedView> {
  const { mine, body } = call
  const { manifest, findings } = checkManifest(body.manifest)
  if (!manifest) {
    const told = findings.map(({ path, message }) =>
      path === '' ? message : `${path}: ${message}`,
    )
    throw new OwnerError('manifest_invalid', `${told.join('; ')}. See: latchkey client check`)
  }
  const { client, secret } =
    body.client === undefined
      ? await added(authorization, mine, manifest, body.confidential)
      : { client: await knownClient(authorization, mine, body.client), secret: null }
  const standing = await authorization.vetting.submit(vettedOf(client), manifest, whoOf(call))
  // One that registered itself is not forgotten while its review waits.
  await authorization.clients.keep(client.id)
  const version = standing.waiting?.number ?? 0
  return { id: client.id, state: standing.state, version, findings, secret }
}

async function added(
  { clients }: AuthorizationServer,
  mine: Mine,
  { name, redirectUris }: Manifest,
  isConfidential: boolean,
) {
  const isDevice = redirectUris.length === 0
  const ownerId = await mine.ownerId()
  return clients.add({ name, redirectUris, isConfidential, isDevice, ownerId })
}

async function standingView(
  authorization: AuthorizationServer,
  mine: Mine,
  client: KnownClient,
  { state, suspensions }: Standing,
): Promise<ClientStandingView> {
  const hubs = new Set(mine.hubs().map(({ id }) => id))
  const grants = await authorization.held.of(client.id)
  const halted = grants.filter((one) => hubs.has(one.hubId) && one.haltedAt !== null)
  return {
    ...{ id: client.id, name: shownNameOf(client), state },
    ...{ suspensions: suspensions.map(suspensionView), halted: halted.length },
  }
}
