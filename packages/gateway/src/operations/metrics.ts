// Metrics for Prometheus: how many requests came to what, how long hubs take, what waits. No ids, no
// names, no secrets: every label is a word from a closed list.
import { hash } from 'node:crypto'
import { Counter, Gauge, Registry } from 'prom-client'
import type { AuditLog } from '../audit/audit-log.ts'
import type { NewAuditEvent } from '../audit/event.ts'
import { Durations } from './durations.ts'
import type { Load } from './load.ts'

/** What a request wants: to read, to bring something about, or what nobody could tell. */
export type OperationClass = 'read' | 'effect' | 'unknown'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

interface WatchedHubs {
  list(): readonly { readonly id: string }[]
  byId(id: string): { readonly connection: { readonly queued: number } } | undefined
}

/** What is looked at when somebody asks. */
export interface Watched {
  readonly audit: Pick<AuditLog, 'waiting' | 'lost'>
  readonly hubPath: { readonly openCircuits: number; readonly heldCalls: number }
  readonly hubs: WatchedHubs
  readonly load: Load
  readonly sockets: { readonly size: number }
}

const gauges = ({
  audit,
  hubPath,
  hubs,
  load,
  sockets,
}: Watched): readonly (readonly [name: string, help: string, read: () => number])[] => [
  ['latchkey_audit_queue_length', 'Audit rows that are not on the disk yet.', () => audit.waiting],
  ['latchkey_audit_lost_rows', 'Audit rows that were given up.', () => audit.lost],
  ['latchkey_hubs', 'Hubs of this installation.', () => hubs.list().length],
  [
    'latchkey_hubs_circuit_open',
    'Hubs that are not asked because they failed.',
    () => hubPath.openCircuits,
  ],
  ['latchkey_requests_in_hand', 'Requests that are not answered yet.', () => load.requests],
  [
    'latchkey_calls_held',
    'Calls that are held while their owner is asked.',
    () => hubPath.heldCalls,
  ],
  ['latchkey_connections', 'Connections of clients.', () => load.connections],
  ['latchkey_sockets', 'Sockets of clients that have shown a good key.', () => sockets.size],
  [
    'latchkey_answers_held_bytes',
    'Large answers that clients have not taken yet.',
    () => load.answers,
  ],
  ['latchkey_resident_bytes', 'Memory of the process.', () => process.memoryUsage.rss()],
  ['latchkey_uptime_seconds', 'Since the process started.', () => process.uptime()],
]

interface Counted {
  readonly labels: { readonly verdict: string; readonly reason: string; readonly class: string }
  count: number
}

/** The metrics of one installation. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #counted = new Map<string, Counted>()
  readonly #request = new Durations(
    'latchkey_request_seconds',
    'From the arrival of a request to its answer.',
    SECONDS,
  )
  readonly #hub = new Durations(
    'latchkey_hub_seconds',
    'How long a hub took to answer, its queue included.',
    SECONDS,
  )

  constructor() {
    const counted = this.#counted
    new Counter({
      name: 'latchkey_requests_total',
      help: 'Requests of clients, by what was decided and why.',
      labelNames: ['verdict', 'reason', 'class'],
      registers: [this.#registry],
      // What was counted since somebody asked last.
      collect() {
        for (const { labels, count } of counted.values()) this.inc(labels, count)
        counted.clear()
      },
    })
  }

  /** Adds what is looked at only when somebody asks. */
  watch(watched: Watched): void {
    for (const [name, help, read] of gauges(watched)) {
      new Gauge({
        ...{ name, help, registers: [this.#registry] },
        collect() {
          this.set(read())
        },
      })
    }
    this.#watchHubs(watched.hubs)
    this.#watchRejections(watched.load)
  }

  #watchHubs(hubs: WatchedHubs): void {
    new Gauge({
      name: 'latchkey_hub_queue_length',
      help: 'Requests that wait for a hub. A hub is called by the first 8 letters of the SHA-256 of its id.',
      labelNames: ['hub'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const { id } of hubs.list()) {
          this.set({ hub: hash('sha256', id).slice(0, 8) }, hubs.byId(id)?.connection.queued ?? 0)
        }
      },
    })
  }

  #watchRejections({ rejected }: Load): void {
    new Counter({
      name: 'latchkey_rejected_total',
      help: 'What was refused or cut off because too much was going on, by the limit that was met.',
      labelNames: ['limit'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [limit, times] of rejected) this.inc({ limit }, times)
      },
    })
  }

  /** A request of a client was answered. */
  answered({ verdict, reason, ms }: NewAuditEvent, kind: OperationClass): void {
    const key = `${verdict} ${reason} ${kind}`
    const counted = this.#counted.get(key)
    if (counted) counted.count++
    else this.#counted.set(key, { labels: { verdict, reason, class: kind }, count: 1 })
    if (ms !== null) this.#request.observe(`class="${kind}"`, ms / 1_000)
  }

  /** A hub answered, or did not. */
  hubTook(seconds: number, kind: OperationClass, outcome: 'answered' | 'failed'): void {
    this.#hub.observe(`class="${kind}",outcome="${outcome}"`, seconds)
  }

  /** All of them, as Prometheus reads them. */
  async text(): Promise<string> {
    const others = await this.#registry.metrics()
    return `${others}${this.#request.text()}${this.#hub.text()}`
  }

  /** The type of that text. */
  get contentType(): string {
    return this.#registry.contentType
  }
}
