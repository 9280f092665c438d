// Requests of clients for more than they have: put once, told to whoever listens, answered by an owner once, and a yes
// changes the live grant with the answer or not at all.
import { grantDanger, withinCeiling } from '@latchkey/catalogue'
import type { AuditLog } from '../audit/audit-log.ts'
import type { NewAuditEvent } from '../audit/event.ts'
import { type Grant, standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import { REQUESTS_PATH } from '../hub-path/ask-for-more.ts'
import { ObjectLocks } from '../hub-path/object-locks.ts'
import type { RequestReason } from '../hub-path/reason.ts'
import type { Hubs } from '../hubs/hubs.ts'
import { OwnerError } from '../owner-error.ts'
import type { Database } from '../storage/database.ts'
import {
  DAY,
  type Extension,
  MOST,
  type PermissionRequest,
  REQUEST_LIFE,
  stateOf,
} from './permission-request.ts'
import { answerIn, type RequestQuery, RequestStore } from './request-store.ts'
import { choiceProblem, membersOf, type Widened, widened, widens } from './widening.ts'

/** What requests stand on. */
export interface RequestParts {
  readonly database: Database
  readonly grants: Grants
  readonly hubs: Hubs
  readonly audit: Pick<AuditLog, 'record' | 'commit'>
  readonly now: () => number
  readonly random: (size: number) => Buffer
  /** The client of the authorization server that a grant is of; undefined for a key. */
  readonly clientOf: (grantId: string) => Promise<string | undefined>
  /** Why the client of a grant may not be given these; undefined if it may. */
  readonly givingProblem: (
    grantId: string,
    permissions: readonly string[],
  ) => Promise<string | undefined>
  /** Told of each request that was put here. */
  readonly onAsked?: ((request: PermissionRequest, client: string) => void) | undefined
  readonly onError: (error: unknown) => void
}

/** What became of asking: a new request, one that says the same, or that too much was asked. */
export type Asked =
  | { readonly request: PermissionRequest; readonly isNew: boolean }
  /** `wait`: in how many milliseconds it may be tried again; null when one of those that wait is answered. */
  | { readonly tooMany: keyof typeof MOST; readonly wait: number | null }

/** An owner who answers, and what they confirmed. */
export interface Answering {
  readonly by: string
  /** Whether they said in the proper way that they want to give full control. */
  readonly isConfirmed: boolean
}

/** How long ago an answer may have been given that was not heard of, in milliseconds. */
const UNHEARD = 10 * 60_000

/** Puts requests and keeps the answers. */
export class PermissionRequests {
  readonly #parts: RequestParts
  readonly #store: RequestStore
  readonly #locks = new ObjectLocks()
  readonly #listeners = new Set<(id: string) => void>()

  constructor(parts: RequestParts) {
    this.#parts = parts
    this.#store = new RequestStore(parts.database)
  }

  /** Tells of requests that were put or answered, perhaps twice. The listener must not throw. */
  onChange(listener: (id: string) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** Puts a request, unless it is put already or was declined lately: then it is that one. */
  ask(grant: Grant, asked: Extension, reason: string): Promise<Asked> {
    // One after the other for each grant, so that the bounds hold.
    return this.#locks.run(grant.id, () => this.#ask(grant, asked, reason))
  }

  async #ask({ id: grantId, hubId, client }: Grant, asked: Extension, reason: string) {
    const { now, random, clientOf, onAsked } = this.#parts
    const askedAt = now()
    const known = await this.#store.same(grantId, asked, askedAt)
    if (known) return { request: known, isNew: false }
    const clientId = (await clientOf(grantId)) ?? grantId
    const crowded = await this.#crowded(grantId, clientId, askedAt)
    if (crowded) return crowded
    const id = random(12).toString('base64url')
    const put = { id, hubId, grantId, clientId, asked, reason, askedAt }
    const isNew = await this.#store.insert({ ...put, expiresAt: askedAt + REQUEST_LIFE })
    // Another gateway may have been quicker.
    const request = isNew
      ? await this.#store.byId(id)
      : await this.#store.same(grantId, asked, askedAt)
    if (!request) throw new Error('A request that was put is not there.')
    if (isNew) {
      this.#parts.audit.record(this.#event(request, 'request-asked', null))
      this.#tell(id)
      onAsked?.(request, client)
      await this.#store.prune(askedAt)
    }
    return { request, isNew }
  }

  /** Why this cannot be given to whoever has a grant, whatever its owner says; undefined if it can. */
  problem(grantId: string, { permissions }: Extension): Promise<string | undefined> {
    return this.#parts.givingProblem(grantId, permissions)
  }

  async #crowded(grantId: string, clientId: string, now: number): Promise<Asked | undefined> {
    if ((await this.#store.countOpen(grantId, now)) >= MOST.openOfGrant) {
      return { tooMany: 'openOfGrant', wait: null }
    }
    const ofGrant = await this.#store.lately('grant_id', grantId, now)
    const ofClient = await this.#store.lately('client_id', clientId, now)
    const wait = (times: readonly number[], most: number) =>
      (times.at(-most) ?? times[0] ?? now) + DAY - now
    if (ofGrant.length >= MOST.dayOfGrant) {
      return { tooMany: 'dayOfGrant', wait: wait(ofGrant, MOST.dayOfGrant) }
    }
    if (ofClient.length < MOST.dayOfClient) return undefined
    return { tooMany: 'dayOfClient', wait: wait(ofClient, MOST.dayOfClient) }
  }

  /**
   * Gives what was chosen of a request: the grant has it at once, everywhere, and keeps all it had.
   * @throws OwnerError `request_over` if it was answered before or is too old, `request_refused` if more was chosen than
   * asked for or than Latchkey itself may do, `full_control` if that has to be confirmed, `key_revoked`
   */
  async grant(request: PermissionRequest, choice: Extension, answering: Answering) {
    this.#requireWithin(request, choice)
    const problem = await this.problem(request.grantId, choice)
    if (problem !== undefined) throw new OwnerError('request_refused', `${problem}.`)
    const { grants, now } = this.#parts
    const changed = await grants.change(request.grantId, async (present, transaction) => {
      const time = now()
      if (standing(present, time) === 'expired') throw gone()
      if (present.haltedAt !== null) throw halted()
      requireLists(present, choice)
      const change = widened(present, choice, time)
      if (!answering.isConfirmed && isFull(present, choice, change)) throw unconfirmed()
      const { life, ...given } = choice
      const until = life === null ? null : time + life
      const answer = { answer: 'granted', by: answering.by, given: { ...given, until } } as const
      if (!(await answerIn(transaction, request.id, { ...answer, word: null }, time))) throw over()
      return change
    })
    if (!changed) throw gone()
    return this.#answered(request, 'request-granted', answering.by)
  }

  /**
   * Declines a request, with a word to the client or without.
   * @throws OwnerError `request_over`
   */
  async decline(request: PermissionRequest, word: string | null, by: string) {
    const { database, now } = this.#parts
    const answer = { answer: 'declined', by, given: null, word } as const
    if (!(await answerIn(database, request.id, answer, now()))) throw over()
    return this.#answered(request, 'request-declined', by)
  }

  #requireWithin({ hubId, asked }: PermissionRequest, choice: Extension): void {
    const problem = choiceProblem(asked, choice)
    if (problem !== undefined) throw new OwnerError('request_refused', PROBLEMS[problem])
    const hub = this.#parts.hubs.byId(hubId)?.hub
    if (!hub) throw gone()
    const { generation, credentialScopes } = hub
    const beyond = choice.permissions.filter(
      (one) => !withinCeiling(one, generation, credentialScopes),
    )
    if (beyond.length === 0) return
    const message = `Latchkey itself may not do this on ${hub.name}: ${beyond.join(', ')}.`
    throw new OwnerError('request_refused', message)
  }

  async #answered(request: PermissionRequest, reason: RequestReason, by: string) {
    const { audit, onError } = this.#parts
    const event = this.#event(request, reason, by)
    // What was answered is answered: the row is written as soon as it can be.
    await audit.commit(event).catch((error) => {
      audit.record(event)
      onError(error)
    })
    this.#tell(request.id)
    return (await this.#store.byId(request.id)) ?? request
  }

  byId(id: string): Promise<PermissionRequest | undefined> {
    return this.#store.byId(id)
  }

  /** The newest first. Of those that wait only what can still be answered: not those of a grant that ended. */
  async list(query: RequestQuery): Promise<readonly PermissionRequest[]> {
    const all = await this.#store.list(query, this.#parts.now())
    return query.open ? all.filter((one) => this.canBeAnswered(one)) : all
  }

  /** Whether a request waits, and its grant is there to be widened: not while its client is suspended. */
  canBeAnswered(request: PermissionRequest): boolean {
    const { grants, now } = this.#parts
    const grant = grants.present(request.grantId)
    const state = grant && standing(grant, now())
    const isThere = state !== undefined && state !== 'revoked' && state !== 'expired'
    return isThere && grant?.haltedAt === null && stateOf(request, now()) === 'open'
  }

  /** Waits until a request is answered; false if `until` was aborted before. */
  async answered(id: string, until: AbortSignal): Promise<boolean> {
    while (!until.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      // Listening before looking: an answer between the two is heard.
      using _listening = this.onChange((changed) => changed === id && resolve())
      const request = await this.#store.byId(id)
      if (!request || stateOf(request, this.#parts.now()) !== 'open') return true
      until.addEventListener('abort', () => resolve(), { once: true })
      if (until.aborted) return false
      await promise
    }
    return false
  }

  /** A request that another gateway put or answered. */
  async reread(id: string): Promise<void> {
    this.#tell(id)
  }

  /** Anything may have been answered meanwhile. */
  async rereadAll(): Promise<void> {
    for (const id of await this.#store.answeredSince(this.#parts.now() - UNHEARD)) this.#tell(id)
  }

  #tell(id: string): void {
    for (const listener of [...this.#listeners]) listener(id)
  }

  #event(request: PermissionRequest, reason: RequestReason, owner: string | null): NewAuditEvent {
    const { id, grantId: grant, hubId: hub } = request
    return {
      ...{ time: this.#parts.now(), grant, hub, operation: OPERATIONS[reason], method: 'POST' },
      client: this.#parts.grants.present(grant)?.client ?? null,
      path: `${REQUESTS_PATH}/${id}`,
      ...{ verdict: reason === 'request-granted' ? 'allow' : 'deny', reason },
      ...{ status: null, ms: null, owner },
    }
  }
}

/**
 * Whether giving this takes the way of full control: what the grant is then comes to it, and either it did not before
 * or one of the permissions would do so by itself.
 */
export function isFull(
  before: Pick<Grant, 'permissions' | 'limits'>,
  { permissions }: Pick<Extension, 'permissions'>,
  after: Pick<Widened, 'permissions' | 'limits'>,
): boolean {
  if (grantDanger(after.permissions, after.limits).danger !== 'full') return false
  const was = grantDanger(before.permissions, before.limits).danger === 'full'
  return !was || grantDanger(permissions, after.limits).danger === 'full'
}

// The owner may have changed the limits since: what would begin to limit is not given, and not said to be.
function requireLists({ limits }: Pick<Grant, 'limits'>, { objects }: Extension): void {
  const gone = limits === null ? [] : membersOf(objects).filter((one) => !widens(limits, one))
  if (gone.length === 0) return
  const message = `The key is not limited by ${gone.join(', ')} any more. Leave that out, or decline.`
  throw new OwnerError('request_refused', message)
}

const OPERATIONS: Readonly<Record<RequestReason, string>> = {
  'request-asked': 'client.requestPermissions',
  'request-granted': 'owner.grantRequest',
  'request-declined': 'owner.declineRequest',
}

const PROBLEMS = {
  nothing: 'Nothing was chosen. Choose something, or decline.',
  wider: 'That is more than was asked for. Nothing was given; choose again.',
} as const

const over = () => new OwnerError('request_over', 'This was answered before, or is too old.')
const gone = () =>
  new OwnerError('key_revoked', 'What asked for this has ended, so nothing can be given to it.')
const halted = () =>
  new OwnerError(
    'request_refused',
    'This app is suspended. Nothing is given to it until that ends.',
  )
const unconfirmed = () =>
  new OwnerError(
    'full_control',
    'This comes to full control. Give it on its page, or at the command line with --full-control.',
  )
