// The builder that the description of a home talks to. It fills the state of a hub directly, with ids
// from the hub's own source, and gives back what it made so that the description can refer to it.
import { createGroup } from '../behaviours/groups.ts'
import { capabilityState } from '../capabilities/definitions.ts'
import type { JsonRecord } from '../json.ts'
import { hex } from '../random.ts'
import { type Hub, newId, now, put } from '../state/hub.ts'
import type {
  AdvancedFlow,
  Alarm,
  App,
  CapabilityValue,
  CardUse,
  Dashboard,
  Device,
  Flow,
  FlowFolder,
  Mood,
  Role,
  SettingDefinition,
  User,
  Variable,
  Zone,
} from '../state/items.ts'
import { newApp } from '../state/new-app.ts'
import { newDevice } from '../state/new-device.ts'
import { addScript } from '../web/homeyscript.ts'
import { type Drawing, withKeys } from './advanced-cards.ts'
import type { HomeGeneration } from './home.ts'

export interface DevicePlan {
  readonly in: Zone
  readonly class: string
  readonly driver: readonly [app: App | string, driver: string]
  readonly has: Readonly<Record<string, CapabilityValue>>
  /** Settings with their values: the definition, then what it is set to. */
  readonly settings?: readonly (readonly [SettingDefinition, unknown])[]
  readonly batteries?: readonly string[]
  readonly camera?: boolean
  /** How the driver knows the device again; a random id if it is not said. */
  readonly data?: JsonRecord
  /** Anything else about the device that is not as on a new one. */
  readonly more?: Partial<Device>
}

export interface FlowPlan {
  readonly folder?: FlowFolder
  readonly off?: boolean
  readonly when: CardUse
  readonly and?: readonly CardUse[]
  readonly do: readonly CardUse[]
  readonly otherwise?: readonly CardUse[]
}

type States = readonly (readonly [Device, Readonly<Record<string, string | number | boolean>>])[]

/** Adds things to a hub, one call a thing. */
export type House = ReturnType<typeof houseOn>

/** A builder on a hub of a generation. */
export function houseOn(hub: Hub, generation: HomeGeneration = 'pro-2023') {
  return {
    hub,
    generation,
    ...people(hub),
    ...rooms(hub),
    ...things(hub),
    ...automation(hub),
    ...software(hub),
  }
}

function people(hub: Hub) {
  return {
    user: (name: string, role: Role, away = false): User =>
      put(hub, 'users', {
        ...{ id: newId(hub), name, role, properties: {}, athomId: hex(hub.random, 24) },
        ...{ enabled: true, enabledUntil: null, present: !away, asleep: false },
        ...{ avatar: null, verified: true, inviteUrl: null, localUsername: null },
      }),
    notification: (ownerUri: string, ownerName: string, excerpt: string): void => {
      const id = newId(hub)
      put(hub, 'notifications', {
        id,
        ownerUri,
        ownerName,
        dateCreated: now(hub),
        excerpt,
        meta: {},
      })
    },
  }
}

function rooms(hub: Hub) {
  return {
    zone: (name: string, plan: { readonly icon: string; readonly in?: Zone }): Zone => {
      const parent = plan.in?.id ?? null
      const zone = { id: newId(hub), name, parent, icon: plan.icon, activeLastUpdated: null }
      return put(hub, 'zones', zone)
    },
  }
}

function things(hub: Hub) {
  return {
    device: (name: string, plan: DevicePlan): Device => buildDevice(hub, name, plan),
    group: (name: string, zone: Zone, members: readonly Device[]): Device =>
      createGroup(hub, {
        ...{ name, zoneId: zone.id, class: members[0]?.class ?? 'light' },
        deviceIds: members.map((device) => device.id),
      }),
    mood: (name: string, zone: Zone, states: States, preset: string | null = null): Mood =>
      put(hub, 'moods', {
        ...{ id: newId(hub), name, preset, zone: zone.id },
        devices: Object.fromEntries(states.map(([device, state]) => [device.id, { state }])),
      }),
  }
}

