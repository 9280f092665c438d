// The route for what a key reaches: directly, and because something in the home reacts.
import type { Home } from '../limits/home.ts'
import { reachOf } from '../reach/reach.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { HubExtras } from './reach-extras.ts'
import { REACH, reachView } from './reach-views.ts'
import { type Route, route } from './route.ts'

/** The state of a hub as it is now; undefined if it is not known. */
export type PresentHome = (hubId: string) => Promise<Home | undefined>

/** The routes. */
export function reachRoutes({ hubs, presentHome, now }: OwnerApiParts): readonly Route[] {
  const extras = new HubExtras(now)
  return [
    route({
      ...{ method: 'GET', path: '/keys/:id/reach', answer: REACH },
      summary: 'What a key reaches: directly, and because something in the home reacts',
      handle: async ({ mine, id }) => {
        const grant = await mine.grant(id)
        const hub = hubs.byId(grant.hubId)
        const home = hub && (await presentHome?.(grant.hubId))
        if (!hub || !home) return { known: false as const, message: AWAY }
        return reachView(reachOf(grant, home, await extras.of(hub)), grant.client)
      },
    }),
  ]
}

const AWAY =
  'The state of the Homey is not known now, because it is away or has just come back: what this key reaches cannot be told.'
