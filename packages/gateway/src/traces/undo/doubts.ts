// Objects of which it is not known whether they were made: the answer was lost, or the gateway died. They
// are looked for by what was posted, among those that were not there before.
import type { Content } from '../content.ts'
import { isPosted } from '../content.ts'
import { KIND_ROWS, type TraceKind } from '../kinds.ts'
import type { Layer } from '../layer.ts'
import type { UndoHub } from './undo-hub.ts'

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
