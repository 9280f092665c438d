// Owners: how one is set up, signs in and changes what they sign in with. What fails in signing in
// fails alike, whether or not there is such a name.
import { randomUUID } from 'node:crypto'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { OwnerError } from '../owner-error.ts'
import type { Database } from '../storage/sqlite.ts'
import { Challenges } from './challenges.ts'
import { type From, zoneOf } from './from.ts'
import { nameKey, type Owner, type OwnerEvent } from './owner.ts'
import { type NewCredential, OwnerStore, SETUP_REFUSED } from './owner-store.ts'
import { Passkeys, type RelyingParty } from './passkeys.ts'
import { Passwords } from './password.ts'
import type { SecretToken } from './secret-token.ts'
import { Sessions } from './sessions.ts'
import { type SetupLink, SetupLinks } from './setup-links.ts'
import { type Counted, SlowDown } from './slow-down.ts'

/** What an owner shows or sets: a password, or what the browser made of a passkey. */
export type Proof =
  | { readonly password: string }
  | { readonly passkey: RegistrationResponseJSON; readonly party: RelyingParty }

/** What owners stand on. */
export interface OwnersParts {
  readonly database: Database
  readonly now: () => number
  readonly random: (size: number) => Buffer
  /** Makes of a text one that does not tell it; the same at all gateways on one database. */
  readonly blind: (text: string) => string
  /** Told of every sign-in, failure and change. */
  readonly onEvent: (event: OwnerEvent) => void
  /** Told of the first owner, who takes over what was there before. */
  readonly onFirst: (ownerId: string) => Promise<void>
}

/** A signed-in owner and the token of the new session. */
export interface SignedIn {
  readonly owner: Owner
  readonly token: SecretToken
}

/** The owners of the installation. */
export class Owners {
  readonly sessions: Sessions
  readonly links: SetupLinks
  readonly store: OwnerStore
  readonly passkeys: Passkeys
  readonly #parts: OwnersParts
  readonly #passwords: Passwords
  readonly #slow: SlowDown

  constructor(parts: OwnersParts) {
    const { database, now, random, blind } = parts
    this.#parts = parts
    this.sessions = new Sessions(database, now, random)
    this.links = new SetupLinks(database, now, random)
    this.store = new OwnerStore(database, now)
    this.passkeys = new Passkeys(new Challenges(database, now))
    this.#passwords = new Passwords(random)
    this.#slow = new SlowDown({ database, now, blind })
  }

  /** The first owner's id, if there is one. */
  async first(): Promise<string | undefined> {
    return (await this.store.list())[0]?.id
  }

  /** Tells the hook. */
  tell(kind: OwnerEvent['kind'], owner: string | null, { address }: From): void {
    this.#parts.onEvent({ kind, owner, address, at: this.#parts.now() })
  }

  /** The link of a setup token. @throws OwnerError `setup_refused` for all that fails; `slow_down` */
  async link(token: string, allowed: boolean, from: From): Promise<SetupLink> {
    const counted = this.#counted(from)
    await this.#begin(counted, from)
    const link = allowed ? await this.links.find(token) : undefined
    if (link) {
      await this.#slow.succeeded(counted)
      return link
    }
    this.tell('setup-failed', null, from)
    throw new OwnerError('setup_refused', SETUP_REFUSED)
  }

  /** Whom a link is for; a new owner takes `name`. */
  async #ownerOf(link: SetupLink, name: string): Promise<Owner> {
    const known = link.ownerId === null ? undefined : await this.store.byId(link.ownerId)
    return known ?? { id: randomUUID(), name, createdAt: this.#parts.now() }
  }

  /** Options for the passkey of whoever is being set up. */
  async setupPasskey(link: SetupLink, name: string, party: RelyingParty, from: From) {
    const owner = await this.#ownerOf(link, name)
    return await this.passkeys.registration(party, `setup ${link.id}`, owner, [], zoneOf(from))
  }

