// The routes for what goes round Latchkey: seeing it, muting an app that floods the timeline, and moving the
// client of an API key of the hub in.
import { expand } from '@latchkey/catalogue'
import type { z } from 'zod'
import type { DoorEntry } from '../doors/door.ts'
import { mute } from '../doors/mute.ts'
import { type DoorsParts, readDoorNamed, readDoors } from '../doors/read-doors.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { deleteAtHub } from '../hubs/mint-key.ts'
import { OwnerError } from '../owner-error.ts'
import type { Mine } from './caller.ts'
import { DOORS_ANSWER, MOVE_IN_INPUT, MOVED_IN, MUTE_INPUT, MUTED } from './door-answers.ts'
import { LOGIN_INPUT } from './hub-inputs.ts'
import { hubObjects } from './hub-objects.ts'
import { choiceOf } from './hubs.ts'
import { keyView } from './key-views.ts'
import { createKey } from './keys.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'

/** What goes round Latchkey at a hub. */
export type DoorsView = z.output<typeof DOORS_ANSWER>

/** An owner of notifications as it is now. */
export type MutedView = z.output<typeof MUTED>

/** A key that stands for one on the hub. */
export type MovedInView = z.output<typeof MOVED_IN>

/** The routes. */
export function doorRoutes(parts: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/hubs/:id/doors', query: LOGIN_INPUT, answer: DOORS_ANSWER },
      summary: 'What goes round Latchkey at a hub, as far as its credential sees it',
      handle: async ({ mine, id, query }) => {
        const connected = mine.hub(id)
        const { hub } = connected
        const doors = await withDoors(connected, query, mine, parts, readDoors)
        return { id: hub.id, name: hub.name, generation: hub.generation, doors }
      },
    }),
    route({
      ...{ method: 'POST', path: '/hubs/:id/doors/mute', body: MUTE_INPUT, answer: MUTED },
      summary: 'Mute what floods the timeline, by the setting of the hub for it; or unmute it',
      handle: async ({ mine, id, body }) => {
        const { hub, connection } = mine.hub(id)
        return { id: hub.id, ...(await mute(connection, hub, body.owner, body.muted)) }
      },
    }),
    route({
      ...{ method: 'POST', path: '/hubs/:id/doors/move-in', body: MOVE_IN_INPUT },
      ...{ answer: MOVED_IN, summary: 'Make a key in place of an API key on the hub; shown once' },
      handle: async ({ mine, id, body }) => {
        const connected = mine.hub(id)
        return withDoors(connected, body, mine, parts, (doors) =>
          moveIn(connected, body, doors, parts),
        )
      },
    }),
  ]
}

/** Works on the doors of a hub, through a login where one is meant or known, which is closed afterwards. */
async function withDoors<T>(
  { hub, connection }: ConnectedHub,
  login: z.output<typeof LOGIN_INPUT>,
  mine: Mine,
  { waysIn, now }: OwnerApiParts,
  work: (doors: DoorsParts) => Promise<T>,
): Promise<T> {
  const { accountId } = hub
  const isKey = hub.credentialKind === 'local-key'
  const known = accountId !== undefined && isKey ? { account: accountId } : undefined
  const choice = choiceOf(login, mine) ?? known
  if (!choice) return work({ hub, connection, now: now() })
  await using opened = waysIn.ownerConnection(hub, choice)
  return await work({ hub, connection, login: opened, now: now() })
}

async function moveIn(
  connected: ConnectedHub,
  wanted: z.output<typeof MOVE_IN_INPUT>,
  doors: DoorsParts,
  { grants, now }: OwnerApiParts,
): Promise<MovedInView> {
  const { hub } = connected
  const old = await keyAt(doors, wanted.key)
  const scopes = old.scopes ?? []
  const unknown = new Set(expand(scopes, hub.generation).refused.map(({ word }) => word))
  const permissions = scopes.filter((one) => !unknown.has(one))
  const keyParts = { grants, hub, objects: hubObjects(connected), now: now() }
  const made = await createKey(keyParts, { hub: hub.id, name: wanted.name, permissions })
  const problem = wanted.deleteOld
    ? await deleteAtHub(doors.login ?? doors.connection, old.id)
    : undefined
  const notes = [...unknown].map((one) => `${one} is no scope that Latchkey knows: left out.`)
  return {
    ...keyView(made.grant, hub, now()),
    ...{ key: made.key, absent: made.absent, notes: [...made.notes, ...notes] },
    old: {
      ...{ id: old.id, name: old.name, problem: problem ?? null },
      deleted: wanted.deleteOld === true && problem === undefined,
    },
  }
}

async function keyAt(doors: DoorsParts, word: string): Promise<DoorEntry> {
  const { state, message, entries } = await readDoorNamed('api-keys', doors)
  if (state !== 'seen') throw new OwnerError('door_unseen', message ?? 'It could not be seen.')
  const named = entries.filter(({ id, name }) => id === word || name === word)
  const [found, another] = named
  if (!found || another) {
    const which = another ? 'Several keys are called' : 'There is no key'
    const message = `${which} "${word}" on this Homey. See: latchkey doors`
    throw new OwnerError('door_unknown', message)
  }
  if (!found.ours) return found
  throw new OwnerError('door_ours', "This is Latchkey's own key: there is nobody to move in.")
}
