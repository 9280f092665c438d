// Zones, devices and groups. A group is listed among the devices, and is a kind of its own because it
// can be made, which a device cannot.

import { isObject, type JsonObject } from '../json.ts'
import { definitionsOf, isDefined, NONE } from './device-settings.ts'
import { driverOf } from './driver-name.ts'
import { cut, itemsOf, listed, object, pick, text, type WhyUnread, whole } from './from-list.ts'
import type { Kind, Reading, ReadKind, ReadObject, WriteRequest } from './kind.ts'

/** Zones. The root has no parent and cannot be made: the root of the target stands for it. */
export const zone: Kind = {
  ...{ name: 'zone', label: 'Zones', shape: 'zone' },
  read: listed('zones.getZones', 'zones', (item) =>
    object(item, ['name', 'parent', 'icon'], ['order']),
  ),
  ...{ volatile: ['order'], secrecy: 'none', hasNonce: false, policy: 'merge', after: [] },
  naturalKey: ({ content, name }) => [content['parent'] ?? null, name],
  writing: {
    create: (content) => ({ operation: 'zones.createZone', parameters: { zone: content } }),
    parts: whole('name', 'parent', 'icon'),
    update: (id, part) => ({ operation: 'zones.updateZone', parameters: { id, zone: part } }),
    remove: (id) => ({ operation: 'zones.deleteZone', parameters: { id } }),
  },
}

/** What of a device is written; `settings` are those that its driver declares and lets be set. */
const WRITTEN = [
  ...['name', 'zone', 'note', 'iconOverride', 'virtualClass', 'uiIndicator', 'hidden'],
]
const DEVICE_FACTS = [
  ...['driverId', 'ownerUri', 'class', 'capabilities', 'capabilitiesOptions', 'data', 'flags'],
  ...['icon', 'group', 'available'],
]

/** The driver of groups (reference 5.6). */
const GROUP_DRIVER = 'homey:virtualdrivergroup:driver'

const isGroup = (item: JsonObject): boolean => item['driverId'] === GROUP_DRIVER

const updateDevice = (id: string, device: JsonObject): WriteRequest => ({
  operation: 'devices.updateDevice',
  parameters: { id, device },
})

/** Devices. They are paired, never created. */
export const device: Kind = {
  ...{ name: 'device', label: 'Devices', shape: 'device' },
  read: readDevices,
  // What only shows something (`shown`) changes as the device pleases.
  ...{ volatile: ['available', 'shown'], secrecy: 'settings', hasNonce: false },
  ...{ policy: 'overwrite', after: ['zone', 'app'] },
  naturalKey: (one) => [one.content['zone'] ?? null, one.name, driverOf(one)],
  writing: {
    parts: cut(WRITTEN, ['settings']),
    update: (id, part) =>
      'settings' in part
        ? {
            operation: 'devices.setDeviceSettings',
            parameters: { id, settings: part['settings'] },
          }
        : updateDevice(id, part),
  },
}

async function readDevices(reading: Reading): Promise<ReadKind> {
  const { hub, needs } = reading
  const list = await itemsOf(hub, 'devices.getDevices', 'devices')
  if ('unread' in list) return list
  const read = await Promise.all(
    list.items
      .filter((item) => !isGroup(item))
      .map(async (item) => {
        const isNeeded = needs('device', text(item['id']), 'settings')
        return withSettings(item, isNeeded ? await definitionsOf(reading, item) : NONE)
      }),
  )
  return {
    objects: read.map(({ object }) => object),
    unread: folded(
      read.flatMap(({ object: { id }, unread }) => unread.map((why) => ({ id, ...why }))),
    ),
  }
}

// What is the matter with many devices for one reason is told once.
function folded(unread: readonly (WhyUnread & { readonly id: string })[]): ReadKind['unread'] {
  const byReason = Map.groupBy(unread, ({ why, reason }) => `${why} ${reason}`)
  return [...byReason.values()].flatMap((same) =>
    same.length === 1 ? same : same.slice(0, 1).map(({ why, reason }) => ({ why, reason })),
  )
}

type Definitions = Awaited<ReturnType<typeof definitionsOf>>

// Without definitions every setting may be one that can be set, and is looked at by its name.
function withSettings(item: JsonObject, definitions: Definitions) {
  const all = isObject(item['settings']) ? item['settings'] : {}
  const names = Object.keys(all)
  const settable = names.filter((name) => isDefined(definitions, name))
  const shown = names.filter((name) => !settable.includes(name))
  const { content, facts, ...read } = object(item, WRITTEN, DEVICE_FACTS)
  const device: ReadObject = {
    ...read,
    content: { ...content, settings: pick(all, settable) },
    facts: { ...facts, shown: pick(all, shown) },
    secretSettings: [...definitions.passwords],
  }
  const hidden = [...definitions.passwords].filter((name) => !(name in all)).sort()
  return {
    object: device,
    unread: [
      ...(definitions.unread
        ? [{ ...definitions.unread, reason: `${NAMES_ONLY} ${definitions.unread.reason}` }]
        : []),
      ...(hidden.length > 0
        ? [
            {
              why: 'not-permitted' as const,
              reason: `These settings were not shown: ${hidden.join(', ')}.`,
            },
          ]
        : []),
    ],
  }
}

const NAMES_ONLY =
  'Settings are judged by their names alone, since their definitions were not read.'

/** Groups of devices, where the hub has them itself; elsewhere they are devices of an app. */
export const group: Kind = {
  ...{ name: 'group', label: 'Groups of devices', shape: 'group' },
  read: async ({ hub }) => {
    const list = await itemsOf(hub, 'devices.getDevices', 'devices')
    if ('unread' in list) return list
    return { objects: list.items.filter(isGroup).map(readGroup), unread: [] }
  },
  ...{ volatile: ['available'], secrecy: 'none', hasNonce: false, policy: 'rename' },
  after: ['device', 'zone'],
  naturalKey: ({ content, name }) => [content['zone'] ?? null, name],
  writing: {
    create: (content) => ({
      operation: 'devices.createGroup',
      parameters: { group: made(content) },
    }),
    parts: cut(['deviceIds'], WRITTEN),
    update: (id, part) =>
      'deviceIds' in part
        ? { operation: 'devices.updateGroup', parameters: { id, group: part } }
        : updateDevice(id, part),
    remove: (id) => ({ operation: 'devices.deleteDevice', parameters: { id } }),
  },
}

function readGroup(item: JsonObject): ReadObject {
  const settings = isObject(item['settings']) ? item['settings'] : {}
  const { content, ...read } = object(item, [...WRITTEN, 'class'], ['capabilities', 'available'])
  return { ...read, content: { ...content, deviceIds: settings['deviceIds'] ?? [] } }
}

function made(content: JsonObject): JsonObject {
  const icon = text(content['iconOverride'])
  return {
    ...pick(content, ['name', 'class', 'deviceIds']),
    zoneId: content['zone'] ?? null,
    ...(icon !== '' && { iconOverride: icon }),
  }
}
