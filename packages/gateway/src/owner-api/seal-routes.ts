// The route that changes the sealing key: at the machine itself only, for it concerns all owners.
import { z } from 'zod'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

const ROTATED = z.object({ key: z.string(), resealed: z.number(), note: z.string().nullable() })

/** The routes. */
export function sealRoutes({ rotation }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/seal/rotate', doors: ['control'], answer: ROTATED },
      summary: 'Seal all credentials with a new key',
      handle: () => rotation.rotate(),
    }),
  ]
}
