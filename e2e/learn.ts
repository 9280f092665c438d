// A client that uses the house in many ways, with the unmodified official client; for the tests of learning.
// Each of its acts is done again the same way, so what it needs does not change from one time to the next.
import type { MadeKeyView } from '@latchkey/gateway'
import { type AnyWorld, type BY, does, FRESH, flowOf, idOf } from './limited.ts'
import { connect } from './official.ts'

/** What the client is given: more than it uses. */
export const TICKED: readonly string[] = [
  ...['device:read', 'device:control', 'security-device:control', 'device:update', 'zone:read'],
  ...['flow:read', 'flow:create', 'flow:update', 'flow:delete', 'flow:start', 'flow:enable'],
  ...['flow-card:read', 'advanced-flow:read', 'advanced-flow:update', 'advanced-flow:create'],
  ...['mood:read', 'mood:set', 'variable:read', 'variable:update', 'homeyscript:read'],
  ...['homeyscript:run', 'homeyscript:update', 'app:read', 'app-settings:read', 'user:read'],
  ...['insights:read', 'energy:read', 'system:reboot', 'app:install', 'timeline:read'],
]

/** One thing that the client does; with it, what it cannot be done without. */
interface Act {
  readonly needs: readonly string[]
  readonly run: (api: Api, world: AnyWorld) => Promise<unknown>
}

// The official client's own types do not fit what it does.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Api = any

const HOMEYSCRIPT = 'com.athom.homeyscript'

/** The acts. */
export const ACTS: Readonly<Record<string, Act>> = {
  'turns on a lamp': {
    needs: ['device:control'],
    run: (api, world) => {
      const deviceId = idOf(world, 'devices', 'Counter light')
      return api.devices.setCapabilityValue({ deviceId, capabilityId: 'onoff', value: true })
    },
  },
  'locks the door': {
    needs: ['device:control', 'security-device:control'],
    run: (api, world) => {
      const deviceId = idOf(world, 'devices', 'Front door')
      return api.devices.setCapabilityValue({ deviceId, capabilityId: 'locked', value: true })
    },
  },
  'reads a device': {
    needs: ['device:read'],
    run: (api, world) =>
      api.devices.getDevice({ id: idOf(world, 'devices', 'Counter light'), ...FRESH }),
  },
  'switches a Flow off and on': {
    needs: ['flow:enable'],
    run: async (api, world) => {
      const id = idOf(world, 'flows', 'Lights out')
      await api.flow.updateFlow({ id, flow: { enabled: false } })
      await api.flow.updateFlow({ id, flow: { enabled: true } })
    },
  },
  'makes and deletes a Flow': {
    needs: ['flow:create', 'flow:delete'],
    run: async (api, world) => {
      const flow = flowOf([does(idOf(world, 'devices', 'Counter light'))])
      const { id } = await api.flow.createFlow({ flow })
      await api.flow.deleteFlow({ id })
    },
  },
  'sets a mood': {
    needs: ['mood:set'],
    run: (api, world) => api.moods.setMood({ id: idOf(world, 'moods', 'Cooking') }),
  },
  'writes a variable': {
    needs: ['variable:update'],
    run: (api, world) =>
      api.logic.updateVariable({
        id: idOf(world, 'variables', 'Message'),
        variable: { value: 'hello' },
      }),
  },
  'reads where scripts are kept': {
    needs: ['app-settings:read', 'homeyscript:read'],
    run: (api) => api.apps.getAppSettings({ id: HOMEYSCRIPT }),
  },
  'lists zones': { needs: ['zone:read'], run: (api) => api.zones.getZones(FRESH) },
}

/** Everything that it cannot do without. */
export const NEEDED: readonly string[] = [
  ...new Set(Object.values(ACTS).flatMap((act) => act.needs)),
].sort()

/** What was refused of what a client did, by its acts. */
export async function refusals(
  world: AnyWorld,
  key: string,
  by: (typeof BY)[number],
  acts: readonly string[] = Object.keys(ACTS),
): Promise<readonly string[]> {
  const refused: string[] = []
  const api: Api = await connect(world.url, key)
  const tried = async (name: string, act: () => Promise<unknown>) => {
    try {
      await act()
    } catch (error) {
      const { statusCode, message } = error as { statusCode?: number; message: string }
      refused.push(`${name}: ${statusCode} ${message}`)
    }
  }
  // From then on all calls of managers go over the socket.
  if (by === 'socket') await tried('listens to devices', () => api.devices.connect())
  for (const name of acts) await tried(name, async () => ACTS[name]?.run(api, world))
  if (by === 'socket') await api.disconnect()
  api.destroy()
  return refused
}

/** Makes a key with these permissions and no limits. */
export const tickedKey = (
  world: AnyWorld,
  permissions: readonly string[] = TICKED,
): Promise<MadeKeyView> =>
  world.owner('POST', '/keys', { hub: 'Home', name: 'Helper', permissions: [...permissions] })
