// The routes for who is told of questions about a hub.
import { z } from 'zod'
import type { Notice } from '../approvals/notice-store.ts'
import { type Notices, usersOf } from '../approvals/notices.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { OwnerError } from '../owner-error.ts'
import { LANGUAGES } from '../pages/texts.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

const INPUT = z.strictObject({
  users: z.array(z.string().min(1).max(200)).max(20).optional(),
  push: z.boolean().optional(),
  language: z.enum(LANGUAGES).optional(),
})

const NOTICE = z.object({
  hub: z.string(),
  push: z.boolean(),
  language: z.enum(LANGUAGES),
  users: z.array(z.object({ id: z.string(), name: z.string() })).readonly(),
})

/** Who is told of questions about a hub. */
export type NoticeView = z.output<typeof NOTICE>

/** The routes. */
export function noticeRoutes({ notices }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/hubs/:id/asking', answer: NOTICE },
      summary: 'Who is told of questions about a hub, and whether on their phones',
      handle: async ({ mine, id }) => noticeView(mine.hub(id), notices),
    }),
    route({
      ...{ method: 'PUT', path: '/hubs/:id/asking', body: INPUT, answer: NOTICE },
      summary: 'Say who is told of questions about a hub; users of the hub by name or id',
      handle: async ({ mine, id, body }) => {
        const hub = mine.hub(id)
        const before = await notices.store.of(hub.hub.id)
        const users = body.users === undefined ? before.users : await chosen(hub, body.users)
        // Whoever is chosen is to be told, unless it is said otherwise.
        const push = body.push ?? (body.users === undefined ? before.push : users.length > 0)
        await notices.store.keep(hub.hub.id, {
          ...{ users, push, language: body.language ?? before.language },
        })
        return noticeView(hub, notices)
      },
    }),
  ]
}

async function noticeView({ hub }: ConnectedHub, { store }: Notices): Promise<NoticeView> {
  const { users, push, language } = await store.of(hub.id)
  return { hub: hub.name, push, language, users: users.map(({ id, name }) => ({ id, name })) }
}

/** @throws OwnerError `user_unknown`, naming those that there are */
async function chosen(hub: ConnectedHub, words: readonly string[]): Promise<Notice['users']> {
  const all = await usersOf(hub)
  return words.map((word) => {
    const key = word.trim().toLowerCase()
    const found = all.filter(({ id, name }) => id === word || name.trim().toLowerCase() === key)
    const [user, another] = found
    if (user && !another) return user
    const problem = another
      ? `Several users are called "${word}": say the id of one`
      : `There is no user "${word}"`
    const names = all.map(({ id, name }) => `${name} (${id})`).join(', ')
    throw new OwnerError('user_unknown', `${problem}. ${hub.hub.name} has: ${names}`)
  })
}
