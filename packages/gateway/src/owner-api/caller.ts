// Who calls the owner API, and what is theirs. Routes look at the installation only through this, so
// that what another owner has does not exist for them.
import type { Approval } from '../approvals/approval.ts'
import { type AuditEvent, LOCAL } from '../audit/event.ts'
import type { Grant } from '../grants/grant.ts'
import type { StoredAccount } from '../hubs/accounts.ts'
import type { Hub } from '../hubs/hub.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { OwnerError } from '../owner-error.ts'
import type { From } from '../owners/from.ts'
import { NOBODY, type Owner } from '../owners/owner.ts'
import type { Session } from '../owners/sessions.ts'
import type { PermissionRequest } from '../permission-requests/permission-request.ts'
import type { OwnerApiParts } from './owner-api.ts'

/** Who calls: an owner with a session, or whoever may open the control socket. */
export type Caller =
  | { readonly owner: Owner; readonly session: Session; readonly from: From }
  | { readonly owner: undefined; readonly from: From }

/** The caller's part of the installation; of the control socket it is all of it. */
export class Mine {
  readonly #parts: OwnerApiParts
  readonly #ownerId: string | undefined

  constructor(parts: OwnerApiParts, caller: Caller) {
    this.#parts = parts
    this.#ownerId = caller.owner?.id
  }

  /** Whether it is the whole installation, at its own machine. */
  get isInstallation(): boolean {
    return this.#ownerId === undefined
  }

  /** Whose what the caller makes will be. */
  async ownerId(): Promise<string> {
    return this.#ownerId ?? (await this.#parts.owners.first()) ?? NOBODY
  }

  hubs(): readonly Hub[] {
    return this.#parts.hubs.list(this.#ownerId)
  }

  /** @throws OwnerError `hub_unknown` */
  hub(word: string): ConnectedHub {
    return this.#parts.hubs.byNameOrId(word, this.#ownerId)
  }

  accounts(): readonly StoredAccount[] {
    return this.#parts.accounts.list(this.#ownerId)
  }

  /** @throws OwnerError `account_unknown` */
  account(id?: string): StoredAccount {
    return this.#parts.accounts.byId(id, this.#ownerId)
  }

  async grants(): Promise<readonly Grant[]> {
    return (await this.#parts.grants.list()).filter((grant) => this.#has(grant.hubId))
  }

  /** @throws OwnerError `key_unknown` */
  async grant(id: string): Promise<Grant> {
    const grant = await this.#parts.grants.byId(id)
    if (grant && this.#has(grant.hubId)) return grant
    const message = `There is no key with the id "${id}". See: latchkey key list`
    throw new OwnerError('key_unknown', message)
  }

  /** @throws OwnerError `approval_unknown` */
  async approval(id: string): Promise<Approval> {
    const approval = await this.#parts.approvals.byId(id)
    if (approval && this.#has(approval.hubId)) return approval
    const message = `There is no question with the id "${id}". See: latchkey approvals list`
    throw new OwnerError('approval_unknown', message)
  }

  /** @throws OwnerError `request_unknown` */
  async permissionRequest(id: string): Promise<PermissionRequest> {
    const request = await this.#parts.requests.byId(id)
    if (request && this.#has(request.hubId)) return request
    const message = `There is no request with the id "${id}". See: latchkey requests list`
    throw new OwnerError('request_unknown', message)
  }

  /** The hubs whose audit events the caller may see; undefined for all, those of no hub as well. */
  auditedHubs(): readonly string[] | undefined {
    return this.isInstallation ? undefined : this.hubs().map((hub) => hub.id)
  }

  /**
   * The owner whose acts are asked for, by name or id; `local` is the control socket.
   * @throws OwnerError `owner_unknown`, also for another owner than the caller
   */
  async auditedOwner(word: string): Promise<string> {
    if (this.isInstallation && word === LOCAL) return LOCAL
    const { store } = this.#parts.owners
    const found = (await store.byId(word)) ?? (await store.byName(word))
    if (found && (this.isInstallation || found.id === this.#ownerId)) return found.id
    const message = `There is no owner "${word}". See: latchkey owner list`
    throw new OwnerError('owner_unknown', message)
  }

  /** Whether the caller may see an event: not those of a hub from before it was theirs. */
  sees(event: AuditEvent): boolean {
    if (this.isInstallation || event.owner === this.#ownerId) return true
    const hub = this.hubs().find((one) => one.id === event.hub)
    return hub !== undefined && event.time >= hub.createdAt
  }

  #has(hubId: string): boolean {
    return this.isInstallation || this.hubs().some((hub) => hub.id === hubId)
  }
}
