// Metrics for Prometheus: how many requests came to what, how long hubs take, what waits. No ids, no
// names, no secrets: every label is a word from a closed list.
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { AuditLog } from '../audit/audit-log.ts'
import type { NewAuditEvent } from '../audit/event.ts'

/** What a request wants: to read, to bring something about, or what nobody could tell. */
export type OperationClass = 'read' | 'effect' | 'unknown'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

/** The metrics of one installation. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = new Counter({
    name: 'latchkey_requests_total',
    help: 'Requests of clients, by what was decided and why.',
    labelNames: ['verdict', 'reason', 'class'],
    registers: [this.#registry],
  })
  readonly #request = new Histogram({
    name: 'latchkey_request_seconds',
    help: 'From the arrival of a request to its answer.',
    labelNames: ['class'],
    buckets: SECONDS,
    registers: [this.#registry],
  })
  readonly #hub = new Histogram({
    name: 'latchkey_hub_seconds',
    help: 'How long a hub took to answer, its queue included.',
    labelNames: ['class', 'outcome'],
    buckets: SECONDS,
    registers: [this.#registry],
  })

  /** Adds what is looked at only when somebody asks. */
  watch(
    audit: Pick<AuditLog, 'waiting' | 'lost'>,
    hubPath: { readonly openCircuits: number },
    hubs: { list(): readonly unknown[] },
  ): void {
    const rows: Readonly<Record<string, readonly [help: string, read: () => number]>> = {
      latchkey_audit_waiting_rows: [
        'Audit rows that are not on the disk yet.',
        () => audit.waiting,
      ],
      latchkey_audit_lost_rows: ['Audit rows that were given up.', () => audit.lost],
      latchkey_hubs: ['Hubs of this installation.', () => hubs.list().length],
      latchkey_hubs_circuit_open: [
        'Hubs that are not asked because they failed.',
        () => hubPath.openCircuits,
      ],
      latchkey_resident_bytes: ['Memory of the process.', () => process.memoryUsage.rss()],
      latchkey_uptime_seconds: ['Since the process started.', () => process.uptime()],
    }
    for (const [name, [help, read]] of Object.entries(rows)) {
      new Gauge({
        ...{ name, help, registers: [this.#registry] },
        collect() {
          this.set(read())
        },
      })
    }
  }

  /** A request of a client was answered. */
  answered({ verdict, reason, ms }: NewAuditEvent, kind: OperationClass): void {
    this.#requests.inc({ verdict, reason, class: kind })
    if (ms !== null) this.#request.observe({ class: kind }, ms / 1_000)
  }

  /** A hub answered, or did not. */
  hubTook(seconds: number, kind: OperationClass, outcome: 'answered' | 'failed'): void {
    this.#hub.observe({ class: kind, outcome }, seconds)
  }

  /** All of them, as Prometheus reads them. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  /** The type of that text. */
  get contentType(): string {
    return this.#registry.contentType
  }
}
