// For tests of the live model: random things that are done at a hub, each as a call with its parameters.
import { randomUUID } from 'node:crypto'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import type { Act } from './live.test-support.ts'

/** Draws a whole number below a bound. */
export type Draw = (below: number) => number

type Maker = (homey: VirtualHomey, draw: Draw) => Act | undefined

function one<T>(draw: Draw, of: readonly T[]): T | undefined {
  return of[draw(Math.max(1, of.length))]
}

const act = (operation: string, parameters: Act['parameters']): Act => ({ operation, parameters })

const name = (draw: Draw) => `Name ${draw(1000)} é😀`

function someDevice(homey: VirtualHomey, draw: Draw) {
  return one(draw, Object.values(homey.state.devices))
}

const someZone = (homey: VirtualHomey, draw: Draw) =>
  one(draw, Object.keys(homey.state.zones)) ?? ''

function setValue(homey: VirtualHomey, draw: Draw): Act | undefined {
  const device = someDevice(homey, draw)
  const states = Object.values(device?.capabilitiesObj ?? {}).filter(({ setable }) => setable)
  const state = one(draw, states)
  if (!device || !state) return undefined
  const { type, min = 0, max = 1, values = [] } = state
  const value =
    type === 'boolean'
      ? draw(2) === 1
      : type === 'number'
        ? Math.min(max, min + draw(100) / 100)
        : type === 'enum'
          ? one(draw, values)?.id
          : name(draw)
  const parameters = { deviceId: device.id, capabilityId: state.id, value }
  return act('devices.setCapabilityValue', {
    ...parameters,
    ...(draw(3) === 0 && { transactionId: randomUUID() }),
  })
}

function deviceSetting(homey: VirtualHomey, draw: Draw): Act | undefined {
  const device = someDevice(homey, draw)
  const all = device ? (homey.state.settingDefinitions[device.id] ?? []) : []
  const texts = all
    .flatMap((one) => (one.type === 'group' ? (one.children ?? []) : [one]))
    .filter(({ type }) => type === 'text' || type === 'password')
  const setting = one(draw, texts)
  if (!device || !setting?.id) return undefined
  return act('devices.setDeviceSettings', {
    id: device.id,
    settings: { [setting.id]: name(draw) },
  })
}

const folderOf = (homey: VirtualHomey, draw: Draw) =>
  draw(2) === 0 ? null : (one(draw, Object.keys(homey.state.flowFolders)) ?? null)

function newFlow(homey: VirtualHomey, draw: Draw): Act | undefined {
  const flow = one(draw, Object.values(homey.state.flows))
  if (!flow) return undefined
  const { trigger, conditions, actions } = flow
  const folder = folderOf(homey, draw)
  return act('flow.createFlow', {
    flow: { name: name(draw), folder, enabled: false, trigger, conditions, actions },
  })
}

function newMood(homey: VirtualHomey, draw: Draw): Act | undefined {
  const device = Object.values(homey.state.devices).find(
    ({ capabilitiesObj }) => capabilitiesObj['onoff']?.setable,
  )
  if (!device) return undefined
  const devices = { [device.id]: { state: { onoff: draw(2) === 1 } } }
  return act('moods.createMood', { mood: { name: name(draw), devices } })
}

function runCard(homey: VirtualHomey, draw: Draw): Act | undefined {
  const device = one(
    draw,
    Object.values(homey.state.devices).filter(
      ({ capabilitiesObj }) => capabilitiesObj['onoff']?.setable,
    ),
  )
  if (!device) return undefined
  const uri = `homey:device:${device.id}`
  return act('flow.runFlowCardAction', { uri, id: `${uri}:toggle`, args: {} })
}

/** A map of the virtual hub's memory whose objects are renamed and deleted by their ids. */
const PLAIN: Readonly<
  Record<string, readonly [list: keyof VirtualHomey['state'], update: string, body: string]>
> = {
  'devices.deleteDevice': ['devices', 'devices.updateDevice', 'device'],
  'zones.deleteZone': ['zones', 'zones.updateZone', 'zone'],
  'flow.deleteFlow': ['flows', 'flow.updateFlow', 'flow'],
  'flow.deleteAdvancedFlow': ['advancedFlows', 'flow.updateAdvancedFlow', 'advancedflow'],
  'flow.deleteFlowFolder': ['flowFolders', 'flow.updateFlowFolder', 'flowfolder'],
  'logic.deleteVariable': ['variables', 'logic.updateVariable', 'variable'],
  'moods.deleteMood': ['moods', 'moods.updateMood', 'mood'],
  'dashboards.deleteDashboard': ['dashboards', 'dashboards.updateDashboard', 'dashboard'],
}

