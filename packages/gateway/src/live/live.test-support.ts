// For tests of the live model: a virtual Homey, a model of it, and an owner who acts at the hub, through
// the model's eyes as the gateway does or behind its back.
import { buildPath, type Generation, operationById } from '@latchkey/catalogue'
import { dialectOf, HubConnection, localKey, readValue } from '@latchkey/homey'
import { type Home, startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import type { HomeKind } from '../limits/home.ts'
import type { ModelAnswer } from './answer-from-model.ts'
import { isObject } from './json.ts'
import { LiveHub, type LiveHubsOptions } from './live-hubs.ts'

/** How the world is to be. */
export interface WorldOptions extends Partial<LiveHubsOptions> {
  readonly home?: string | Home
  readonly generation?: Generation
  readonly latency?: number
  readonly eventLatency?: number
  /** Scopes of the gateway's key; all if it is not said. */
  readonly scopes?: readonly string[]
}

/** A call by its operation and named parameters, as the specification has them. */
export interface Act {
  readonly operation: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** What a hub said. */
export interface Said {
  readonly status: number
  readonly value: unknown
}

/** A hub, a model and an owner. */
export class World implements AsyncDisposable {
  readonly homey: VirtualHomey
  readonly live: LiveHub
  readonly connection: HubConnection
  readonly #owner: HubConnection

  private constructor(homey: VirtualHomey, options: WorldOptions) {
    this.homey = homey
    const { address, id, generation } = homey
    const hub = { address, id, generation }
    const token = options.scopes ? homey.signIn('owner', options.scopes) : homey.signIn()
    this.connection = new HubConnection({ ...hub, credential: localKey(token) })
    // A Pro 2016–2019 refuses two who both ask as quickly as it allows, so they share one line there.
    this.#owner =
      generation === 'pro-2019' && !options.scopes
        ? this.connection
        : new HubConnection({ ...hub, credential: localKey(homey.signIn()) })
    this.live = new LiveHub(this.connection, { bootId: 'boot', ...options })
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const { home = 'apartment', generation = 'pro-2023', latency = 0, eventLatency = 0 } = options
    const homey = await startVirtualHomey({ home, generation, latency, eventLatency })
    return new World(homey, options)
  }

  /** Acts at the hub without the model being told. */
  async behind(act: Act): Promise<Said> {
    return (await this.#send(act, this.#owner)).said
  }

  /** Acts as the gateway does: the model is told before and after. */
  async through(act: Act): Promise<Said> {
    const call = callOf(this.homey.generation, act)
    const written = this.live.model.writing(call)
    try {
      const { said } = await this.#send(act, this.connection)
      if (said.status < 300) written.answered(said.value)
      else written.doubtful()
      return said
    } catch (error) {
      written.doubtful()
      throw error
    }
  }

  async #send(act: Act, connection: HubConnection): Promise<{ readonly said: Said }> {
    const { generation } = connection
    const { operation: name, ids, body } = callOf(generation, act)
    const dialect = dialectOf(generation)
    const operation = operationById(generation, name)
    if (!operation) throw new Error(`a ${generation} has no ${name}`)
    const call = dialect.toHub(operation, ids, '', body)
    if (typeof call === 'string') throw new Error(`${name}: ${call}`)
    const { method, effect } = call.operation
    const answer = await connection.send({
      ...{ method, effect, path: buildPath(call.operation, call.ids) },
      ...(effect && method !== 'DELETE' && { body: JSON.stringify(call.body ?? {}) }),
    })
    const value = readValue(answer, effect)
    const isGood = answer.status < 300
    return {
      said: {
        status: answer.status,
        value: isGood ? dialect.fromHub(name, value, call.ids) : value,
      },
    }
  }

  /** What the model answers to whoever may see everything; it has some seconds to know. */
  async model(operation: string, kind: HomeKind, id?: string): Promise<ModelAnswer> {
    const state = await this.live.model.fresh(kind, id, 5_000)
    if (!state) return 'not-here'
    const ids: Record<string, string> = id === undefined ? {} : { id, deviceId: id }
    return this.live.answer(state, {
      ...{ operation, ids, query: '', covers: () => true, form: 'whole', suffix: 's' },
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.live[Symbol.asyncDispose]()
    await Promise.all([this.connection.close(), this.#owner.close(), this.homey.close()])
  }
}

/** A call with its ids and its body in V3's form. */
export function callOf(
  generation: Generation,
  { operation: name, parameters }: Act,
): { operation: string; ids: Record<string, string>; body: unknown } {
  const operation = operationById(generation, name)
  const ids: Record<string, string> = {}
  let body: unknown
  for (const [key, value] of Object.entries(parameters)) {
    const parameter = operation?.parameters[key]
    if (parameter?.in === 'path') ids[key] = String(value)
    else if (parameter?.root) body = value
    else body = { ...(isObject(body) && body), [key]: value }
  }
  return { operation: name, ids, body }
}

/** Waits for a condition, and says what was waited for when it took too long. */
export async function until(what: string, condition: () => boolean, ms = 10_000): Promise<void> {
  const end = performance.now() + ms
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
