// Takes off what a grant left: makes again what it deleted, puts back what it changed, deletes what it
// made, in this order, so that at no time anything refers to what is not there. Every step looks first, so
// that it can be done again after it was cut off anywhere.
import { type Content, difference, isSame } from '../content.ts'
import { KIND_ROWS, rankOf } from '../kinds.ts'
import { isAsLeft, type Layer, moved } from '../layer.ts'
import type { Outcome } from '../trace-store.ts'
import { findMade, resolveAll } from './doubts.ts'
import { rewriteHouse } from './rewrite-house.ts'
import type { UndoParts } from './undo-parts.ts'
import { unused, usersIn } from './users.ts'

/** Taking off the layers of one grant. */
export class Restoring {
  readonly #parts: UndoParts
  /** Layers that were looked at and have to stay. */
  readonly #settled = new Set<string>()
  #problem: string | null = null

  constructor(parts: UndoParts) {
    this.#parts = parts
  }

  /**
   * Does what can be done, and gives back what the owner should know of it as a whole, if anything.
   * @throws HubError if the hub is away
   */
  async run(): Promise<string | null> {
    const { job } = this.#parts
    for (const id of await resolveAll(this.#parts)) this.#settled.add(id)
    for (const layer of await this.#open()) await this.#hindered(layer)
    // What lay below is on top when that was taken off.
    while (true) {
      const tops: Layer[] = []
      const open = await this.#open()
      for (const layer of open) if ((await this.#above(layer)) === undefined) tops.push(layer)
      if (tops.length === 0) break
      await this.#takeOff(tops)
    }
    for (const layer of (await this.#open()).toReversed()) await this.#handOn(layer)
    // It may have been cut off between making something again and pointing the house at it.
    if (job.attempts > 1) await this.#rewrite()
    return this.#problem
  }

  async #open(): Promise<readonly Layer[]> {
    const { store, job } = this.#parts
    const layers = await store.ofGrant(job.hubId, job.grantId)
    return layers.filter(({ id }) => !this.#settled.has(id))
  }

  async #settle(layer: Layer, outcome: Outcome): Promise<void> {
    this.#settled.add(layer.id)
    await this.#parts.store.settle(layer, outcome, this.#parts.job.id)
  }

  /** The next layer above, of whomever. */
  async #above({ hubId, kind, objectId, number }: Layer): Promise<Layer | undefined> {
    const chain = await this.#parts.store.chain(hubId, kind, objectId)
    return chain.find((one) => one.number > number)
  }

  async #hindered(layer: Layer): Promise<void> {
    if (layer.hindrance !== null) await this.#settle(layer, `left-${layer.hindrance}`)
  }

  async #takeOff(tops: readonly Layer[]): Promise<void> {
    const gone = tops.filter(isRemade)
    const changed = tops.filter((one) => !isRemade(one) && !isRemoved(one))
    const made = tops.filter(isRemoved)
    for (const layer of inOrder(gone)) await this.#makeAgain(this.#present(layer))
    for (const layer of inOrder(changed)) await this.#putBack(this.#present(layer))
    if (gone.length > 0) await this.#rewrite()
    await this.#removeAll(made)
  }

  #present(layer: Layer): Layer {
    return moved(layer, this.#parts.hub.mapping)
  }

  async #rewrite(): Promise<void> {
    const refused = await rewriteHouse(this.#parts.hub)
    if (refused.length === 0) return
    this.#problem = `These still point at what has a new id now: ${refused.join(', ')}.`
  }

  async #makeAgain(layer: Layer): Promise<void> {
    const { hub, store } = this.#parts
    const { kind, objectId, before } = layer
    const { create } = KIND_ROWS[kind]
    if (!before || !create) return this.#settle(layer, 'left-refused')
    const present = await hub.read(kind, objectId)
    if (present) {
      const isBack = isSame(hub.inPresentIds(kind, present), before)
      return this.#settle(layer, isBack ? 'as-before' : 'left-edited')
    }
    const began = layer.pending?.twins !== undefined
    const search = began ? await findMade(hub, layer, () => Promise.resolve(false)) : NONE
    if (search.found === 'unsure') return this.#settle(layer, 'left-unsure')
    if (search.found === 'one') return this.#remade(layer, search.id)
    const twins = (await hub.list(kind))
      .filter((one) => one['name'] === before['name'])
      .map((one) => String(one['id']))
    await store.save({ ...layer, pending: { since: 0, after: before, twins } })
    const { done, answer } = await hub.write([create(before)])
    const id = done && typeof answer === 'object' && answer !== null && 'id' in answer && answer.id
    if (typeof id !== 'string') return this.#settle(layer, 'left-refused')
    await this.#remade(layer, id)
    await this.#bringRest(layer, id, before)
  }

  // Not everything can be said when something is made.
  async #bringRest({ kind }: Layer, id: string, before: Content): Promise<void> {
    const { hub } = this.#parts
    const made = await hub.read(kind, id)
    const rest = made && difference(made, before)
    if (rest && Object.keys(rest).length > 0) await hub.write(KIND_ROWS[kind].update(id, rest))
  }

  async #remade(layer: Layer, id: string): Promise<void> {
    const { hub, store, grants } = this.#parts
    const { kind, hubId, objectId } = layer
    await store.move(hubId, kind, objectId, id)
    const { created } = KIND_ROWS[kind]
    if (created) await grants.creations.rename(hubId, created, objectId, id)
    hub.mapping = await store.mapping(hubId)
    await this.#settle({ ...layer, objectId: id }, 'recreated')
  }

