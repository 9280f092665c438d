// What the gateway has in hand at once, and how much that may be: requests, overall, of one hub and of one
// grant, and bytes that are kept for somebody slow. What does not fit is refused at once, before anything was
// done; and what is for one hub always leaves room for the others.
import { SharedRoom } from '@latchkey/homey'
import type { AuditLog } from '../audit/audit-log.ts'

/** How much may be in hand. */
export interface LoadLimits {
  /** Requests of clients that are not answered yet. */
  readonly requests: number
  /** Bytes of requests' bodies that are being received. */
  readonly bodies: number
  /** Bytes of answers that clients have not taken yet; small answers do not count. */
  readonly answers: number
  /** Audit rows that wait for the disk, while the disk works. */
  readonly auditRows: number
  /** How long a client may take for its answer: so many milliseconds, and longer by the size. */
  readonly patience: { readonly least: number; readonly bytesPerSecond: number }
}

export const LOAD_LIMITS: LoadLimits = {
  requests: 512,
  bodies: 64 * 1024 * 1024,
  answers: 96 * 1024 * 1024,
  auditRows: 5_000,
  patience: { least: 10_000, bytesPerSecond: 64 * 1024 },
}

/** Why something was refused or cut off. */
export const REJECTIONS = [
  ...(['requests', 'bodies', 'answers', 'audit', 'grant', 'hub'] as const),
  ...(['connections', 'slow-reader'] as const),
] as const
export type Rejection = (typeof REJECTIONS)[number]

/** Counts what is in hand. Whatever was let in must be let out. */
export class Load {
  readonly #audit: Pick<AuditLog, 'waiting' | 'failedAt'>
  readonly #limits: LoadLimits
  readonly #byGrant = new Map<string, number>()
  readonly #places: SharedRoom<string>
  readonly #bodies: SharedRoom<string>
  readonly #answers: SharedRoom<string>
  #requests = 0
  /** How often each limit was met. */
  readonly rejected = new Map<Rejection, number>(REJECTIONS.map((one) => [one, 0]))
  /** Connections that are open; told by the listener. */
  connections = 0

  constructor(audit: Pick<AuditLog, 'waiting' | 'failedAt'>, limits: LoadLimits = LOAD_LIMITS) {
    this.#audit = audit
    this.#limits = limits
    // Most installations have one hub, so that one may have three quarters of the places.
    this.#places = new SharedRoom(limits.requests, 3)
    this.#bodies = new SharedRoom(limits.bodies, 1)
    this.#answers = new SharedRoom(limits.answers, 1)
  }

  /** Requests that are not answered yet. */
  get requests(): number {
    return this.#requests
  }

  /** Bytes of bodies that are not let go yet. */
  get bodies(): number {
    return this.#bodies.taken
  }

  /** Bytes of answers that clients have not taken yet. */
  get answers(): number {
    return this.#answers.taken
  }

  /** A request arrived, nobody knows whose. False if it must be refused. */
  enter(): boolean {
    const { requests, auditRows } = this.#limits
    if (this.#requests >= requests) return this.reject('requests')
    // A disk that fails is another matter: reads go on then, and writes are refused one by one.
    const isFailing = this.#audit.failedAt !== undefined
    if (!isFailing && this.#audit.waiting > auditRows) return this.reject('audit')
    this.#requests++
    return true
  }

  /** The request is answered. */
  leave(): void {
    this.#requests--
  }

  /** It is one of a grant, for a hub; the grant has at most `most`. False if it must be refused. */
  enterFor(grant: string, hub: string, most: number): boolean {
    const present = this.#byGrant.get(grant) ?? 0
    if (present >= most) return this.reject('grant')
    if (!this.#places.take(hub, 1)) return this.reject('hub')
    this.#byGrant.set(grant, present + 1)
    return true
  }

  /** It is over. */
  leaveFor(grant: string, hub: string): void {
    this.#places.give(hub, 1)
    const left = (this.#byGrant.get(grant) ?? 1) - 1
    if (left > 0) this.#byGrant.set(grant, left)
    else this.#byGrant.delete(grant)
  }

  /** So many bytes of a body arrived, for a hub. False if there is no room for them. */
  receive(hub: string, bytes: number): boolean {
    return this.#bodies.take(hub, bytes) || this.reject('bodies')
  }

  /** They are no longer kept. */
  received(hub: string, bytes: number): void {
    this.#bodies.give(hub, bytes)
  }

  /** An answer of a hub waits to be taken. False without room for it; `must`: it is kept all the same. */
  hold(hub: string, bytes: number, must: boolean): boolean {
    return this.#answers.take(hub, bytes, must) || this.reject('answers')
  }

  /** It was taken, or given up. */
  release(hub: string, bytes: number): void {
    this.#answers.give(hub, bytes)
  }

  /** How long a client may take for an answer of so many bytes, in milliseconds. */
  patience(bytes: number): number {
    const { least, bytesPerSecond } = this.#limits.patience
    return least + Math.ceil((bytes * 1000) / bytesPerSecond)
  }

  /** Counts a refusal; always false. */
  reject(why: Rejection): false {
    this.rejected.set(why, (this.rejected.get(why) ?? 0) + 1)
    return false
  }
}
