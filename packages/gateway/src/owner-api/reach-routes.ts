// The route for what a key reaches: directly, and because something in the home reacts.
import type { OwnerApiParts } from './owner-api.ts'
import { REACH, reachView } from './reach-views.ts'
import { type Route, route } from './route.ts'

/** The routes. */
export function reachRoutes({ reachOn }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/keys/:id/reach', answer: REACH },
      summary: 'What a key reaches: directly, and because something in the home reacts',
      handle: async ({ mine, id }) => {
        const grant = await mine.grant(id)
        const reach = await reachOn?.(grant.hubId, grant)
        if (!reach) return { known: false as const, message: AWAY }
        return reachView(reach, grant.client)
      },
    }),
  ]
}

const AWAY =
  'The state of the Homey is not known now, because it is away or has just come back: what this key reaches cannot be told.'
