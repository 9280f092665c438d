// What of a flow is different on the target, in words: `Lamp left → Lamp left (new)`.
import { type Path, references } from '@latchkey/catalogue'
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { keyOf, type ObjectKey } from '../../kinds/kind-name.ts'
import { KINDS } from '../../kinds/kinds.ts'
import type { Snapshot } from '../../snapshot/snapshot.ts'
import { homeOf } from '../home.ts'
import type { TransferPlan } from '../plan.ts'

/** One line for each reference that points at something of another name, or at nothing. */
export function flowInWords(
  plan: TransferPlan,
  source: Snapshot,
  object: ObjectKey,
): readonly string[] {
  const home = homeOf(source)
  const flow = home.get(object)
  const shape = flow && KINDS[flow.kind].shape
  if (!flow || !shape) return []
  const made = new Set(plan.steps.map(({ kind, source: id }) => keyOf({ kind, id })))
  const lines = references(shape, flow.content).flatMap(({ id, path, kind, sure }): string[] => {
    if (sure !== 'certain') return []
    const key = home.byId.get(id)
    const before = key && (home.get(key)?.name ?? id)
    const where = placeIn(flow.content, path)
    if (key === undefined)
      return kind === 'unknown' ? [] : [`${where}: ${kind} ${id} does not exist`]
    const bound = Object.hasOwn(plan.bound, key) ? plan.bound[key] : undefined
    const after = plan.names[key]
    if (bound === undefined && !made.has(key)) return [`${where}: "${before}" is waited for`]
    return after === undefined || after === before ? [] : [`${where}: "${before}" → "${after}"`]
  })
  return [...new Set(lines)]
}

// The card that a reference stands in: its own name, as far as it says it.
function placeIn(content: JsonObject, path: Path): string {
  let at: Json | undefined = content
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)]
    else if (isObject(at)) at = at[String(step)]
    if (isObject(at) && typeof at['id'] === 'string' && at['id'].startsWith('homey:')) {
      return at['id'].split(':').slice(3).join(':') || at['id']
    }
  }
  return String(path[0] ?? '')
}
