// A virtual Homey while it runs: its address, its keys, and what a test may look at or break.
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AccountHub, AccountLink } from './account/account-link.ts'
import type { VirtualAccount } from './account/start-account.ts'
import { presentSession } from './behaviours/sessions.ts'
import { capabilityOf, writeValue } from './capabilities/write.ts'
import type { Controlled } from './control/control.ts'
import { Faults } from './faults/faults.ts'
import type { HubClock } from './flows/hub-clock.ts'
import { type Generation, traitsOf } from './generations/generation.ts'
import type { Fault, FaultRule } from './http/fault.ts'
import type { RequestSeen } from './http/request-log.ts'
import { pressButton } from './pairing/pair-sessions.ts'
import { endOfSession, signInDelegated } from './sessions/delegated.ts'
import { authenticate, openSession, type SessionRequest } from './sessions/session.ts'
import { tokenOf } from './sessions/token.ts'
import type { Sockets } from './socket/sockets.ts'
import type { HomeyState } from './state/homey-state.ts'
import { all, find, type Hub, now } from './state/hub.ts'
import type { CapabilityValue, Role } from './state/items.ts'
import { writeSavedState } from './state/saved-state.ts'

export type { Fault, FaultRule }

/** What the running hub is made of; filled in by `startVirtualHomey`. */
export interface VirtualHomeyParts {
  readonly hub: Hub
  readonly server: Server
  readonly sockets: Sockets
  readonly time: HubClock
  readonly address: string
  readonly requests: RequestSeen[]
  readonly closing: AbortController
  readonly controlToken?: string
}

/** A running virtual Homey. Close it, or hold it with `await using`. */
export class VirtualHomey implements AccountHub, AsyncDisposable {
  readonly address: string
  /** A key of the owner with every scope there is; `null` on a hub that has no keys. */
  readonly key: string | null
  /** All requests that arrived, oldest first. */
  readonly requests: readonly RequestSeen[]
  /** Asked for every request; what it returns happens to that request. */
  fault: FaultRule | undefined = undefined
  /** The account that was started with the hub, if one was; it closes with the hub. */
  account: VirtualAccount | undefined = undefined
  /** Rules for faults, in the grammar that the README explains; `fault` is asked before them. */
  readonly faults: Faults
  /** What the header `X-Virtual-Homey` must hold to reach the control endpoint. */
  readonly controlToken: string
  readonly #parts: VirtualHomeyParts

  constructor(parts: VirtualHomeyParts) {
    this.#parts = parts
    this.address = parts.address
    this.requests = parts.requests
    this.controlToken = parts.controlToken ?? randomBytes(16).toString('hex')
    this.faults = new Faults({
      ...{ hub: parts.hub, closing: parts.closing.signal },
      cut: () => this.restart(),
    })
    this.key = traitsOf(this.generation).hasKeys ? this.#ownersKey() : null
  }

  get generation(): Generation {
    return this.#parts.hub.generation
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

  /** A new key of the owner with exactly these scopes. @throws Error if such a hub has no keys. */
  createKey(scopes: readonly string[]): string {
    if (!traitsOf(this.generation).hasKeys) {
      throw new Error(`A ${traitsOf(this.generation).modelName} has no API keys.`)
    }
    return this.#open({ type: 'PAT', name: 'Key', scopes, role: 'owner' })
  }

  /** The token of a user who just signed in, as the official apps have one; it lasts 24 hours. */
  signIn(role: Role = 'owner', scopes: readonly string[] = ['homey']): string {
    const expiresAt = endOfSession(this.#parts.hub)
    return this.#open({ type: 'OAUTH', name: 'Session', scopes, role, expiresAt })
  }

  /** From now on the users of an account may sign in, those that the hub knows. */
  join(link: AccountLink): void {
    this.#parts.hub.account = link
  }

  /** Signs in with a delegation token, as `users.login` does. @throws HubError 401 */
  signInDelegated(delegationToken: string): { readonly token: string; readonly session: unknown } {
    const { hub } = this.#parts
    const token = signInDelegated(hub, delegationToken)
    return { token, session: presentSession(hub, authenticate(hub, `Bearer ${token}`)) }
  }

  /**
   * Moves the hub's clock on by so many milliseconds; with 0 it does what is due by now. Whatever is to
   * happen until then happens in order, at its own time: flows start, delays end, sessions expire.
   */
  advance(milliseconds: number): void {
    this.#parts.time.advance(milliseconds)
    this.#parts.sockets.checkSessions()
  }

  /**
   * Somebody presses the button of a thing of the villa (`pond/Pond dimmer`), so that the pairing
   * session that its driver has open finds it. The result is the id of the new device.
   */
  pressButton(thing: string): string {
    return pressButton(this.#parts.hub, thing).id
  }

  /**
   * Something happens in the house: a device reports a value, whether or not a user could set it.
   * @throws HubError 404 if there is no such device or capability
   */
  sense(deviceId: string, capabilityId: string, value: CapabilityValue): void {
    const { hub } = this.#parts
    const device = find(hub, 'devices', deviceId)
    const state = capabilityOf(device, capabilityId)
    hub.events.together(() => writeValue(hub, device, state, value))
  }

  /** Writes everything that the hub remembers to a file, which `state` starts another one from. */
  save(file: string): void {
    writeSavedState(file, { generation: this.generation, state: this.state })
  }

  /** What the control endpoint works with. */
  controls(whenAnswered: (then: () => void) => void): Omit<Controlled, 'hub' | 'requests'> {
    return {
      ...{ token: this.controlToken, faults: this.faults },
      advance: (milliseconds) => this.advance(milliseconds),
      restart: () => whenAnswered(() => this.restart()),
      pressButton: (thing) => this.pressButton(thing),
    }
  }

  /** Waits for the scripts that run. Everything else that flows do is done when the cause of it is. */
  async settled(): Promise<void> {
    await this.#parts.hub.scripts?.host.idle()
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    this.#parts.closing.abort()
    await this.account?.close()
    const { server, sockets } = this.#parts
    if (!server.listening) return
    const closed = sockets.close()
    server.closeAllConnections()
    await closed
  }

  /** Cuts every socket and starts again, as after a reboot. What the hub remembers it still does. */
  restart(): void {
    const { hub, server, sockets } = this.#parts
    hub.state.system.bootedAt = now(hub)
    sockets.drop()
    server.closeAllConnections()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  // A hub that was loaded from a file has one already.
  #ownersKey(): string {
    const present = all(this.#parts.hub, 'sessions').find(
      ({ type, name, scopes }) => type === 'PAT' && name === 'Key' && scopes.join() === 'homey',
    )
    return present ? tokenOf(present) : this.createKey(['homey'])
  }

  #open({ role, ...request }: Omit<SessionRequest, 'userId'> & { readonly role: Role }): string {
    const { hub } = this.#parts
    const user = all(hub, 'users').find((candidate) => candidate.role === role)
    if (!user) throw new Error(`This home has no user who is its ${role}.`)
    return tokenOf(openSession(hub, { ...request, userId: user.id }))
  }
}

/** A hub that has keys, and so has one from the start. */
export interface KeyedVirtualHomey extends VirtualHomey {
  readonly key: string
}
