// Small homes made up for a test: only what it needs, with ids that can be read.

import type { JsonObject } from '../json.ts'
import { forKinds, type KindName } from '../kinds/kind-name.ts'
import type { TransferMapping } from '../mapping/mapping.ts'
import { indexOf, objectHash, sha256 } from '../snapshot/hash.ts'
import type { CardFacts, Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import type { Step } from './plan.ts'

/** When plans are made in tests. */
export const NOW = { madeAt: '2026-05-01T12:00:00.000Z' }

/** The steps that make something. */
export const made = (steps: readonly Step[]) => steps.filter(({ verb }) => verb === 'create')

/** An id for a number: `side` tells the homes apart. */
export function idOf(number: number, side: 'a' | 'b' = 'a'): string {
  return `${side.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`
}

/** What an object is made from. */
export interface SmallObject {
  readonly kind: KindName
  readonly id: string
  readonly content: JsonObject
  readonly facts?: JsonObject
}

/** A snapshot of a home with these objects and a root zone. */
export function smallHome(
  side: 'a' | 'b',
  made: readonly SmallObject[],
  cards: readonly CardFacts[] = [],
): Snapshot {
  const root: SmallObject = {
    kind: 'zone',
    id: idOf(0, side),
    content: { name: 'Home', parent: null, icon: 'home' },
  }
  const all = [root, ...made].map(({ kind, id, content, facts = {} }): SnapshotObject => {
    const name = typeof content['name'] === 'string' ? content['name'] : null
    return { kind, id, name, content, facts, sha256: objectHash(kind, { content, facts }) }
  })
  return {
    manifest: {
      ...{
        format: 'homey-snapshot',
        version: 1,
        tool: 'test',
        takenAt: '2026-05-01T12:00:00.000Z',
      },
      hub: {
        ...{ id: side.repeat(24), name: side === 'a' ? 'Old' : 'New', generation: 'pro-2023' },
        ...{ model: null, firmware: null, language: null, timezone: null },
      },
      ...{ counts: {}, root: sha256(indexOf(all)), stable: true, secrets: 'none', unread: [] },
    },
    objects: forKinds(
      (kind) => new Map(all.filter((one) => one.kind === kind).map((one) => [one.id, one])),
    ),
    ...{ cards, tokens: [] },
  }
}

/** A mapping that says nothing but these pairs of devices. */
export function pairs(...devices: readonly (readonly [string, string])[]): TransferMapping {
  return {
    ...{ format: 'homey-mapping', version: 1, questions: [] },
    ...{ source: 'a'.repeat(24), target: 'b'.repeat(24) },
    bindings: devices.map(([source, target]) => ({
      ...{ kind: 'device', source, target, by: 'user', evidence: [] },
      ...{ sourceName: null, targetName: null },
    })),
  }
}

/** A flow that starts others. */
export function flowThatStarts(id: string, name: string, others: readonly string[]): SmallObject {
  return {
    ...{ kind: 'flow', id },
    content: {
      ...{ name, folder: null, enabled: true, conditions: [] },
      trigger: { id: 'homey:manager:flow:programmatic_trigger', args: {} },
      actions: others.map((other) => ({
        ...{ id: 'homey:manager:flow:programmatic_trigger', group: 'then' },
        args: { flow: { id: other, name: 'another', type: 'flow' } },
      })),
    },
  }
}

/** A device. */
export function device(id: string, name: string, zone: string, more: JsonObject = {}): SmallObject {
  return {
    ...{ kind: 'device', id },
    content: { name, zone, note: null, settings: {} },
    facts: { driverId: 'homey:app:com.example:lamp', class: 'light', ...more },
  }
}
