// Points everything in the house that refers to what has a new id at the new one.
import { rewrite } from '@latchkey/catalogue'
import { difference } from '../content.ts'
import { KIND_ROWS, type TraceKind } from '../kinds.ts'
import type { UndoHub } from './undo-hub.ts'

/** The kinds whose objects are looked at. Settings of apps are not: only apps know what they mean. */
const LOOKED_AT: readonly TraceKind[] = [
  ...(['zone', 'flow-folder', 'device', 'group', 'mood', 'flow', 'advanced-flow'] as const),
  ...(['dashboard', 'script'] as const),
]

/**
 * Rewrites what refers to ids of the mapping; gives back what the hub refused to change, in words.
 * @throws HubError if the hub is away; it can be done again
 */
export async function rewriteHouse(hub: UndoHub): Promise<readonly string[]> {
  const refused: string[] = []
  if (Object.keys(hub.mapping).length === 0) return refused
  for (const kind of LOOKED_AT) {
    const { content, shape, label, update } = KIND_ROWS[kind]
    if (shape === null) continue
    for (const item of await hub.list(kind)) {
      const id = String(item['id'])
      // The list of scripts is without their code.
      const present = kind === 'script' ? await hub.read(kind, id) : content(item)
      if (!present) continue
      const changed = difference(present, rewrite(shape, present, hub.mapping))
      if (Object.keys(changed).length === 0) continue
      const { done } = await hub.write(update(id, changed))
      if (!done) refused.push(`${label} "${String(item['name'])}"`)
    }
  }
  return refused
}
