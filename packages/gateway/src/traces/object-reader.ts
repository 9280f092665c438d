// Objects of a hub as they are: from the live model where it is certain, else asked of the hub.
import { HubError } from '@latchkey/homey'
import type { HubCalls } from '../hub-path/hub-calls.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { Json } from '../limits/json.ts'
import { isGroup, itemIn, itemsIn, KIND_ROWS, type TraceKind } from './kinds.ts'

/** How long the model may take to be certain of an object, in milliseconds. */
const PATIENCE = 300

/** Reads objects of hubs. */
export class ObjectReader {
  readonly #calls: HubCalls

  constructor(calls: HubCalls) {
    this.#calls = calls
  }

  /**
   * An object as it is now; null if it is not there.
   * @throws HubError if the hub cannot be asked, or refuses to tell
   */
  async read(hub: ConnectedHub, kind: TraceKind, id: string): Promise<Json | null> {
    const { model } = KIND_ROWS[kind]
    const call = KIND_ROWS[kind].read(id)
    const own = call.ids['id'] ?? id
    if (model) {
      const state = await this.#calls.live(hub).model.fresh(model, own, PATIENCE)
      if (state) return this.#fitting(kind, itemIn(kind, state.items[model].get(own), id))
    }
    return this.readAnew(hub, kind, id)
  }

  /** The same, always asked of the hub itself. */
  async readAnew(hub: ConnectedHub, kind: TraceKind, id: string): Promise<Json | null> {
    const said = await this.#calls.call(hub, KIND_ROWS[kind].read(id))
    if (said.refusal === undefined) return this.#fitting(kind, itemIn(kind, said.value, id))
    if (said.status === 404) return null
    throw new HubError('hub_refused', 'The Homey did not tell.', { status: said.status })
  }

  /** All objects of a kind; none where the hub does not have the kind. */
  async list(hub: ConnectedHub, kind: TraceKind): Promise<readonly Json[]> {
    const { list, model } = KIND_ROWS[kind]
    if (list === undefined) return []
    const state = model && (await this.#calls.live(hub).model.fresh(model, undefined, PATIENCE))
    const items = model && state ? [...state.items[model].values()] : await this.#listed(hub, list)
    return kind === 'group' ? items.filter(isGroup) : items
  }

  /** The same, always asked of the hub itself. */
  async listAnew(hub: ConnectedHub, kind: TraceKind): Promise<readonly Json[]> {
    const { list } = KIND_ROWS[kind]
    const items = list === undefined ? [] : await this.#listed(hub, list)
    return kind === 'group' ? items.filter(isGroup) : items
  }

  async #listed(hub: ConnectedHub, operation: string): Promise<readonly Json[]> {
    const said = await this.#calls.call(hub, { operation, ids: {} })
    if (said.refusal === undefined) return itemsIn(said.value)
    if (said.status === 404) return []
    throw new HubError('hub_refused', 'The Homey did not tell.', { status: said.status })
  }

  // What is no group is not there as one.
  #fitting(kind: TraceKind, item: Json | null): Json | null {
    return kind === 'group' && item && !isGroup(item) ? null : item
  }
}
