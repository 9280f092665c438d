// Round every write of a grant: what the object is before it is on the disk before the hub is sent anything,
// and what it became before the client is answered.
import type { Grant } from '../grants/grant.ts'
import { ObjectLocks } from '../hub-path/object-locks.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { Json } from '../limits/json.ts'
import { isObject } from '../limits/json.ts'
import type { Content } from './content.ts'
import { isSame } from './content.ts'
import { isGroup, KIND_ROWS, type TraceKind } from './kinds.ts'
import { type Hindrance, isAsLeft, type Layer } from './layer.ts'
import type { ObjectReader } from './object-reader.ts'
import { type Touched, touchesOf, type WriteCall } from './touched.ts'
import { KEPT, type TraceStore } from './trace-store.ts'

/** The longest pre-image that is kept, in letters. */
export const LONGEST = 256 * 1024

/** What tracing stands on. */
export interface TracingParts {
  readonly store: TraceStore
  readonly reader: ObjectReader
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** A write of a grant. */
export interface TracedWrite {
  readonly hub: ConnectedHub
  readonly grant: Grant
  readonly call: WriteCall
}

/** Who carries a write out says what came of it; without a word it may have happened. */
export interface Outcomes {
  /** The hub did it, and answered this in V3's form. */
  readonly done: (answer: unknown) => void
  /** The hub was not asked, or did not do it. */
  readonly undone: () => void
}

/** An object that is about to be written. */
interface Begun {
  readonly touched: Touched
  readonly layer: Layer
  /** Whether the layer is there for this write only. */
  readonly isNew: boolean
}

type Came =
  | { readonly how: 'done'; readonly answer: unknown }
  | { readonly how: 'undone' }
  | { readonly how: 'doubt' }

/** Nothing could be written down, so nothing may be sent. */
export class TraceUnavailable extends Error {}

/** How many things beyond undoing are remembered as known. */
const KNOWN = 10_000

/** Keeps the traces of grants. */
export class Tracing {
  readonly #parts: TracingParts
  readonly #locks = new ObjectLocks()
  #known = new Set<string>()

  constructor(parts: TracingParts) {
    this.#parts = parts
  }

  /**
   * Carries out a write with its traces kept. Others wait until an object that is being written is.
   * @throws TraceUnavailable if what is there cannot be written down; what `work` throws
   */
  async around<T>(write: TracedWrite, work: (outcomes: Outcomes) => Promise<T>): Promise<T> {
    const touches = touchesOf(write.call)
    if (touches === 'beyond') {
      await this.#beyond(write)
      return work({ done: () => {}, undone: () => {} })
    }
    const names = touches.filter(({ id }) => id !== '').map(({ kind, id }) => lockName(kind, id))
    const unique = [...new Set(names)].sort().map((name) => `${write.hub.hub.id} ${name}`)
    return this.#locked(unique, () => this.#within(write, touches, work))
  }

  #locked<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const [first, ...rest] = names
    if (first === undefined) return work()
    return this.#locks.run(first, () => this.#locked(rest, work))
  }

