// Homes for measuring how well matching works: plain things become the snapshot of a hub, as far as
// matching looks at it. Everything is drawn from a seed.
import { createHash } from 'node:crypto'
import type { JsonObject } from '../json.ts'
import { forKinds, type KindName } from '../kinds/kind-name.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'

/** Draws from a seed (mulberry32). */
export class Draw {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  of<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)]
    if (picked === undefined) throw new TypeError('nothing to draw from')
    return picked
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((value) => ({ value, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value)
  }

  hex(length: number): string {
    return Array.from({ length }, () => this.below(16).toString(16)).join('')
  }

  id(): string {
    return this.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
}

/** A room of a hub; `in` is null for the root. */
export interface Room {
  readonly id: string
  readonly name: string
  readonly in: string | null
}

/** A device of a hub. */
export interface Paired {
  readonly id: string
  readonly name: string
  readonly room: string
  readonly driver: string
  readonly class: string
  readonly capabilities: readonly string[]
  readonly flags?: readonly string[]
  readonly data?: JsonObject
  readonly shown?: JsonObject
}

/** The snapshot of a hub with these rooms and devices. */
export function snapshotOf(
  hub: string,
  rooms: readonly Room[],
  devices: readonly Paired[],
): Snapshot {
  const byKind: Partial<Record<KindName, SnapshotObject[]>> = {
    zone: rooms.map(({ id, name, in: parent }) => thing('zone', id, { name, parent }, {})),
    device: devices.map((device) => {
      const { id, name, room: zone, driver: driverId, data = {}, shown = {}, flags = [] } = device
      const { class: deviceClass, capabilities } = device
      const facts = { driverId, class: deviceClass, capabilities, data, shown, flags }
      return thing('device', id, { name, zone, settings: {} }, facts)
    }),
  }
  return {
    manifest: {
      ...{ format: 'homey-snapshot', version: 1, tool: 'bench', takenAt: '2026-01-01T00:00:00Z' },
      hub: {
        ...{ id: hub, name: hub, generation: 'pro-2023', model: null, firmware: null },
        ...{ language: null, timezone: null },
      },
      ...{ counts: {}, root: '0'.repeat(64), stable: true, secrets: 'none', unread: [] },
    },
    objects: forKinds((kind) => new Map((byKind[kind] ?? []).map((one) => [one.id, one]))),
    ...{ cards: [], tokens: [] },
  }
}

function thing(
  kind: KindName,
  id: string,
  content: JsonObject & { readonly name: string },
  facts: JsonObject,
): SnapshotObject {
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return { kind, id, name: content.name, content, facts, sha256 }
}

/** A home before and after a move, and which new device is which old one. */
export interface Move {
  readonly seed: number
  readonly source: Snapshot
  readonly target: Snapshot
  /** Ids of the target by those of the source; what was not paired again is not in it. */
  readonly truth: ReadonlyMap<string, string>
}

/** A row of reference 4.2: shares of 0 to 1. */
export interface Row {
  readonly name: string
  readonly what: string
  readonly defaultNames: number
  readonly defaultZones: number
  readonly keys: number
}

/** The rows. */
export const ROWS: readonly Row[] = [
  row('P0', 'names, rooms, keys', 0, 0, 1),
  row('P1', '30 % default, keys 90 %', 0.3, 0.3, 0.9),
  row('P2', '60 % default, keys 80 %', 0.6, 0.6, 0.8),
  row('P3', 'all default, keys 80 %', 1, 1, 0.8),
  row('P4', 'all default, no keys', 1, 1, 0),
  row('P5', 'names, rooms default, no keys', 0, 1, 0),
]

function row(
  name: string,
  what: string,
  defaultNames: number,
  defaultZones: number,
  keys: number,
): Row {
  return { name, what, defaultNames, defaultZones, keys }
}
