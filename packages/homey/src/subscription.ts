// What happens at a hub, as it happens: one socket for each hub, opened again whenever it breaks, with
// everything that was subscribed to subscribed to anew. Between two sockets events are missed, so those
// who keep a picture of the hub are told when it went down and when it is up again.
import { setTimeout as sleep } from 'node:timers/promises'
import type { HubConnection } from './hub-connection.ts'
import { HubError } from './hub-error.ts'
import { ACKNOWLEDGEMENT, type OpenSocket, openSocket, socketError } from './socket/handshake.ts'
import { acknowledged } from './socket/socket-io.ts'

/** One event: at which URI, what it is called, what it brings. */
export interface HubEvent {
  readonly uri: string
  readonly event: string
  readonly data: unknown
}

/** Whether events come. `why` says what the last attempt failed by. */
export type SubscriptionState =
  | {
      readonly state: 'up'
      /** What was subscribed to before and the hub takes no more: it is gone, or no longer allowed. */
      readonly refused: readonly string[]
    }
  | { readonly state: 'down'; readonly why: HubError | undefined }

/** What a subscription works with. */
export interface SubscriptionOptions {
  readonly hub: HubConnection
  readonly onEvent: (event: HubEvent) => void
  readonly onState?: (state: SubscriptionState) => void
  /** The pause before attempt number `failures`, in milliseconds. */
  readonly backOff?: (failures: number) => number
}

const ATTEMPT = 20_000
const SHORTEST = 500
const LONGEST = 30_000
/** How many URIs are asked for at once on a new socket: one after the other, 200 devices take seconds. */
const LANES = 16

/** Doubles from half a second to half a minute, and is never the same for two gateways. */
export function backOff(failures: number, random: () => number = Math.random): number {
  return Math.min(LONGEST, SHORTEST * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2)
}

/** The subscription to one hub. It opens its socket with the first URI. */
export class HubSubscription implements AsyncDisposable {
  readonly #options: SubscriptionOptions
  /** What the hub has taken, to be subscribed to on every later socket. */
  readonly #taken = new Set<string>()
  /** What the hub is being asked for: it may send events before its yes has been dealt with. */
  readonly #asked = new Map<string, number>()
  /** Told when the present socket ends: no acknowledgement comes any more. */
  readonly #waiting = new Set<(why: HubError) => void>()
  /** What is listened for on the present socket. */
  readonly #heard = new Set<string>()
  readonly #stop = new AbortController()
  #open: OpenSocket | undefined
  #running: Promise<void> | undefined
  #up = Promise.withResolvers<OpenSocket>()

  constructor(options: SubscriptionOptions) {
    this.#options = options
    this.#up.promise.catch(() => {})
  }

