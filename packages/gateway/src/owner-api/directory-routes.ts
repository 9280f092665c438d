// The routes for directories of clients: those that this installation believes, and what it could publish itself.
// What is believed holds for all owners, so only whoever runs the installation changes it.
import { z } from 'zod'
import type { AuthorizationServer } from '../authorization/authorization-server.ts'
import { vettedOf } from '../authorization/authorization-server.ts'
import { identityOf } from '../clients/identity.ts'
import { DIRECTORY } from '../clients/review.ts'
import type { Subscription } from '../directories/directories.ts'
import { DIRECTORY_FILE, type DirectoryFile, MAX_DIRECTORY } from '../directories/directory-file.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

const time = z.string().meta({ format: 'date-time' })

/** A directory that is subscribed to. */
export const DIRECTORY_VIEW = z.object({
  ...{ id: z.string(), source: z.string(), key: z.string(), version: z.number() },
  ...{ issued: time, expires: time, expired: z.boolean(), checked: time },
  problem: z.string().nullable(),
  ...{ clients: z.number(), suspended: z.number() },
})

/** What became of an update. */
export const UPDATED = DIRECTORY_VIEW.extend({ changed: z.boolean() })

/** What could be published: all that was reviewed and suspended here. */
export const DRAFT = DIRECTORY_FILE.pick({ clients: true, suspended: true })

const TEXT = z.string().max(MAX_DIRECTORY).meta({ description: 'what stands in the file' })

/** The body of `POST /directories`. */
export const SUBSCRIBE_INPUT = z.strictObject({
  source: z.string().min(1).max(1_000).meta({ description: 'where it is: an address or a file' }),
  key: z.string().max(200).meta({ description: 'the public key that it is signed with' }),
  text: TEXT.optional(),
})

/** The body of `POST /directories/:id/update`. */
export const UPDATE_INPUT = z.strictObject({ text: TEXT.optional() })

export type DirectoryView = z.output<typeof DIRECTORY_VIEW>
export type UpdatedDirectoryView = z.output<typeof UPDATED>
export type DirectoryDraft = z.output<typeof DRAFT>

const HERE = { doors: ['control'] } as const

/** The routes. */
export function directoryRoutes(parts: OwnerApiParts): readonly Route[] {
  const { authorization, directories, now } = parts
  if (!authorization) return []
  return [
    route({
      ...{ method: 'GET', path: '/directories', answer: DIRECTORY_VIEW.array().readonly() },
      summary: 'The directories of clients that are believed here',
      handle: async () => (await directories.list()).map((one) => viewOf(one, now())),
    }),
    route({
      ...{ method: 'POST', path: '/directories', body: SUBSCRIBE_INPUT, answer: DIRECTORY_VIEW },
      ...{ ...HERE, summary: 'Believe a directory from now on' },
      handle: async ({ body: { source, key, text } }) => {
        const made = await directories.subscribe({ source, publicKey: key, text })
        await authorization.lookAtAll()
        return viewOf(made, now())
      },
    }),
    route({
      ...{ method: 'POST', path: '/directories/:id/update', body: UPDATE_INPUT, answer: UPDATED },
      ...{ ...HERE, summary: 'Take a newer copy of a directory' },
      handle: async ({ id, body: { text } }) => {
        const changed = await directories.update(id, text)
        await authorization.lookAtAll()
        return { ...viewOf(await directories.byName(id), now()), changed }
      },
    }),
    route({
      ...{ method: 'DELETE', path: '/directories/:id', answer: z.object({ id: z.string() }) },
      ...{ ...HERE, summary: 'Believe a directory no more; what it alone suspended counts again' },
      handle: async ({ id }) => {
        await directories.remove(id)
        await authorization.lookAtAll()
        return { id }
      },
    }),
    route({
      ...{ method: 'GET', path: '/directory', answer: DRAFT, ...HERE },
      summary: 'What could be published: what was reviewed and suspended here',
      handle: () => draft(authorization),
    }),
  ]
}

function viewOf(subscription: Subscription, now: number): DirectoryView {
  const { name, source, publicKey, checkedAt, problem, file } = subscription
  const { version, issued, expires } = file
  return {
    ...{ id: name, source, key: publicKey, version, issued, expires, problem },
    ...{ expired: Date.parse(expires) <= now, checked: new Date(checkedAt).toISOString() },
    ...{ clients: file.clients.length, suspended: file.suspended.length },
  }
}

/** What was reviewed and suspended by owners here; what other directories say is theirs to say. */
async function draft(authorization: AuthorizationServer): Promise<DirectoryDraft> {
  const listed: DirectoryFile['clients'][number][] = []
  const suspended: DirectoryFile['suspended'][number][] = []
  for (const client of await authorization.clients.list()) {
    const { state, approved, suspensions } = await authorization.vetting.look(vettedOf(client))
    const { name, redirectUris, logo } = identityOf(client.metadata)
    const id = client.id.startsWith('https://') ? { id: client.id } : {}
    const own = suspensions.find(({ by }) => !by.startsWith(DIRECTORY))
    if (own) {
      const since = new Date(own.at).toISOString()
      suspended.push({ ...id, name, redirectUris, because: own.because, since })
    } else if (state === 'reviewed' && approved) {
      const { manifest, findings, decidedAt } = approved
      const reviewed = new Date(decidedAt ?? 0).toISOString()
      listed.push({ ...id, manifest, logo, reviewed, findings })
    }
  }
  return { clients: listed, suspended }
}
