// Units: a device with its parts. What has several channels is several devices on a hub, which belong
// to one thing: it is matched as one, and its channels follow in their order and never cross.
import { isObject, type Json } from '../json.ts'
import { driverOf } from '../kinds/driver-name.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import { type Marked, marksOf } from './hardware-keys.ts'
import { tidyName } from './names.ts'

/** A thing as it is compared. */
export interface Unit extends Marked {
  /** The id of the device that stands for it. */
  readonly id: string
  readonly name: string
  readonly device: SnapshotObject
  /** The id of the driver, and the app or part of Homey that has it. */
  readonly driver: string
  readonly owner: string
  readonly class: string
  readonly capabilities: readonly string[]
  /** How it is reached, as far as the hub says: `zigbee`. */
  readonly protocols: readonly string[]
  readonly zone: string | null
  /** Set for a part whose device is not known: which channel it is. */
  readonly channel: string | undefined
  /** Its other devices, by channel. */
  readonly parts: ReadonlyMap<string, SnapshotObject>
}

const PROTOCOLS = ['zigbee', 'zwave', 'matter', 'rf433', 'rf868', 'infrared', 'ble', 'thread']

/** The units of a home, without the devices whose ids are given. */
export function unitsOf(snapshot: Snapshot): readonly Unit[] {
  const devices = [...snapshot.objects.device.values()]
  const roots = devices.filter((device) => channelOf(device) === undefined)
  const byMark = new Map<string, SnapshotObject | null>()
  // What two devices have tells of neither which parts are its own.
  for (const root of roots) {
    for (const mark of belonging(root)) byMark.set(mark, byMark.has(mark) ? null : root)
  }
  const parts = new Map<string, Map<string, SnapshotObject>>()
  const alone: SnapshotObject[] = []
  for (const device of devices) {
    const channel = channelOf(device)
    if (channel === undefined) continue
    const root = belonging(device)
      .map((mark) => byMark.get(mark))
      .find((found) => found)
    // A channel without its device stands for itself.
    if (!root) alone.push(device)
    else parts.set(root.id, (parts.get(root.id) ?? new Map()).set(channel, device))
  }
  return [...roots, ...alone].map((device) => unitOf(device, parts.get(device.id) ?? new Map()))
}

/** The channel that a device is of another one. */
export function channelOf({
  facts,
  content,
}: Pick<SnapshotObject, 'facts' | 'content'>): string | undefined {
  const data = isObject(facts['data']) ? facts['data'] : {}
  for (const name of ['multiChannelNodeId', 'subDeviceId']) {
    const channel = data[name]
    if (typeof channel === 'number' || typeof channel === 'string') return String(channel)
  }
  const node = setting({ facts, content }, 'zw_node_id')
  return node?.includes('.') ? node.slice(node.indexOf('.') + 1) : undefined
}

// By the node in the network of Z-Wave, or by an address that the parts of a device share.
function belonging(device: SnapshotObject): readonly string[] {
  const node = setting(device, 'zw_node_id')?.split('.')[0]
  if (node !== undefined) return [`node ${node}`]
  return marksOf(device).map(({ value }) => value)
}

function setting({ facts, content }: Pick<SnapshotObject, 'facts' | 'content'>, name: string) {
  for (const settings of [facts['shown'], content['settings']]) {
    const value = isObject(settings) ? settings[name] : undefined
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return undefined
}

function unitOf(device: SnapshotObject, parts: ReadonlyMap<string, SnapshotObject>): Unit {
  const { id, name, facts, content } = device
  const driver = driverOf(device)
  return {
    ...{ id, device, driver, parts, marks: marksOf(device) },
    name: tidyName(name ?? ''),
    owner: ownerOf(driver),
    class: text(facts['class']),
    capabilities: texts(facts['capabilities']),
    protocols: texts(facts['flags']).filter((flag) => PROTOCOLS.includes(flag)),
    channel: channelOf(device),
    zone: typeof content['zone'] === 'string' ? content['zone'] : null,
  }
}

function ownerOf(driver: string): string {
  return driver
    .split(':')
    .slice(0, driver.startsWith('homey:app:') ? 3 : 2)
    .join(':')
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
