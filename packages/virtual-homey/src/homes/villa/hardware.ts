// What a device carries of its own wherever it is paired: addresses and serial numbers follow from
// the name of the thing, so the same thing paired on another hub shows the same ones. What a hub makes
// up while pairing (tokens, node ids, learned codes) comes from the hub instead.
import { createHash } from 'node:crypto'
import type { JsonRecord } from '../../json.ts'
import { hex } from '../../random.ts'
import type { Hub } from '../../state/hub.ts'
import type { Model } from './models.ts'

/** How a device is reached. */
export type Link =
  | 'zigbee'
  | 'zwave'
  | 'bridge'
  | 'lan'
  | 'cloud'
  | 'sensor-433'
  | 'socket-433'
  | 'matter'
  | 'virtual'

/** What pairing finds out about a device: how its driver knows it, and settings that it only shows. */
export interface Identity {
  readonly data: JsonRecord
  readonly settings: JsonRecord
}

/** A device that is being paired: `thing` names the hardware, `node` is its place in the network. */
export interface Pairing {
  readonly hub: Hub
  readonly thing: string
  readonly model: Model
  readonly node: string
  /** Set for a part of a device: the channel that it is. */
  readonly channel?: number
}

/** The identity of a device on this hub. */
export function identityOf(pairing: Pairing): Identity {
  return LINKS[pairing.model.link](pairing)
}

/** Links whose devices carry a key that survives pairing on another hub. */
export const LINKS_WITH_KEY: readonly Link[] = ['zigbee', 'bridge', 'lan', 'cloud', 'sensor-433']

const LINKS: Readonly<Record<Link, (pairing: Pairing) => Identity>> = {
  // The token is drawn anew at every pairing; the IEEE address is burnt in.
  zigbee: ({ hub, thing, model, channel }) => ({
    data: { token: hex(hub.random, 32), ...(channel && { subDeviceId: `channel${channel}` }) },
    settings: {
      zb_ieee_address: colons(`00158d00${digits(thing, 8)}`),
      zb_manufacturer_name: model.maker,
      zb_product_id: model.driver,
      zb_short_address: hex(hub.random, 4),
    },
  }),
  // The controller gives out node ids; nothing that Homey shows survives another controller.
  zwave: ({ hub, model, node, channel }) => ({
    data: {
      token: hex(hub.random, 32),
      ...{ manufacturerId: number(model.maker), productTypeId: number(model.driver) },
      productId: number(model.name),
      ...(channel && { multiChannelNodeId: channel }),
    },
    settings: {
      zw_node_id: channel ? `${node}.${channel}` : node,
      zw_home_id: digits(hub.state.system.id, 8),
      zw_manufacturer_id: String(number(model.maker)),
      zw_product_id: String(number(model.name)),
      zw_secure: '✓',
      zw_application_version: '5.1',
    },
  }),
  bridge: ({ thing }) => ({
    data: { id: `${colons(`00178801${digits(thing, 8)}`)}-0b`, bridgeId: '001788fffe2a4b6c' },
    settings: { uniqueid: `${colons(`00178801${digits(thing, 8)}`)}-0b` },
  }),
  lan: ({ hub, thing }) => {
    const mac = colons(`a4cf12${digits(thing, 6)}`)
    const host = hub.random.bytes(1).readUInt8(0)
    return { data: { id: mac }, settings: { mac, address: `192.168.1.${host}` } }
  },
  cloud: ({ thing }) => {
    const serial = `SN${digits(thing, 10).toUpperCase()}`
    return { data: { id: serial, serialNumber: serial }, settings: { serial } }
  },
  'sensor-433': ({ thing }) => ({
    data: { address: digits(thing, 8), channel: 1, unit: number(thing) % 4 },
    settings: { address: digits(thing, 8) },
  }),
  // The hub thinks up the address of a socket and the socket learns it.
  'socket-433': ({ hub }) => ({
    data: { address: hex(hub.random, 8), unit: 0 },
    settings: {},
  }),
  matter: ({ hub }) => ({
    data: { fabricId: hub.state.system.id.slice(0, 16), nodeId: hex(hub.random, 16), endpoint: 1 },
    settings: {},
  }),
  virtual: ({ hub }) => ({ data: { id: hex(hub.random, 16) }, settings: {} }),
}

function digits(thing: string, length: number): string {
  return createHash('sha256').update(`hardware/${thing}`).digest('hex').slice(0, length)
}

function number(thing: string): number {
  return Number.parseInt(digits(thing, 4), 16)
}

function colons(hexadecimal: string): string {
  return hexadecimal.match(/../g)?.join(':') ?? hexadecimal
}
