// The routes for keys.
import { KEY, MADE_KEY } from './answers.ts'
import { KEY_INPUT } from './inputs.ts'
import { createKey } from './keys.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'
import { keyView } from './views.ts'

/** The routes. */
export function keyRoutes({ hubs, grants, now }: OwnerApiParts): readonly Route[] {
  const view = (grant: Parameters<typeof keyView>[0]) =>
    keyView(grant, hubs.byId(grant.hubId)?.hub, now())
  return [
    route({
      ...{ method: 'GET', path: '/keys', summary: 'All keys', answer: KEY.array().readonly() },
      handle: async ({ mine }) => (await mine.grants()).map(view),
    }),
    route({
      ...{ method: 'POST', path: '/keys', summary: 'Make a key; it is shown once' },
      ...{ body: KEY_INPUT, answer: MADE_KEY },
      handle: async ({ mine, body }) => {
        const { hub } = mine.hub(body.hub)
        const { grant, key, absent } = await createKey(grants, hub, body, now())
        return { ...keyView(grant, hub, now()), absent, key }
      },
    }),
    route({
      ...{ method: 'GET', path: '/keys/:id', summary: 'What a key may do', answer: KEY },
      handle: async ({ mine, id }) => view(await mine.grant(id)),
    }),
    route({
      ...{ method: 'DELETE', path: '/keys/:id', answer: KEY },
      summary: 'Revoke a key: its next request fails',
      handle: async ({ mine, id }) => {
        await grants.revoke((await mine.grant(id)).id)
        return view(await mine.grant(id))
      },
    }),
    route({
      ...{ method: 'POST', path: '/keys/:id/resume', answer: KEY },
      summary: 'Let a key that was suspended by a restore count again',
      handle: async ({ mine, id }) => {
        await grants.resume((await mine.grant(id)).id)
        return view(await mine.grant(id))
      },
    }),
  ]
}
