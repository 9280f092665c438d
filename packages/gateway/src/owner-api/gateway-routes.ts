// The route that tells programs of this machine where the gateway listens.
import { z } from 'zod'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

/** The route; whoever comes over TCP knows it already. */
export function gatewayRoutes({ baseUrl }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/gateway', doors: ['control'] },
      ...{ summary: 'Where the gateway listens', answer: z.object({ url: z.string().nullable() }) },
      handle: () => ({ url: baseUrl() ?? null }),
    }),
  ]
}