  async #within<T>(
    write: TracedWrite,
    touches: readonly Touched[],
    work: (outcomes: Outcomes) => Promise<T>,
  ): Promise<T> {
    const begun = await this.#begin(write, touches)
    let came: Came = { how: 'doubt' }
    try {
      return await work({
        done: (answer) => {
          came = { how: 'done', answer }
        },
        undone: () => {
          came = { how: 'undone' }
        },
      })
    } finally {
      // The deed is done, or not: a pre-image is there already, so what is missing is only how it looks now.
      await this.#end(write, begun, came).catch(this.#parts.onError)
    }
  }

  async #begin(write: TracedWrite, touches: readonly Touched[]): Promise<readonly Begun[]> {
    const begun: Begun[] = []
    try {
      for (const touched of touches) begun.push(...(await this.#beginOne(write, touched)))
      return begun
    } catch (error) {
      this.#parts.onError(error)
      throw new TraceUnavailable('Nothing was done: what is there could not be kept.')
    }
  }

  async #beginOne(write: TracedWrite, touched: Touched): Promise<readonly Begun[]> {
    if (touched.does === 'create') return this.#beginMaking(write, touched)
    const kind = await this.#kindOf(write, touched)
    if (kind === undefined) {
      await this.#beyond(write)
      return []
    }
    const whole = { ...touched, kind }
    const own = await this.#beginChange(write, whole)
    const inside = touched.does === 'delete' ? await this.#inside(write, whole) : []
    const moves = inside.map(({ kind: held, id }): Touched => {
      return { kind: held, id, does: 'change', after: () => undefined, isAnswered: false }
    })
    const others = await Promise.all(moves.map((one) => this.#beginChange(write, one)))
    return [...own, ...others.flat()]
  }

  // A group is a device to the hub. What is no group cannot be made again, so deleting it is beyond undoing.
  async #kindOf({ hub }: TracedWrite, { kind, id, does }: Touched): Promise<TraceKind | undefined> {
    if (kind !== 'device' && (kind !== 'group' || does !== 'delete')) return kind
    const item = await this.#parts.reader.read(hub, 'device', id).catch(() => undefined)
    if (item && isGroup(item)) return 'group'
    return does === 'delete' ? undefined : 'device'
  }

  /** What lies in a folder or zone, which goes elsewhere when that is deleted. */
  async #inside(
    { hub }: TracedWrite,
    { kind, id }: Touched,
  ): Promise<{ kind: TraceKind; id: string }[]> {
    const lists = (KIND_ROWS[kind].holds ?? []).map(async ([held, member]) => {
      const items = await this.#parts.reader.list(hub, held).catch(() => [])
      return items
        .filter((item) => item[member] === id)
        .map((item) => ({ kind: held, id: String(item['id']) }))
    })
    return (await Promise.all(lists)).flat()
  }

  async #beginMaking(write: TracedWrite, touched: Touched): Promise<readonly Begun[]> {
    const { hub, grant } = write
    const { store, reader, now } = this.#parts
    const posted = touched.after({}) ?? {}
    const name = nameOf(posted)
    // By these an object that was made, and of which nobody heard, is told from one that was there before.
    const twins = await reader.list(hub, touched.kind).then(
      (items) => items.filter((one) => one['name'] === name).map((one) => String(one['id'])),
      () => null,
    )
    const hubId = hub.hub.id
    const hindrance = await this.#hindrance(hubId, grant.id, posted)
    if (hindrance === 'too-many') return this.#tooMany(write)
    const layer = await store.add(
      {
        ...{ hubId, grantId: grant.id, kind: touched.kind, objectId: `?${crypto.randomUUID()}` },
        ...{ name, before: null, after: null },
        pending: { since: now(), after: posted, twins },
        hindrance,
      },
      1,
    )
    return [{ touched, layer, isNew: true }]
  }

  async #beginChange(write: TracedWrite, touched: Touched): Promise<readonly Begun[]> {
    const { hub, grant } = write
    const { store, reader, now } = this.#parts
    const { kind, id } = touched
    const chain = await store.chain(hub.hub.id, kind, id)
    const top = chain.at(-1)
    const item = await reader.read(hub, kind, id).catch(() => undefined)
    // The hub will say so itself.
    if (item === null && KIND_ROWS[kind].list !== undefined) return []
    const before = item ? KIND_ROWS[kind].content(item) : null
    const later = touched.after(before ?? {})
    const pending = { since: now(), ...(later !== undefined && { after: later }) }
    const isOnTop = top?.grantId === grant.id && item !== undefined && isAsLeft(top, before)
    if (top && isOnTop && top.hindrance === null) {
      const layer: Layer = { ...top, after: before, pending }
      await store.save(layer)
      return [{ touched, layer, isNew: false }]
    }
    const hubId = hub.hub.id
    const unread: Hindrance | null = item === undefined ? 'unread' : null
    const hindrance = unread ?? (await this.#hindrance(hubId, grant.id, before ?? {}))
    if (hindrance === 'too-many') return this.#tooMany(write)
    // Once is enough to say that it cannot be undone.
    if (top?.grantId === grant.id && hindrance !== null && top.hindrance === hindrance) return []
    const kept = hindrance === null ? before : null
    const layer = await store.add(
      {
        ...{ hubId, grantId: grant.id, kind, objectId: id, hindrance },
        ...{ name: nameIn(kind, id, item), before: kept, after: kept },
        ...(hindrance === null && { pending }),
      },
      (top?.number ?? 0) + 1,
    )
    return [{ touched, layer, isNew: true }]
  }

  // Told by operation only: what is told must have a bound as well.
  async #tooMany({ hub, grant, call }: TracedWrite): Promise<readonly Begun[]> {
    await this.#parts.store.addBeyond(hub.hub.id, grant.id, call.operation, '')
    return []
  }

  async #hindrance(hubId: string, grantId: string, content: Content): Promise<Hindrance | null> {
    if (JSON.stringify(content).length > LONGEST) return 'too-large'
    const { layers, bytes } = await this.#parts.store.kept(hubId, grantId)
    return layers >= KEPT.layersOfGrant || bytes >= KEPT.bytesOfHub ? 'too-many' : null
  }

  async #end(write: TracedWrite, begun: readonly Begun[], came: Came): Promise<void> {
    for (const one of begun) await this.#endOne(write, one, came)
  }

  async #endOne(write: TracedWrite, { touched, layer, isNew }: Begun, came: Came): Promise<void> {
    const { store } = this.#parts
    const { pending, ...settled } = layer
    if (came.how === 'doubt') {
      return store.save({ ...settled, ...(pending && { pending: { ...pending, since: 0 } }) })
    }
    if (came.how === 'undone') return isNew ? store.remove(layer.id) : store.save(settled)
    const after = await this.#afterwards(write, touched, layer, came.answer)
    if (after === undefined) {
      return store.save({ ...settled, hindrance: settled.hindrance ?? 'unread' })
    }
    const objectId = touched.does === 'create' ? idIn(came.answer) : layer.objectId
    if (objectId === undefined) {
      return store.save({ ...settled, ...(pending && { pending: { ...pending, since: 0 } }) })
    }
    // What a grant made and deleted again has left nothing, and neither has what is as it was.
    if (layer.hindrance === null && isSame(layer.before, after)) return store.remove(layer.id)
    const name = after && typeof after['name'] === 'string' ? after['name'] : settled.name
    await store.save({ ...settled, objectId, name, after: layer.hindrance === null ? after : null })
  }

  /** What the object is after the write; undefined if nobody can tell. */
  async #afterwards(
    { hub }: TracedWrite,
    { kind: _, isAnswered, after }: Touched,
    { kind, objectId, after: before }: Layer,
    answer: unknown,
  ): Promise<Content | null | undefined> {
    if (isAnswered && isObject(answer) && typeof answer['id'] === 'string') {
      const fits = kind !== 'group' || isGroup(answer)
      if (fits) return KIND_ROWS[kind].content(answer)
    }
    const expected = after(before ?? {})
    if (expected !== undefined) return expected
    const { reader } = this.#parts
    const item = await reader.readAnew(hub, kind, objectId).catch(() => undefined)
    return item && KIND_ROWS[kind].content(item)
  }

  async #beyond({ hub, grant, call }: TracedWrite): Promise<void> {
    const target = Object.values(call.ids).join(' ').slice(0, 200)
    const key = `${grant.id} ${call.operation} ${target}`
    if (this.#known.has(key)) return
    if (this.#known.size >= KNOWN) this.#known = new Set()
    this.#known.add(key)
    try {
      await this.#parts.store.addBeyond(hub.hub.id, grant.id, call.operation, target)
    } catch (error) {
      // It is for a list that an owner reads; the audit log has the call.
      this.#known.delete(key)
      this.#parts.onError(error)
    }
  }
}

// A group is a device to the hub, and a setting is written with its device's.
const lockName = (kind: TraceKind, id: string): string =>
  `${kind === 'group' || kind === 'device-setting' ? 'device' : kind} ${id.split('/')[0]}`

const nameOf = (content: Content): string | null =>
  typeof content['name'] === 'string' ? content['name'] : null

function nameIn(kind: TraceKind, id: string, item: Json | null | undefined): string | null {
  if (item && typeof item['name'] === 'string') return item['name']
  return KIND_ROWS[kind].list === undefined ? id : null
}

function idIn(answer: unknown): string | undefined {
  const id = isObject(answer) ? answer['id'] : undefined
  return typeof id === 'string' && id !== '' ? id : undefined
}