function buildDevice(hub: Hub, name: string, plan: DevicePlan): Device {
  const [owner, driver] = plan.driver
  const id = newId(hub)
  const settings = plan.settings ?? []
  const device = newDevice({
    ...{ id, name, zone: plan.in.id, class: plan.class },
    driverId:
      typeof owner === 'string' ? `homey:${owner}:${driver}` : `homey:app:${owner.id}:${driver}`,
    ownerName: typeof owner === 'string' ? 'Homey' : owner.name,
    capabilities: Object.entries(plan.has).map(([capability, value]) =>
      capabilityState(capability, value, now(hub)),
    ),
    settings: Object.fromEntries(settings.map(([definition, value]) => [definition.id, value])),
    data: plan.data ?? { id: hex(hub.random, 16) },
  })
  if (settings.length > 0) {
    const children = settings.map(([definition]) => definition)
    hub.state.settingDefinitions[id] = [{ type: 'group', label: 'Settings', children }]
  }
  if (plan.camera) device.images.push(snapshotOf(hub, device))
  device.energy = plan.batteries ? { batteries: [...plan.batteries] } : null
  return put(hub, 'devices', { ...device, ...plan.more })
}

function snapshotOf(hub: Hub, device: Device): Device['images'][number] {
  const id = newId(hub)
  const image = { id, ownerUri: `homey:device:${device.id}`, url: `/api/image/${id}` }
  put(hub, 'images', { ...image, lastUpdated: now(hub) })
  return { id: 'snapshot', type: 'camera', imageObj: image }
}

function automation(hub: Hub) {
  return {
    folder: (name: string, parent?: FlowFolder): FlowFolder =>
      put(hub, 'flowFolders', { id: newId(hub), name, parent: parent?.id ?? null }),
    flow: (name: string, plan: FlowPlan): Flow => {
      const then = plan.do.map((card) => ({ ...card, group: 'then' }))
      const otherwise = (plan.otherwise ?? []).map((card) => ({ ...card, group: 'else' }))
      return put(hub, 'flows', {
        ...{ id: newId(hub), name, folder: plan.folder?.id ?? null, enabled: !plan.off },
        trigger: plan.when,
        conditions: (plan.and ?? []).map((card) => ({ group: 'group1', inverted: false, ...card })),
        actions: [...then, ...otherwise].map((card) => ({ delay: null, duration: null, ...card })),
      })
    },
    advancedFlow: (name: string, drawing: Drawing, folder?: FlowFolder): AdvancedFlow =>
      put(hub, 'advancedFlows', {
        ...{ id: newId(hub), name, folder: folder?.id ?? null, enabled: true },
        cards: withKeys(drawing, () => newId(hub)),
      }),
    variable: (name: string, value: string | number | boolean): Variable => {
      const type =
        typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string'
      return put(hub, 'variables', { id: newId(hub), name, type, value })
    },
    alarm: (name: string, time: string, days: readonly string[], enabled = true): Alarm =>
      put(hub, 'alarms', {
        ...{ id: newId(hub), name, time, enabled },
        repetition: Object.fromEntries(WEEK.map((day) => [day, days.includes(day)])),
      }),
  }
}

export const WEEK = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

function software(hub: Hub) {
  return {
    app: (
      id: string,
      name: string,
      settings: Readonly<Record<string, unknown>> = {},
      more: Partial<App> = {},
    ): App => {
      hub.state.appSettings[id] = { ...settings }
      const app = newApp({ id, name, version: '1.4.2', permissions: [] })
      return put(hub, 'apps', { ...app, ...more })
    },
    script: (name: string, code: string): { id: string } => addScript(hub, name, code),
    dashboard: (
      name: string,
      columns: readonly (readonly Readonly<Record<string, unknown>>[])[],
    ): Dashboard =>
      put(hub, 'dashboards', {
        ...{ id: newId(hub), name },
        columns: columns.map((widgets) => ({
          id: newId(hub),
          widgets: widgets.map((widget) => ({ ...widget, id: newId(hub) })),
        })),
      }),
    widgetStore: (ownerUri: string, state: Readonly<Record<string, unknown>>): void => {
      const id = newId(hub)
      put(hub, 'widgetStores', { id, ownerUri, state: { ...state } })
    },
  }
}
