// Writes of which it is not known whether they happened: the answer was lost, or the gateway died. An object
// that was changed says so itself; one that was made is looked for by what was posted, among those that
// were not there before.
import type { Content } from '../content.ts'
import { isPosted, isSame } from '../content.ts'
import { KIND_ROWS, type TraceKind } from '../kinds.ts'
import { isAsLeft, type Layer } from '../layer.ts'
import type { UndoHub } from './undo-hub.ts'
import type { UndoParts } from './undo-parts.ts'

/** What the search came to. */
export type Search =
  | { readonly found: 'none' }
  | { readonly found: 'unsure' }
  | { readonly found: 'one'; readonly id: string; readonly content: Content }

/** Looks for what a layer may have made. `isOthers`: whether an object is known to be somebody else's. */
export async function findMade(
  hub: UndoHub,
  { kind, pending }: Pick<Layer, 'kind' | 'pending'>,
  isOthers: (kind: TraceKind, id: string) => Promise<boolean>,
): Promise<Search> {
  const posted = pending?.after
  if (!posted) return { found: 'none' }
  const wanted = hub.inPresentIds(kind, posted)
  const fitting: { id: string; content: Content }[] = []
  for (const item of await hub.list(kind)) {
    if (item['name'] !== posted['name']) continue
    const id = String(item['id'])
    if (pending.twins?.includes(id) || (await isOthers(kind, id))) continue
    const content = kind === 'script' ? await hub.read(kind, id) : KIND_ROWS[kind].content(item)
    if (content && isPosted(wanted, hub.inPresentIds(kind, content))) fitting.push({ id, content })
  }
  const [first, ...more] = fitting
  if (!first) return { found: 'none' }
  if (more.length > 0 || !pending.twins) return { found: 'unsure' }
  return { found: 'one', ...first }
}

/** Finds out about all writes of a grant; the layers of which it cannot be told, and which have to stay. */
export async function resolveAll(parts: UndoParts): Promise<readonly string[]> {
  const { store, job } = parts
  const unsure: string[] = []
  for (const layer of await store.ofGrant(job.hubId, job.grantId)) {
    if (layer.hindrance !== null || !layer.pending) continue
    const isKnown = layer.objectId.startsWith('?')
      ? await resolveMade(parts, layer)
      : await resolveChange(parts, layer)
    if (!isKnown) unsure.push(layer.id)
  }
  return unsure
}

async function resolveMade({ store, hub, job }: UndoParts, layer: Layer): Promise<boolean> {
  const search = await findMade(hub, layer, async (kind, id) => {
    return (await store.chain(layer.hubId, kind, id)).length > 0
  })
  const { pending: _, ...made } = layer
  if (search.found === 'none') await store.remove(layer.id)
  else if (search.found === 'unsure') await store.settle(layer, 'left-unsure', job.id)
  else await store.save({ ...made, objectId: search.id, after: search.content })
  return search.found !== 'unsure'
}

// What is neither as it was nor as it was to be somebody has edited; that is seen later.
async function resolveChange({ store, hub }: UndoParts, layer: Layer): Promise<boolean> {
  const { pending, ...known } = layer
  const { kind, objectId } = layer
  // With twins it is being made again.
  if (pending?.twins !== undefined) return true
  const present = hub.inPresentIds(kind, await hub.read(kind, objectId))
  if (!isAsLeft(layer, present)) return true
  if (isSame(layer.before, present)) await store.remove(layer.id)
  else await store.save({ ...known, after: present })
  return true
}
