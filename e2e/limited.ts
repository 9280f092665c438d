// Worlds with limited keys: the ids of what is at the hub by name, keys with limits by name, the official
// client over HTTP or over the socket, and the owner, who may do everything.
import assert from 'node:assert/strict'
import type { MadeKeyView } from '@latchkey/gateway'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import { connect } from './official.ts'
import { type Reply, send, type World } from './world.ts'

/** A world with a hub of any kind. */
export type AnyWorld = World<VirtualHomey>

/** What a helper with the kitchen may do: all that could lead elsewhere. */
export const KITCHEN_PERMISSIONS: readonly string[] = [
  ...['device:read', 'device:control', 'device:update', 'zone:read', 'variable:read'],
  ...['flow:read', 'flow:create', 'flow:update', 'flow:delete', 'flow:start', 'flow:enable'],
  ...['advanced-flow:read', 'advanced-flow:create', 'advanced-flow:update', 'flow-card:read'],
  ...['flow-card:run', 'mood:read', 'mood:create', 'mood:update', 'mood:set'],
]

type Kind = 'zones' | 'devices' | 'flows' | 'advancedFlows' | 'flowFolders' | 'variables' | 'moods'

/** The id of an object of the hub, by its name. */
export function idOf({ homey }: AnyWorld, kind: Kind | 'dashboards', name: string): string {
  const found = Object.values(homey.state[kind]).find((one) => one.name === name)
  assert.ok(found, `the hub has no ${name} among its ${kind}`)
  return found.id
}

/** Makes a key with limits. */
export function limitedKey(
  world: AnyWorld,
  limits: object | null,
  permissions: readonly string[] = KITCHEN_PERMISSIONS,
): Promise<MadeKeyView> {
  const wanted = { hub: 'Home', name: 'Limited', permissions: [...permissions] }
  return world.owner('POST', '/keys', { ...wanted, ...(limits && { limits }) })
}

/** Asks through the gateway, as the owner would with a key for everything. */
export async function ownersHand(world: AnyWorld) {
  const { key } = await world.fullKey('Owner', ['preset:full-control'])
  return async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const reply = await world.send(method, path, { key, ...(body !== undefined && { body }) })
    assert.equal(reply.status, 200, `${method} ${path}: ${reply.text}`)
    return reply
  }
}

/** Asks the hub itself, behind the back of the gateway. Only of hubs that speak V3. */
export async function behindItsBack(
  { homey }: AnyWorld,
  method: string,
  path: string,
  body?: unknown,
): Promise<Reply> {
  const key = homey.key ?? homey.signIn()
  const reply = await send(homey.address, method, path, {
    ...{ key, ...(body !== undefined && { body }) },
  })
  assert.equal(reply.status, 200, `${method} ${path}: ${reply.text}`)
  return reply
}

/** How a client speaks. */
export const BY = ['HTTP', 'socket'] as const

/** The official client with a key, gone before the world is. */
export async function officialClient(world: AnyWorld, key: string, by: (typeof BY)[number]) {
  const api = await connect(world.url, key)
  // From then on all calls of managers go over the socket.
  if (by === 'socket') await api.devices.connect()
  const dispose = async () => {
    if (by === 'socket') await api.disconnect()
    api.destroy()
  }
  return { api, [Symbol.asyncDispose]: dispose }
}

/** Read from the gateway, not from the client's own memory. */
export const FRESH = { $cache: false } as const

/** A card of a Flow. */
export const card = (id: string, args: object = {}, more: object = {}) => ({ id, args, ...more })

/** What a device does on a Flow. */
export const does = (device: string, name = 'on', args: object = {}) =>
  card(`homey:device:${device}:${name}`, args, { group: 'then', delay: null, duration: null })

/** A Flow that is started by hand and does these things. */
export const flowOf = (actions: readonly object[], more: object = {}) => ({
  ...{ name: 'A Flow', trigger: card('homey:manager:flow:programmatic_trigger') },
  ...{ conditions: [] as object[], actions, ...more },
})

/** Everything that the hub holds and did, to see that nothing of it changed. */
export function everything({ homey }: AnyWorld): string {
  const { flows, advancedFlows, flowFolders, moods, devices, zones, effects } = homey.state
  return JSON.stringify({ flows, advancedFlows, flowFolders, moods, devices, zones, effects })
}