  async #putBack(layer: Layer): Promise<void> {
    const { hub } = this.#parts
    const { kind, objectId, before } = layer
    const read = await hub.read(kind, objectId)
    const present = hub.inPresentIds(kind, read)
    if (isSame(present, before)) return this.#settle(layer, 'as-before')
    if (!isAsLeft(layer, present)) return this.#settle(layer, 'left-edited')
    if (!before) return this.#settle(layer, 'left-refused')
    const changed = difference(read ?? {}, before)
    const { done } = await hub.write(KIND_ROWS[kind].update(objectId, changed))
    await this.#settle(layer, done ? 'restored' : 'left-refused')
  }

  /** What may go, and then the flows first, then what they refer to. */
  async #removeAll(layers: readonly Layer[]): Promise<void> {
    const { hub } = this.#parts
    const doomed: Layer[] = []
    for (const layer of layers.map((one) => this.#present(one))) {
      const present = hub.inPresentIds(layer.kind, await hub.read(layer.kind, layer.objectId))
      if (present === null) await this.#settle(layer, 'as-before')
      else if (isAsLeft(layer, present)) doomed.push(layer)
      else await this.#settle(layer, 'left-edited')
    }
    if (doomed.length === 0) return
    const free = unused(doomed, await usersIn(hub))
    for (const layer of doomed) if (!free.includes(layer)) await this.#settle(layer, 'left-used')
    for (const layer of inOrder(free).toReversed()) await this.#remove(layer)
  }

  async #remove(layer: Layer): Promise<void> {
    const { hub, grants, job } = this.#parts
    const { remove, created } = KIND_ROWS[layer.kind]
    const { done } = remove ? await hub.write([remove(layer.objectId)]) : { done: false }
    if (done && created) await grants.creations.forget(job.grantId, created, layer.objectId)
    await this.#settle(layer, done ? 'removed' : 'left-refused')
  }

  /**
   * What another grant built upon is not taken away from under it: what was there before goes to the layer
   * above, so that undoing that one brings the object back to how it was before both.
   */
  async #handOn(layer: Layer): Promise<void> {
    const { store } = this.#parts
    const above = await this.#above(layer)
    const fits = above && above.hindrance === null && isSame(above.before, layer.after)
    if (!fits) return this.#settle(layer, 'left-edited')
    const joined: Layer = { ...above, before: layer.before }
    await store.save(joined)
    await this.#settle(layer, 'handed-on')
    if (isSame(joined.before, joined.after) && !joined.pending) await store.remove(joined.id)
  }
}

const NONE = { found: 'none' } as const

/** What others refer to first, and what holds others of its kind before those. */
const inOrder = (layers: readonly Layer[]): readonly Layer[] =>
  parentsFirst(layers).toSorted((one, other) => rankOf(one.kind) - rankOf(other.kind))

/** Whether it has to be made again, with another id. */
const isRemade = ({ kind, before, after }: Layer): boolean =>
  before !== null && after === null && KIND_ROWS[kind].list !== undefined

const isRemoved = ({ before }: Layer): boolean => before === null

/** What lies in others after those, for kinds that lie in their own kind. */
function parentsFirst(layers: readonly Layer[]): readonly Layer[] {
  const placed: Layer[] = []
  let waiting = [...layers]
  while (waiting.length > 0) {
    const ids = new Set(waiting.map(({ objectId }) => objectId))
    const isFree = ({ before, after }: Layer) => !ids.has(String((before ?? after)?.['parent']))
    const next = waiting.filter(isFree)
    // A circle cannot be; it must not keep us here.
    if (next.length === 0) return [...placed, ...waiting]
    placed.push(...next)
    waiting = waiting.filter((one) => !next.includes(one))
  }
  return placed
}
