// Matching: which object of the target stands for which of the source. What is certain is bound, what is
// not is asked; decisions that somebody made are kept whatever the evidence says.
import { KIND_NAMES, type KindName, keyOf } from '../kinds/kind-name.ts'
import type { Binding, Question, TransferMapping } from '../mapping/mapping.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import { matchDevices } from './match-devices.ts'
import { byContent, byKey, type KindSides, questionsAbout } from './match-kind.ts'

/**
 * Matches two homes. Every source object with a counterpart has a binding; devices without one, and
 * objects that might be several, have a question. What has neither is not on the target and can be
 * made there; parts of a device that is asked for follow its answer. Bindings of `decisions` win and
 * are kept, also those to null; of those that name an object which is on neither side, only what a
 * person said is kept (`unknownIn` tells of it).
 */
export function matchHomes(
  source: Snapshot,
  target: Snapshot,
  decisions?: TransferMapping,
): TransferMapping {
  const matching = new Matching(source, target, decisions?.bindings ?? [])
  matching.byKeys(KIND_NAMES.filter((kind) => kind !== 'device' && kind !== 'group'))
  const devices = matchDevices({
    ...{ source, target, zones: matching.boundOf('zone') },
    decided: matching.bindings.filter(({ kind }) => kind === 'device'),
  })
  matching.add(devices.bindings)
  const others = KIND_NAMES.filter((kind) => kind !== 'device')
  matching.byKeys(others)
  const asked = others.flatMap((kind) => matching.questionsAbout(kind))
  return {
    ...{ format: 'homey-mapping', version: 1 },
    ...{ source: source.manifest.hub.id, target: target.manifest.hub.id },
    bindings: sorted(matching.bindings, source),
    questions: [...asked, ...inOrder(devices.questions, source)],
  }
}

class Matching {
  readonly #source: Snapshot
  readonly #target: Snapshot
  readonly bindings: Binding[] = []
  readonly #done = new Set<string>()
  readonly #taken = new Set<string>()
  readonly #bound = new Map<string, string>()

  constructor(source: Snapshot, target: Snapshot, decisions: readonly Binding[]) {
    this.#source = source
    this.#target = target
    this.add(decisions.filter((one) => this.#isKept(one)).map((one) => this.#named(one)))
  }

  add(bindings: readonly Binding[]): void {
    for (const binding of bindings) {
      const { kind, source, target } = binding
      this.bindings.push(binding)
      this.#done.add(keyOf({ kind, id: source }))
      if (target === null) continue
      this.#taken.add(keyOf({ kind, id: target }))
      this.#bound.set(source, target)
    }
  }

  /** Ids of the target by those of the source, of one kind. */
  boundOf(kind: KindName): ReadonlyMap<string, string> {
    const rows = this.bindings.filter((binding) => binding.kind === kind)
    return new Map(rows.flatMap(({ source, target }) => (target ? [[source, target]] : [])))
  }

  // What lies in something can be known only when that is, so it is gone over until nothing is found.
  byKeys(kinds: readonly KindName[]): void {
    for (let before = -1; before !== this.bindings.length; ) {
      before = this.bindings.length
      for (const find of [byKey, byContent]) {
        for (const kind of kinds) {
          for (let found = find(this.#open(kind), this.#bound); found.length > 0; ) {
            this.add(found)
            found = find(this.#open(kind), this.#bound)
          }
        }
      }
    }
  }

  questionsAbout(kind: KindName): readonly Question[] {
    return questionsAbout(this.#open(kind), this.#bound)
  }

  #open(kind: KindName): KindSides {
    const open = (snapshot: Snapshot, gone: ReadonlySet<string>): readonly SnapshotObject[] =>
      [...snapshot.objects[kind].values()].filter(({ id }) => !gone.has(keyOf({ kind, id })))
    return {
      ...{ kind, sources: open(this.#source, this.#done) },
      targets: open(this.#target, this.#taken),
    }
  }

  // A mapping file has names in comments only.
  #named(binding: Binding): Binding {
    const { kind, source, target } = binding
    const nameIn = (home: Snapshot, id: string) => home.objects[kind].get(id)?.name ?? null
    return {
      ...binding,
      sourceName: binding.sourceName ?? nameIn(this.#source, source),
      targetName: binding.targetName ?? (target === null ? null : nameIn(this.#target, target)),
    }
  }

  // What a person said is never forgotten; what was found is found again, if it is still there.
  #isKept({ kind, source, target, by }: Binding): boolean {
    if (by === 'user' || by === 'paired') return true
    const isThere = target === null || this.#target.objects[kind].has(target)
    return isThere && this.#source.objects[kind].has(source)
  }
}

function sorted(bindings: readonly Binding[], { objects }: Snapshot): readonly Binding[] {
  const order = new Map(KIND_NAMES.map((kind, at) => [kind, at]))
  const nameOf = ({ kind, source, sourceName }: Binding): string =>
    sourceName ?? objects[kind].get(source)?.name ?? ''
  return [...bindings].sort(
    (a, b) =>
      (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0) ||
      compare(nameOf(a), nameOf(b)) ||
      compare(a.source, b.source),
  )
}

function inOrder(questions: readonly Question[], { objects }: Snapshot): readonly Question[] {
  const zoneOf = ({ sources: [first] }: Question): string =>
    String(objects.device.get(first?.id ?? '')?.content['zone'] ?? '')
  return [...questions].sort(
    (a, b) =>
      compare(zoneOf(a), zoneOf(b)) ||
      compare(a.sources[0]?.name ?? '', b.sources[0]?.name ?? '') ||
      compare(a.sources[0]?.id ?? '', b.sources[0]?.id ?? ''),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
