// The route of the OpenAPI document.
import { z } from 'zod'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

/** The route. */
export function documentRoutes({ document }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/openapi.json', summary: 'This document' },
      answer: z.record(z.string(), z.unknown()),
      handle: () => ({ ...document() }),
    }),
  ]
}
