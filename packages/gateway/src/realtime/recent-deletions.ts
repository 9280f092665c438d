// What was deleted lately, so that a deletion is told to those who could see the object just before.
import type { Home, HomeKind, Item } from '../limits/home.ts'
import type { ModelChange } from '../live/model.ts'

/** How many are remembered: more than events wait to be told. */
const REMEMBERED = 6_000

/** Remembers the objects of a hub that were deleted last. */
export class RecentDeletions {
  readonly #items = new Map<string, Item>()
  /** The last home with one of them put back: grants that are told of one deletion ask for the same. */
  #last: { readonly home: Home; readonly name: string; readonly before: Home } | undefined

  /** Takes notice of a change of the model. */
  notice({ kind, id, change, before }: ModelChange): void {
    const name = nameOf(kind, id)
    this.#items.delete(name)
    if (change !== 'delete' || !before) return
    this.#items.set(name, before)
    const [oldest] = this.#items.keys()
    if (this.#items.size > REMEMBERED && oldest !== undefined) this.#items.delete(oldest)
  }

  /** A home with an object put back that was deleted from it; undefined if it was not. */
  undone(home: Home, kind: HomeKind, id: string): Home | undefined {
    const name = nameOf(kind, id)
    const item = this.#items.get(name)
    if (!item || home.items[kind].has(id)) return undefined
    if (this.#last?.home === home && this.#last.name === name) return this.#last.before
    const items = { ...home.items, [kind]: new Map([...home.items[kind], [id, item]]) }
    const before = { ...home, items }
    this.#last = { home, name, before }
    return before
  }
}

const nameOf = (kind: HomeKind, id: string): string => `${kind} ${id}`