function idIn(homey: VirtualHomey, list: keyof VirtualHomey['state'], draw: Draw): string {
  return one(draw, Object.keys(homey.state[list])) ?? 'none'
}

const MAKERS: readonly Maker[] = [
  setValue,
  setValue,
  setValue,
  deviceSetting,
  newFlow,
  newMood,
  runCard,
  ...Object.entries(PLAIN).flatMap(([remove, [list, update, body]]): Maker[] => [
    (homey, draw) => act(remove, { id: idIn(homey, list, draw) }),
    (homey, draw) => act(update, { id: idIn(homey, list, draw), [body]: { name: name(draw) } }),
  ]),
  (homey, draw) =>
    act('devices.updateDevice', {
      id: idIn(homey, 'devices', draw),
      device: { zone: someZone(homey, draw) },
    }),
  (homey, draw) => {
    // Something that senses, so that both zones change.
    const all = Object.values(homey.state.devices)
    const sensing = all.filter(({ capabilities }) =>
      capabilities.some((id) => id.startsWith('alarm_')),
    )
    const id = one(draw, sensing)?.id
    const device = { zone: someZone(homey, draw) }
    return id === undefined ? undefined : act('devices.updateDevice', { id, device })
  },
  (homey, draw) =>
    act('zones.createZone', {
      zone: { name: name(draw), icon: 'home', parent: someZone(homey, draw) },
    }),
  (homey, draw) =>
    act('zones.updateZone', {
      id: someZone(homey, draw),
      zone: { parent: someZone(homey, draw) },
    }),
  (homey, draw) =>
    act('flow.updateFlow', {
      id: idIn(homey, 'flows', draw),
      flow: { enabled: draw(2) === 1, folder: folderOf(homey, draw) },
    }),
  (homey, draw) => act('flow.triggerFlow', { id: idIn(homey, 'flows', draw) }),
  (_, draw) => act('flow.createAdvancedFlow', { advancedflow: { name: name(draw), cards: {} } }),
  (homey, draw) =>
    act('flow.createFlowFolder', {
      flowfolder: { name: name(draw), parent: folderOf(homey, draw) },
    }),
  (_, draw) =>
    act('logic.createVariable', {
      variable: { name: name(draw), type: 'number', value: draw(9) },
    }),
  (homey, draw) => act('moods.setMood', { id: idIn(homey, 'moods', draw) }),
  (_, draw) => act('dashboards.createDashboard', { dashboard: { name: name(draw), columns: [] } }),
  (_, draw) => act('users.createUser', { user: { role: draw(2) ? 'guest' : 'user' } }),
  (homey, draw) =>
    act('users.updateUser', { id: idIn(homey, 'users', draw), user: { role: 'manager' } }),
  (homey, draw) => act('users.deleteUser', { id: idIn(homey, 'users', draw) }),
  (homey, draw) =>
    act('presence.setPresent', { id: idIn(homey, 'users', draw), value: draw(2) === 1 }),
  (homey, draw) =>
    homey.generation === 'pro-2019'
      ? undefined
      : act('devices.createGroup', {
          group: {
            ...{ name: name(draw), class: 'light', zoneId: someZone(homey, draw) },
            deviceIds: [idIn(homey, 'devices', draw), idIn(homey, 'devices', draw)],
          },
        }),
  (homey, draw) => {
    const groups = Object.values(homey.state.devices).filter(({ group }) => group !== null)
    const member = one(draw, groups)
    if (!member?.group || homey.generation === 'pro-2019') return undefined
    return act('devices.deleteDeviceFromGroup', { groupId: member.group, deviceId: member.id })
  },
]

/** Something to do, or undefined if this home has nothing to do it with. */
export function someAct(homey: VirtualHomey, draw: Draw): Act | undefined {
  return one(draw, MAKERS)?.(homey, draw)
}

/** A device reports a value by itself. */
export function senseSomething(homey: VirtualHomey, draw: Draw): void {
  const wanted = draw(2) === 0 ? 'measure_power' : 'alarm_'
  const all = Object.values(homey.state.devices)
  const telling = all.filter(({ capabilities }) => capabilities.some((id) => id.startsWith(wanted)))
  const device = draw(3) === 0 ? one(draw, all) : one(draw, telling)
  const states = Object.values(device?.capabilitiesObj ?? {})
  const fitting = states.filter(({ id }) => id.startsWith(wanted))
  const state = one(draw, fitting.length > 0 ? fitting : states)
  if (!device || !state) return
  const value = state.type === 'boolean' ? draw(2) === 1 : state.type === 'number' ? draw(99) : null
  if (value !== null) homey.sense(device.id, state.id, value)
}
