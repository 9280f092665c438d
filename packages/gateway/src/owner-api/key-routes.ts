// The routes for keys.
import type { z } from 'zod'
import type { Grant } from '../grants/grant.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { OwnerError } from '../owner-error.ts'
import { type HubObjects, hubObjects } from './hub-objects.ts'
import { CAN, CHANGED_KEY, KEY, MADE_KEY } from './key-answers.ts'
import { simulateCall } from './key-can.ts'
import { CAN_QUERY, KEY_CHANGE, KEY_INPUT } from './key-inputs.ts'
import { keyView } from './key-views.ts'
import { changeKey, createKey } from './keys.ts'
import { namesIn } from './limit-views.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'
import { REVOKED_KEY } from './trace-answers.ts'
import { askUndo, REVOKE_QUERY } from './trace-routes.ts'

/** A key that was just made: shown once. */
export type MadeKeyView = z.output<typeof MADE_KEY>

/** A key that was changed. */
export type ChangedKeyView = z.output<typeof CHANGED_KEY>

/** A key that was revoked. */
export type RevokedKeyView = z.output<typeof REVOKED_KEY>

/** Whether a key may do something. */
export type CanView = z.output<typeof CAN>

/** The routes. */
export function keyRoutes(parts: OwnerApiParts): readonly Route[] {
  return [...ownKeyRoutes(parts), ...changeRoutes(parts)]
}

const fullView = async (grant: Grant, { hub }: ConnectedHub, objects: HubObjects, now: number) =>
  keyView(grant, hub, now, await namesIn(grant.limits, objects))

function ownKeyRoutes(parts: OwnerApiParts): readonly Route[] {
  const { hubs, grants, now } = parts
  // Names are asked of the hub, so lists and what must be quick go without.
  const view = (grant: Grant) => keyView(grant, hubs.byId(grant.hubId)?.hub, now())
  return [
    route({
      ...{ method: 'GET', path: '/keys', answer: KEY.array().readonly() },
      summary: 'All keys; limits by id only',
      handle: async ({ mine }) => (await mine.grants()).map(view),
    }),
    route({
      ...{ method: 'POST', path: '/keys', body: KEY_INPUT, answer: MADE_KEY },
      summary: 'Make a key; it is shown once. Limits take ids or names',
      handle: async ({ mine, body }) => {
        const hub = mine.hub(body.hub)
        const objects = hubObjects(hub)
        const keyParts = { grants, hub: hub.hub, objects, now: now() }
        const { grant, key, absent, notes } = await createKey(keyParts, body)
        return { ...(await fullView(grant, hub, objects, now())), absent, notes, key }
      },
    }),
    route({
      ...{ method: 'GET', path: '/keys/:id', summary: 'What a key may do', answer: KEY },
      handle: async ({ mine, id }) => {
        const grant = await mine.grant(id)
        const hub = hubs.byId(grant.hubId)
        return hub ? fullView(grant, hub, hubObjects(hub), now()) : view(grant)
      },
    }),
    route({
      ...{ method: 'DELETE', path: '/keys/:id', query: REVOKE_QUERY, answer: REVOKED_KEY },
      summary: 'Revoke a key: its next request fails. What it left is undone afterwards, if wanted',
      handle: async ({ mine, id, query }) => {
        const grant = await mine.grant(id)
        await grants.revoke(grant.id)
        const undo = await askUndo(parts, grant, query.undo, 'revoke')
        return { ...view(await mine.grant(id)), undo }
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

function changeRoutes(parts: OwnerApiParts): readonly Route[] {
  const { grants, now } = parts
  return [
    route({
      ...{ method: 'PUT', path: '/keys/:id', body: KEY_CHANGE, answer: CHANGED_KEY },
      summary: 'Change a key; what is not given stays. Its next request is judged by it',
      handle: async ({ mine, id, body }) => {
        const before = await mine.grant(id)
        const hub = hubOf(before, parts)
        const objects = hubObjects(hub)
        const keyParts = { grants, hub: hub.hub, objects, now: now() }
        const { grant, absent, notes } = await changeKey(keyParts, before, body)
        return { ...(await fullView(grant, hub, objects, now())), absent, notes }
      },
    }),
    route({
      ...{ method: 'GET', path: '/keys/:id/can', query: CAN_QUERY, answer: CAN },
      summary: 'Whether a key may do something, and why; nothing is done',
      handle: async ({ mine, id, query }) => {
        const grant = await mine.grant(id)
        const hub = hubOf(grant, parts)
        const { simulate, oversee } = parts
        const asked = { grant, hub, objects: hubObjects(hub), now: now() }
        return simulateCall({ ...query, ...asked, simulate, oversee })
      },
    }),
  ]
}

function hubOf(grant: Grant, { hubs }: OwnerApiParts): ConnectedHub {
  const hub = hubs.byId(grant.hubId)
  if (hub) return hub
  throw new OwnerError('key_unknown', 'The hub of this key is being removed.')
}
