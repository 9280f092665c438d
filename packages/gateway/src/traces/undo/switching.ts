// Switches the flows off that a grant made, and on again; both leave them where they are.
import { isSame } from '../content.ts'
import { KIND_ROWS } from '../kinds.ts'
import { isAsLeft, type Layer } from '../layer.ts'
import { resolveAll } from './doubts.ts'
import type { UndoParts } from './undo-parts.ts'

const FLOWS: readonly string[] = ['flow', 'advanced-flow']

/** Switches off what the grant made and nobody has touched since. @throws HubError if the hub is away */
export async function switchOff(parts: UndoParts, now: number): Promise<void> {
  const { store, job } = parts
  await resolveAll(parts)
  for (const layer of await store.ofGrant(job.hubId, job.grantId)) {
    if (layer.before !== null || layer.hindrance !== null || !FLOWS.includes(layer.kind)) continue
    if (!layer.objectId.startsWith('?')) await turn(parts, layer, false, now)
  }
}

/** Switches on again what `off` switched off and nobody has touched since. */
export async function switchOn(parts: UndoParts): Promise<void> {
  const { store, job } = parts
  for (const layer of await store.ofGrant(job.hubId, job.grantId)) {
    if (layer.offAt !== null) await turn(parts, layer, true, 0)
  }
}

async function turn(
  { store, hub, job }: UndoParts,
  layer: Layer,
  enabled: boolean,
  now: number,
): Promise<void> {
  const { kind, objectId, hubId, number } = layer
  const offAt = enabled ? null : now
  const present = hub.inPresentIds(kind, await hub.read(kind, objectId))
  const chain = await store.chain(hubId, kind, objectId)
  const isTop = chain.at(-1)?.number === number
  const turned = layer.after && { ...layer.after, enabled }
  const isTurned = present !== null && isSame(present, turned)
  // It was cut off between doing it and writing that down.
  const wasCut = isTurned && layer.pending?.after !== undefined
  if (present === null || !isTop || !(isAsLeft(layer, present) || wasCut)) {
    return store.settle({ ...layer, offAt: null }, 'left-edited', job.id)
  }
  // It was off before, and not by this.
  if (present['enabled'] === enabled && !wasCut) {
    return store.settle(layer, 'left-off', job.id)
  }
  await store.save({ ...layer, pending: { since: 0, after: { ...present, enabled } } })
  const call = KIND_ROWS[kind].update(objectId, { enabled })
  const { done } = present['enabled'] === enabled ? { done: true } : await hub.write(call)
  if (!done) return store.settle(layer, 'left-refused', job.id)
  const { pending: _, ...rest } = layer
  const after = { ...present, enabled }
  await store.settle({ ...rest, after, offAt }, enabled ? 'on' : 'off', job.id)
}
