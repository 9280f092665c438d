// Snapshots of the virtual homes, and mappings of their devices by what hardware says of itself.
import type { Generation } from '@latchkey/virtual-homey'
import { openHome, TAKING } from '../homes.test-support.ts'
import type { Binding, TransferMapping } from '../mapping/mapping.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'

/** Takes a snapshot of a virtual home over real sockets. */
export async function snapshotOf(
  home: string,
  generation: Generation = 'pro-2023',
): Promise<Snapshot> {
  await using there = await openHome({ home, generation })
  return await takeSnapshot(there.hub, TAKING)
}

/** A mapping of devices that have one address or serial number on both sides, or one name and room. */
export function mappingOf(source: Snapshot, target: Snapshot): TransferMapping {
  const bindings: Binding[] = []
  for (const keyIn of [hardware, nameAndRoom]) {
    const isFree = ({ id }: SnapshotObject): boolean =>
      !bindings.some((one) => one.source === id || one.target === id)
    const there = Map.groupBy([...target.objects.device.values()].filter(isFree), (one) =>
      keyIn(target, one),
    )
    const here = Map.groupBy([...source.objects.device.values()].filter(isFree), (one) =>
      keyIn(source, one),
    )
    for (const [key, [device, ...more]] of here) {
      const [other, ...others] = there.get(key) ?? []
      if (key === undefined || !device || !other || more.length + others.length > 0) continue
      bindings.push({
        ...{ kind: 'device', source: device.id, target: other.id, by: 'key', evidence: [] },
        ...{ sourceName: device.name, targetName: other.name },
      })
    }
  }
  return {
    ...{ format: 'homey-mapping', version: 1, bindings, questions: [] },
    ...{ source: source.manifest.hub.id, target: target.manifest.hub.id },
  }
}

function hardware(_: Snapshot, { facts }: SnapshotObject): string | undefined {
  const { shown, data } = facts
  const address = /"zb_ieee_addr(?:ess)?":("[^"]+")/.exec(JSON.stringify(shown ?? {}))?.[1]
  const own = JSON.stringify(data ?? {})
  return address ?? (own === '{}' || own.includes('token') ? undefined : own)
}

function nameAndRoom({ objects }: Snapshot, { content, name }: SnapshotObject): string {
  return JSON.stringify([objects.zone.get(String(content['zone']))?.name, name])
}
