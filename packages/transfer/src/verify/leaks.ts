// Level 3: no id of the source is left anywhere in what was written, but those that were declared.
import { divided } from '../apply/bindings.ts'
import type { JsonObject } from '../json.ts'
import { KIND_NAMES, type ObjectKey } from '../kinds/kind-name.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/**
 * Ids of the source that would be a leak on the target: all that the home has, apart from those that the
 * target has as well. Ids that are put together, such as URIs, count by the ids in them.
 */
export function leakingIds(source: Snapshot, target: Snapshot): ReadonlySet<string> {
  const own = idsOf(target)
  return new Set([...idsOf(source)].filter((id) => !own.has(id)))
}

function idsOf({ objects }: Snapshot): ReadonlySet<string> {
  const keys = KIND_NAMES.flatMap((kind) => [...objects[kind].keys()])
  return new Set(keys.flatMap((id) => id.match(UUID) ?? []))
}

/** Ids in a content that should not be there. `allowed` are declared placeholders. */
export function leaksIn(
  content: JsonObject,
  leaking: ReadonlySet<string>,
  allowed: readonly ObjectKey[],
): readonly string[] {
  const declared = new Set(allowed.map((key) => divided(key)[1]))
  const found = JSON.stringify(content).match(UUID) ?? []
  return [...new Set(found)].filter((id) => leaking.has(id) && !declared.has(id))
}
