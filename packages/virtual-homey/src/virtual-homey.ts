// A virtual Homey while it runs: its address, its keys, and what a test may look at or break.
import type { Server } from 'node:http'
import type { Fault, FaultRule } from './http/fault.ts'
import type { RequestSeen } from './http/request-log.ts'
import { openSession, type SessionRequest } from './sessions/session.ts'
import { tokenOf } from './sessions/token.ts'
import type { HomeyState } from './state/homey-state.ts'
import { all, type Hub } from './state/hub.ts'
import type { Role } from './state/items.ts'

export type { Fault, FaultRule }

/** What the running hub is made of; filled in by `startVirtualHomey`. */
export interface VirtualHomeyParts {
  readonly hub: Hub
  readonly server: Server
  readonly address: string
  readonly requests: RequestSeen[]
  readonly closing: AbortController
}

/** A running virtual Homey. Close it, or hold it with `await using`. */
export class VirtualHomey implements AsyncDisposable {
  readonly generation = 'pro-2023'
  readonly address: string
  /** A key of the owner with every scope there is. */
  readonly key: string
  /** All requests that arrived, oldest first. */
  readonly requests: readonly RequestSeen[]
  /** Asked for every request; what it returns happens to that request. */
  fault: FaultRule | undefined = undefined
  readonly #parts: VirtualHomeyParts

  constructor(parts: VirtualHomeyParts) {
    this.#parts = parts
    this.address = parts.address
    this.requests = parts.requests
    this.key = this.createKey(['homey'])
  }

  /** 24 hexadecimal digits. */
  get id(): string {
    return this.state.system.id
  }

  get name(): string {
    return this.state.system.name
  }

  /** The whole memory of the hub, live: reading sees the present, writing changes it. */
  get state(): HomeyState {
    return this.#parts.hub.state
  }

  /** A new key of the owner with exactly these scopes. */
  createKey(scopes: readonly string[]): string {
    return this.#open({ type: 'PAT', name: 'Key', scopes, role: 'owner' })
  }

  /** The token of a signed-in user, as the official apps have one. Keys are managed with these. */
  signIn(role: Role = 'owner', scopes: readonly string[] = ['homey']): string {
    return this.#open({ type: 'OAUTH', name: 'Session', scopes, role })
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    this.#parts.closing.abort()
    const { server } = this.#parts
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #open({ role, ...request }: Omit<SessionRequest, 'userId'> & { readonly role: Role }): string {
    const { hub } = this.#parts
    const user = all(hub, 'users').find((candidate) => candidate.role === role)
    if (!user) throw new Error(`This home has no user who is its ${role}.`)
    return tokenOf(openSession(hub, { ...request, userId: user.id }))
  }
}
