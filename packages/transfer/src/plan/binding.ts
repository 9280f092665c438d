// Which object of the target stands for which of the source: by the mapping, and where that is silent by
// natural keys. Devices and people are never told by names.
import { type Mapping, rewrite, type Target } from '@latchkey/catalogue'
import type { JsonObject } from '../json.ts'
import { type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { TransferMapping } from '../mapping/mapping.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { type Home, rootOf } from './home.ts'

/** Pairs as they become known. */
export class Bindings {
  readonly source: Home
  readonly target: Home
  readonly #targets = new Map<ObjectKey, string>()
  readonly #claimed = new Set<ObjectKey>()
  readonly #ids: Record<string, Target> = Object.create(null)
  /** The same by the target's own ids. */
  readonly #own: Record<string, Target> = Object.create(null)
  /** Objects that an earlier run of the tool made. */
  readonly made = new Set<ObjectKey>()
  /** Objects of which somebody decided that the target has nothing for them. */
  readonly declined = new Set<ObjectKey>()

  constructor(source: Home, target: Home) {
    this.source = source
    this.target = target
  }

  /** The id on the target. */
  of(key: ObjectKey): string | undefined {
    return this.#targets.get(key)
  }

  /** The object on the target. */
  objectOf(object: SnapshotObject): SnapshotObject | undefined {
    const id = this.of(keyOf(object))
    return id === undefined ? undefined : this.#on(object.kind, id)
  }

  /** Ids by which references are rewritten. */
  get ids(): Mapping {
    return this.#ids
  }

  get entries(): readonly (readonly [ObjectKey, string])[] {
    return [...this.#targets]
  }

  isClaimed(target: SnapshotObject): boolean {
    return this.#claimed.has(keyOf(target))
  }

  bind(object: SnapshotObject, target: SnapshotObject): void {
    const key = keyOf(object)
    this.#targets.set(key, target.id)
    this.#claimed.add(keyOf(target))
    if (this.source.byId.get(object.id) !== key) return
    // A device gets the name that it had; everything else keeps the one that it has.
    const name = object.kind === 'device' ? object.name : target.name
    this.#ids[object.id] = { id: target.id, ...(name !== null && { name }) }
    this.#own[target.id] = { id: target.id, ...(name !== null && { name }) }
  }

  unbind(object: SnapshotObject): void {
    const target = this.objectOf(object)
    if (target) {
      this.#claimed.delete(keyOf(target))
      delete this.#own[target.id]
    }
    this.#targets.delete(keyOf(object))
    delete this.#ids[object.id]
  }

  /** Content with the ids of the target, as far as they are known. */
  rewritten({ kind }: SnapshotObject, content: JsonObject): JsonObject {
    const { shape } = KINDS[kind]
    return shape === null ? content : rewrite(shape, content, this.#ids)
  }

  /** Content of the target with the copies of names that it keeps as they are in `rewritten`. */
  refreshed({ kind, content }: SnapshotObject): JsonObject {
    const { shape } = KINDS[kind]
    return shape === null ? content : rewrite(shape, content, this.#own)
  }

  /** An object of the target by id; a group may stand for a device. */
  #on(kind: KindName, id: string): SnapshotObject | undefined {
    const own = this.target.snapshot.objects[kind].get(id)
    const key = own ? undefined : this.target.byId.get(id)
    return own ?? (key === undefined ? undefined : this.target.get(key))
  }

  /** Takes over what the mapping says; what is not on the target any more is as if it were not said. */
  take({ bindings }: TransferMapping): void {
    for (const { kind, source, target, by } of bindings) {
      const object = this.source.snapshot.objects[kind].get(source)
      if (!object) continue
      if (target === null) this.declined.add(keyOf(object))
      const other = target === null ? undefined : this.#on(kind, target)
      if (!other) continue
      this.bind(object, other)
      if (by === 'created') this.made.add(keyOf(object))
    }
  }

  /** Binds what is the same everywhere: the root, apps, people, and what has an id of its own. */
  takeSame(): void {
    const [root, other] = [rootOf(this.source), rootOf(this.target)]
    if (root && other && this.of(keyOf(root)) === undefined) this.bind(root, other)
    for (const kind of ['app', 'option', 'experiment'] as const) {
      for (const object of this.source.snapshot.objects[kind].values()) {
        const same = this.target.snapshot.objects[kind].get(object.id)
        if (same) this.bind(object, same)
      }
    }
    const people = [...this.target.snapshot.objects.user.values()]
    for (const person of this.source.snapshot.objects.user.values()) {
      const { athomId } = person.facts
      const same = people.find(
        ({ facts }) => typeof athomId === 'string' && facts['athomId'] === athomId,
      )
      if (same && this.of(keyOf(person)) === undefined) this.bind(person, same)
    }
  }
}
