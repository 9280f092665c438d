// What other gateways on the same PostgreSQL changed, as it happens. A change is applied here within
// milliseconds; when it can no longer be known that nothing was missed, `isCurrent` says so.
import pg from 'pg'
import type { Currency } from './currency.ts'
import { connectionTo } from './postgres.ts'

/** A row that was written or deleted. */
export interface Change {
  readonly table: string
  readonly id: string
}

/** Who is told. Both read the database anew; what they throw ends the connection and begins another. */
export interface ChangeHandlers {
  readonly changed: (change: Change) => Promise<void>
  /** Anything may have changed: compare all. */
  readonly rereadAll: () => Promise<void>
}

/** What the feed is made from. */
export interface ChangeFeedParts extends ChangeHandlers {
  readonly url: string
  readonly onError: (error: unknown) => void
  /** Milliseconds that only ever grow: a wall clock may be set back. */
  readonly elapsed?: () => number
}

const CHANNEL = 'latchkey'

/** After this long without a sign of the listening connection nothing is certain, in milliseconds. */
export const LOST_AFTER = 2_000

const HEARTBEAT = { every: 400, patience: 1_500 } as const

const BACK_OFF = { first: 100, longest: 5_000 } as const

/** Listens for changes until it is disposed of. */
export class ChangeFeed implements Currency, AsyncDisposable {
  readonly #parts: ChangeFeedParts
  readonly #elapsed: () => number
  readonly #stopped = new AbortController()
  readonly #running: Promise<void>
  #applied: Promise<void> = Promise.resolve()
  #provenAt = Number.NEGATIVE_INFINITY

  private constructor(parts: ChangeFeedParts, first: pg.Client) {
    this.#parts = parts
    this.#elapsed = parts.elapsed ?? (() => performance.now())
    this.#running = this.#run(first)
  }

  /**
   * Begins to listen; when this resolves, everything is read and nothing after it will be missed.
   * @throws whatever keeps it from connecting.
   */
  static async start(parts: ChangeFeedParts): Promise<ChangeFeed> {
    const client = await connect(parts.url)
    const feed = new ChangeFeed(parts, client)
    await feed.#catchUp(client)
    return feed
  }

  get isCurrent(): boolean {
    return this.#elapsed() - this.#provenAt <= LOST_AFTER
  }

  // Listen first, then read: a change between the two is read, and announced as well.
  async #catchUp(client: pg.Client): Promise<void> {
    const begun = this.#elapsed()
    client.on('notification', ({ payload = '' }) => this.#apply(client, payload))
    await client.query(`LISTEN ${CHANNEL}`)
    await this.#parts.rereadAll()
    this.#provenAt = begun
  }

  #apply(client: pg.Client, payload: string): void {
    this.#applied = this.#applied
      .then(() => this.#parts.changed(JSON.parse(payload) as Change))
      .catch((error) => {
        this.#parts.onError(error)
        client.emit('error', new Error('A change could not be applied.'))
      })
  }

  async #run(first: pg.Client): Promise<void> {
    let client: pg.Client | undefined = first
    let wait: number = BACK_OFF.first
    let failures = 0
    while (true) {
      if (client) {
        wait = BACK_OFF.first
        failures = 0
        await this.#beat(client)
        void client.end().catch(() => {})
      }
      if (this.#stopped.signal.aborted) return
      await pause(wait * (0.5 + Math.random()), this.#stopped.signal)
      wait = Math.min(wait * 2, BACK_OFF.longest)
      client = await this.#reconnect((error) => {
        // Once for each time that it is lost: it may be for long.
        if (failures++ === 0) this.#parts.onError(error)
      })
    }
  }

  async #reconnect(onFailure: (error: unknown) => void): Promise<pg.Client | undefined> {
    let client: pg.Client | undefined
    try {
      client = await connect(this.#parts.url)
      await this.#catchUp(client)
      return client
    } catch (error) {
      // It is tried again; that memory is not current is said to every request.
      onFailure(error)
      void client?.end().catch(() => {})
      return undefined
    }
  }

  // What was announced before an answer arrives before it, so an answer proves that nothing was missed.
  async #beat(client: pg.Client): Promise<void> {
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    const over = AbortSignal.any([lost.signal, this.#stopped.signal])
    while (!over.aborted) {
      await pause(HEARTBEAT.every, over)
      const begun = this.#elapsed()
      const answered = await within(client.query('SELECT 1'), HEARTBEAT.patience, over)
      if (!answered) return
      await this.#applied
      if (!over.aborted) this.#provenAt = begun
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort()
    await this.#running
    await this.#applied
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionTo(url), connectionTimeoutMillis: 1_500 })
  // Until somebody else listens: an error without a listener would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    void client.end().catch(() => {})
    throw error
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done()
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      done()
    }
    const timer = setTimeout(finish, milliseconds)
    signal.addEventListener('abort', finish)
  })
}

async function within(
  work: Promise<unknown>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  const over = new AbortController()
  const late = pause(milliseconds, AbortSignal.any([signal, over.signal])).then(() => false)
  const done = work.then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([done, late])
  } finally {
    over.abort()
  }
}
