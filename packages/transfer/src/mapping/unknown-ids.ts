// Ids of a mapping that are in neither home: mistyped, or gone since the mapping was made.
import type { KindName } from '../kinds/kind-name.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { TransferMapping } from './mapping.ts'

/** An id that is not there. */
export interface UnknownId {
  readonly kind: KindName
  readonly id: string
  readonly side: 'source' | 'target'
  /** For people, with what to do. */
  readonly message: string
}

/** The ids in bindings that their home does not have. */
export function unknownIn(
  { bindings }: TransferMapping,
  source: Snapshot,
  target: Snapshot,
): readonly UnknownId[] {
  return bindings.flatMap((binding) => {
    const { kind } = binding
    const missing = (id: string, side: UnknownId['side'], homey: string): UnknownId => ({
      ...{ kind, id, side },
      message: `The ${homey} has no ${kind} with the id ${id}: correct it in the mapping, or take the entry out.`,
    })
    return [
      ...(source.objects[kind].has(binding.source)
        ? []
        : [missing(binding.source, 'source', 'old Homey')]),
      ...(binding.target === null || target.objects[kind].has(binding.target)
        ? []
        : [missing(binding.target, 'target', 'new Homey')]),
    ]
  })
}