  /**
   * Subscribes to a URI for good: `homey:manager:devices`, `homey:device:<id>`. Done when the hub has
   * taken it, which waits for a hub that is away.
   * @throws HubError `hub_refused` with the hub's words, `hub_offline` if this was closed
   */
  async subscribe(uri: string): Promise<void> {
    this.#running ??= this.#run()
    for (let renewed = false; ; ) {
      if (this.#stop.signal.aborted) throw closed()
      const socket = this.#open ?? (await this.#up.promise)
      try {
        return await this.#take(socket, uri)
      } catch (error) {
        const failed = socketError(error)
        const ended: boolean = failed.status === 401 && !renewed
        if (socket === this.#open && !ended) throw failed
        // A session that has ended is renewed with the next socket.
        renewed ||= ended
        socket.connection.close()
      }
    }
  }

  /** Ends a subscription to a URI. */
  unsubscribe(uri: string): void {
    this.#taken.delete(uri)
    this.#open?.api.emit('unsubscribe', uri)
  }

  async #take(socket: OpenSocket, uri: string): Promise<void> {
    await this.#ask(socket, uri, () => this.#taken.add(uri))
  }

  // Events may follow the yes in one piece with it, so they are passed on from the question on.
  async #ask(socket: OpenSocket, uri: string, onYes: () => unknown): Promise<void> {
    this.#hear(socket, uri)
    this.#asked.set(uri, (this.#asked.get(uri) ?? 0) + 1)
    try {
      await this.#orEnd(acknowledged(socket.api, 'subscribe', uri, ACKNOWLEDGEMENT))
      onYes()
    } finally {
      const left = (this.#asked.get(uri) ?? 1) - 1
      if (left > 0) this.#asked.set(uri, left)
      else this.#asked.delete(uri)
    }
  }

  /** Waits for an acknowledgement, but not beyond the end of the socket that it would come by. */
  #orEnd(taking: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject)
      taking.then(resolve, reject).finally(() => this.#waiting.delete(reject))
    })
  }

  #hear({ api }: OpenSocket, uri: string): void {
    if (this.#heard.has(uri)) return
    this.#heard.add(uri)
    api.on(uri, (event, data) => {
      const passed = this.#taken.has(uri) || this.#asked.has(uri)
      if (passed) this.#options.onEvent({ uri, event: String(event), data })
    })
  }

  async #run(): Promise<void> {
    const { onState, backOff: pause = backOff } = this.#options
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; failures++) {
      const { wasUp, why } = await this.#oneSocket()
      if (signal.aborted) break
      onState?.({ state: 'down', why })
      if (wasUp) failures = 0
      await sleep(pause(failures), undefined, { signal }).catch(() => {})
    }
  }

  /** Lives through one socket, from its opening to its end. */
  async #oneSocket(): Promise<{ readonly wasUp: boolean; readonly why: HubError }> {
    const { hub, onState } = this.#options
    const { signal } = this.#stop
    let socket: OpenSocket | undefined
    try {
      socket = await openSocket(hub, AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT)]))
      const ended = Promise.withResolvers<HubError>()
      let hasEnded = false
      socket.api.on('disconnect', (reason) => {
        const why = new HubError('hub_offline', `The socket to the Homey ended (${reason}).`)
        this.#lose()
        hasEnded = true
        ended.resolve(why)
        for (const tell of [...this.#waiting]) tell(why)
      })
      this.#heard.clear()
      const refused = await this.#takeAgain(socket)
      if (signal.aborted) throw closed()
      if (hasEnded) return { wasUp: false, why: await ended.promise }
      this.#open = socket
      this.#up.resolve(socket)
      onState?.({ state: 'up', refused })
      return { wasUp: true, why: await ended.promise }
    } catch (error) {
      return { wasUp: false, why: socketError(error) }
    } finally {
      this.#lose()
      socket?.connection.close()
    }
  }

  /** Whoever needs a socket waits for the next one. */
  #lose(): void {
    if (!this.#open || this.#stop.signal.aborted) return
    this.#open = undefined
    this.#up = Promise.withResolvers<OpenSocket>()
    this.#up.promise.catch(() => {})
  }

  /** Subscribes to everything anew; gives back what the hub has no more, which is forgotten. */
  async #takeAgain(socket: OpenSocket): Promise<readonly string[]> {
    const refused: string[] = []
    const left = [...this.#taken]
    const lane = async (): Promise<void> => {
      for (let uri = left.pop(); uri !== undefined; uri = left.pop()) {
        if (!(await this.#askAgain(socket, uri))) refused.push(uri)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    return refused
  }

  async #askAgain(socket: OpenSocket, uri: string): Promise<boolean> {
    // Whoever left meanwhile is not brought back.
    if (!this.#taken.has(uri)) return true
    const unwanted = () => this.#taken.has(uri) || socket.api.emit('unsubscribe', uri)
    try {
      await this.#ask(socket, uri, unwanted)
      return true
    } catch (error) {
      if (socketError(error).code !== 'hub_refused') throw error
      this.#taken.delete(uri)
      return false
    }
  }

  /** Closes the socket for good. */
  async close(): Promise<void> {
    this.#stop.abort(closed())
    this.#open?.connection.close()
    this.#up.reject(closed())
    await this.#running
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function closed(): HubError {
  return new HubError('hub_offline', 'The subscription to this Homey was closed.')
}