  /** Sets up an owner and signs them in. @throws OwnerError */
  async setUp(link: SetupLink, name: string, proof: Proof, from: From): Promise<SignedIn> {
    const credential = await this.#credentialOf(proof, `setup ${link.id}`)
    const owner = await this.store.setUp(link, await this.#ownerOf(link, name), credential)
    if ((await this.first()) === owner.id) await this.#parts.onFirst(owner.id)
    this.tell(link.ownerId === null ? 'set-up' : 'recovered', owner.id, from)
    return { owner, token: await this.sessions.start(owner.id) }
  }

  async #credentialOf(proof: Proof, purpose: string): Promise<NewCredential> {
    if ('password' in proof) {
      return { kind: 'password', hash: await this.#passwords.hash(proof.password) }
    }
    const passkey = await this.passkeys.register(proof.party, purpose, proof.passkey)
    if (passkey) return { kind: 'passkey', passkey }
    throw new OwnerError('invalid_request', 'This passkey cannot be taken. Begin again.')
  }

  /** Signs in by name and password. @throws OwnerError `sign_in_failed`, `slow_down`, `busy` */
  async byPassword(name: string, password: string, from: From): Promise<SignedIn> {
    const counted = this.#counted(from, name)
    await this.#begin(counted, from)
    const owner = await this.store.byName(name)
    const kept = owner && (await this.store.passwordOf(owner.id))
    const good = await this.#passwords.verify(password, kept)
    if (!owner || !good) throw this.#failed(owner?.id ?? null, from)
    return await this.#signedIn(owner, counted, from)
  }

  /** Signs in by passkey. @throws OwnerError `sign_in_failed`, `slow_down` */
  async byPasskey(
    response: AuthenticationResponseJSON,
    party: RelyingParty,
    from: From,
  ): Promise<SignedIn> {
    const counted = this.#counted(from)
    await this.#begin(counted, from)
    const found = await this.store.passkey(response.id)
    const counter = found && (await this.passkeys.authenticate(party, response, found.passkey))
    const owner = found && (await this.store.byId(found.owner))
    if (!found || counter === undefined || !owner) throw this.#failed(owner?.id ?? null, from)
    await this.store.used({ ...found.passkey, counter })
    return await this.#signedIn(owner, counted, from)
  }

  /** Sets a new password, or the first one. @throws OwnerError if the present one is not right */
  async changePassword(
    owner: Owner,
    present: string | undefined,
    next: string,
    from: From,
  ): Promise<void> {
    const kept = await this.store.passwordOf(owner.id)
    if (kept !== undefined) {
      const counted = this.#counted(from, owner.name)
      await this.#begin(counted, from)
      const good = await this.#passwords.verify(present ?? '', kept)
      if (!good) throw this.#failed(owner.id, from)
      await this.#slow.succeeded(counted)
    }
    await this.store.add(owner.id, await this.#credentialOf({ password: next }, ''))
    this.tell('credentials-changed', owner.id, from)
  }

  /** Options for one more passkey. */
  async morePasskeys(owner: Owner, party: RelyingParty, from: From) {
    const existing = await this.store.passkeysOf(owner.id)
    return await this.passkeys.registration(party, `add ${owner.id}`, owner, existing, zoneOf(from))
  }

  /** Adds a passkey. @throws OwnerError */
  async addPasskey(
    owner: Owner,
    passkey: RegistrationResponseJSON,
    party: RelyingParty,
    from: From,
  ): Promise<void> {
    await this.store.add(owner.id, await this.#credentialOf({ passkey, party }, `add ${owner.id}`))
    this.tell('credentials-changed', owner.id, from)
  }

  // Nearby and elsewhere are counted apart: what strangers fail at does not slow the household.
  #counted(from: From, name?: string): readonly Counted[] {
    const zone = zoneOf(from)
    const byAddress = { zone, key: `address ${from.address}` }
    if (name === undefined) return [byAddress]
    return [byAddress, { zone, key: `name ${nameKey(name)}` }]
  }

  async #begin(counted: readonly Counted[], from: From): Promise<void> {
    const wait = await this.#slow.attempt(counted)
    if (wait === 0) return
    this.tell('sign-in-slowed', null, from)
    const seconds = Math.ceil(wait / 1_000)
    throw new OwnerError('slow_down', `Too many tries. Wait ${seconds} s, then try again.`, {
      'retry-after': String(seconds),
    })
  }

  #failed(owner: string | null, from: From): OwnerError {
    this.tell('sign-in-failed', owner, from)
    return new OwnerError('sign_in_failed', 'That was not right. Try again.')
  }

  async #signedIn(owner: Owner, counted: readonly Counted[], from: From): Promise<SignedIn> {
    await this.#slow.succeeded(counted)
    this.tell('signed-in', owner.id, from)
    return { owner, token: await this.sessions.start(owner.id) }
  }
}
