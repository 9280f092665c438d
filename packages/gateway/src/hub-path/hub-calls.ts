// Calls that the gateway itself makes at a hub, in V3's form whatever the hub speaks, with the hub's own
// credential. They keep the live model as it is, and share the circuit with what clients send.
import { buildPath, operationById } from '@latchkey/catalogue'
import { dialectOf, errorText, type HubAnswer, isJson, readValue } from '@latchkey/homey'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Forwarder } from './forward.ts'

/** One call of an operation, in V3's form. */
export interface PlainCall {
  readonly operation: string
  readonly ids: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What came of a call: the answer in V3's form, or the hub's refusal. */
export type Called =
  | { readonly status: number; readonly value: unknown; readonly refusal?: undefined }
  | { readonly status: number; readonly refusal: string }

/** Makes calls. */
export class HubCalls {
  readonly #forwarder: Forwarder
  readonly #liveOf: (hub: ConnectedHub) => LiveHub

  constructor(forwarder: Forwarder, liveOf: (hub: ConnectedHub) => LiveHub) {
    this.#forwarder = forwarder
    this.#liveOf = liveOf
  }

  /** Whether a hub has an operation. */
  has({ connection }: ConnectedHub, operation: string): boolean {
    return operationById(connection.generation, operation) !== undefined
  }

  /** What is known of a hub. */
  live(hub: ConnectedHub): LiveHub {
    return this.#liveOf(hub)
  }

  /**
   * Makes one call. What the hub does not have, or cannot have with these ids, it refuses with 404.
   * @throws HubError if it gave no usable answer; `mayHaveHappened` says that an effect is possible.
   */
  async call(hub: ConnectedHub, { operation: name, ids, body }: PlainCall): Promise<Called> {
    const { generation } = hub.connection
    const operation = operationById(generation, name)
    const dialect = dialectOf(generation)
    const call = operation && dialect.toHub(operation, ids, '', body)
    if (call === undefined || typeof call === 'string')
      return { status: 404, refusal: 'no such call' }
    const { effect } = call.operation
    const written = effect
      ? this.#liveOf(hub).model.writing({ operation: name, ids: call.ids, body })
      : undefined
    try {
      const said = await (effect
        ? this.#forwarder.forward(hub.connection, hub.hub.id, call)
        : this.#readAlone(hub, buildPath(call.operation, call.ids)))
      if (said.status >= 400) {
        written?.doubtful()
        return { status: said.status, refusal: errorText(said) }
      }
      const value = isJson(said) ? readValue(said, effect) : undefined
      const meant = dialect.fromHub(name, value, call.ids)
      written?.answered(meant)
      return { status: said.status, value: meant }
    } catch (error) {
      written?.doubtful()
      throw error
    }
  }

  // Never shared with a read that is under way already: that one may be of before an edit.
  #readAlone({ hub, connection }: ConnectedHub, path: string): Promise<HubAnswer> {
    return this.#forwarder.circuits.through(hub.id, connection, () =>
      connection.send({ method: 'GET', path, effect: false }),
    )
  }
}
