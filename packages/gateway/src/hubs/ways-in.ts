// The ways in: by an address and a key, through an account at Athom, through the Homey CLI. Where the hub
// has keys, a login only mints one and is dropped; elsewhere the login itself is kept.
import { GENERATION_NAMES, type Generation } from '@latchkey/catalogue'
import {
  type CloudHub,
  HubConnection,
  HubError,
  hasKeys,
  type KnownAddresses,
  ladderInWords,
  localKey,
  parseHubAddress,
  recognise,
} from '@latchkey/homey'
import { OwnerError } from '../owner-error.ts'
import type { Hub } from './hub.ts'
import type { Hubs } from './hubs.ts'
import { deleteAtHub, mintProvenKey, type ProvenKey } from './mint-key.ts'
import { chooseHub, type LoginChoice, loginOf, type OwnerLogin } from './owner-login.ts'
import { readSession, userOfKey } from './session-facts.ts'
import { type CredentialParts, credentialOf, type Secret } from './stored-credential.ts'
import type { Leftover, UnfinishedMints } from './unfinished-mints.ts'

/** A hub by its address and an API key. */
export interface HubByKey {
  /** Whose it will be. */
  readonly ownerId: string
  readonly name: string
  readonly address: string
  readonly key: string
  /**
   * What it is taken for if it does not tell, which the credential may lack a scope for; a Pro 2023 if it is
   * not said. Where hubs have no keys a session's token stands in for one.
   */
  readonly generation?: Generation | undefined
}

/** A hub by an owner's login. */
export interface HubByLogin {
  /** Whose it will be. */
  readonly ownerId: string
  readonly name: string
  readonly login: LoginChoice
  /** Its name or id at Athom, where there are several. */
  readonly hub?: string | undefined
  /** The scopes of the key that is minted. */
  readonly scopes?: readonly string[] | undefined
  /** Where Athom's cloud cannot be asked any more: the address, and what kind of hub it is. */
  readonly address?: string | undefined
  readonly generation?: Generation | undefined
}

/** What was added, and what is worth saying of it. */
export interface AddedHub {
  readonly hub: Hub
  readonly notes: readonly string[]
}

/** What the ways in stand on. */
export interface WaysInParts extends CredentialParts {
  readonly hubs: Hubs
  readonly mints: UnfinishedMints
}

type Found = Pick<CloudHub, 'id' | 'addresses'> & { readonly generation: Generation }

const DEADLINE = 12_000

/** Adds hubs, replaces their keys and takes them back. */
export class WaysIn {
  readonly #parts: WaysInParts

  constructor(parts: WaysInParts) {
    this.#parts = parts
  }

  /**
   * Adds a hub by address and key: asks who is there and of what kind it is, tries the key with a read of
   * its own session, seals it. Adding the same hub again replaces its credential and address.
   * @throws HubError if the hub cannot be reached or refuses the key; OwnerError `name_taken`.
   */
  async byKey(wanted: HubByKey): Promise<AddedHub> {
    const { hubs, now } = this.#parts
    const credential = localKey(wanted.key)
    const { address, name, key, ownerId } = wanted
    await using asked = new HubConnection({
      ...{ address, credential, generation: wanted.generation ?? 'pro-2023' },
    })
    const { id } = await asked.identify()
    hubs.requireFree(name, id, ownerId)
    const told = await recognise(asked).catch((error) => {
      throw withLadder(error)
    })
    const generation = told ?? asked.generation
    await using connection = new HubConnection({ address, id, credential, generation })
    const facts = await readSession(connection).catch((error) => {
      throw withLadder(error)
    })
    const hub: Hub = {
      ...{ id, ownerId, name, generation, address: asked.address, createdAt: now() },
      ...{ credentialKind: 'local-key', mintedKeyId: undefined, accountId: undefined },
      ...{ addresses: hubs.byId(id)?.hub.addresses ?? {}, ...facts },
      credentialUser: facts.credentialUser ?? userOfKey(key),
    }
    const before = hubs.byId(id)?.hub.accountId
    const kept = await hubs.keep(hub, { kind: 'local-key', key })
    await this.#forgetUnused(before)
    return { hub: kept, notes: [] }
  }

  /** Adds a hub by an owner's login. @throws HubError, OwnerError with what to do */
  async byLogin(wanted: HubByLogin): Promise<AddedHub> {
    await this.tidy()
    const login = this.#login(wanted.login)
    const found = await this.#find(wanted, login)
    this.#parts.hubs.requireFree(wanted.name, found.id, wanted.ownerId)
    await using connection = this.#opened(found, login)
    const { address } = await connection.entry(AbortSignal.timeout(DEADLINE))
    const hub = {
      ...{ ...found, name: wanted.name, address, createdAt: this.#parts.now() },
      ownerId: wanted.ownerId,
      accountId: login.accountId,
    }
    if (!hasKeys(found.generation)) return await this.#keepLogin(hub, connection, login)
    const proven = await mintProvenKey(connection, this.#parts.mints, wanted.scopes)
    return await this.#keepKey({ ...hub, credentialKind: 'local-key' }, proven)
  }

  async #keepLogin(
    hub: Omit<Hub, 'credentialKind' | 'mintedKeyId' | 'credentialUser' | 'credentialScopes'> & {
      readonly accountId: string | undefined
    },
    connection: OpenedConnection,
    login: OwnerLogin,
  ): Promise<AddedHub> {
    const facts = await readSession(connection)
    const { kind } = login.secret
    const whole: Hub = { ...hub, credentialKind: kind, mintedKeyId: undefined, ...facts }
    const kept = await this.#parts.hubs.keep(whole, connection.secret())
    return {
      hub: kept,
      notes: [`${GENERATION_NAMES[hub.generation]}: no keys, so the login is kept.`],
    }
  }

  async #keepKey(
    hub: Omit<Hub, 'mintedKeyId' | 'credentialUser' | 'credentialScopes'>,
    { id, key, facts, wrote, journaled }: ProvenKey,
  ): Promise<AddedHub> {
    const credentialUser = facts.credentialUser ?? userOfKey(key)
    const whole: Hub = { ...hub, mintedKeyId: id, ...facts, credentialUser }
    const kept = await this.#parts.hubs.keep(whole, { kind: 'local-key', key })
    await this.#parts.mints.end(journaled)
    const proof = wrote
      ? 'A key was made at the Homey, tried with a read and a write that was undone, and sealed.'
      : 'A key was made at the Homey, tried with a read, and sealed; its scopes allow no write to try.'
    return { hub: kept, notes: [proof] }
  }

  /**
   * Mints a new key for a hub, switches to it and deletes the old one at the hub.
   * @throws OwnerError `cannot_rotate` for a hub whose credential Latchkey did not mint; HubError
   */
  async rotate(hub: Hub, choice?: LoginChoice): Promise<AddedHub> {
    await this.tidy()
    const { mintedKeyId: old, credentialScopes } = hub
    if (old === undefined) {
      throw new OwnerError(
        'cannot_rotate',
        hub.credentialKind === 'local-key'
          ? `The key of ${hub.name} was made by you. Make another at my.homey.app and add the hub again.`
          : `${hub.name} has no key: its login is renewed by itself.`,
      )
    }
    const login = this.#login(choice ?? { account: hub.accountId })
    await using owner = this.#opened(hub, login)
    const proven = await mintProvenKey(owner, this.#parts.mints, credentialScopes ?? undefined)
    const added = await this.#keepKey(
      { ...hub, accountId: login.accountId ?? hub.accountId },
      proven,
    )
    const problem = await deleteAtHub(owner, old)
    const note = problem
      ? `The old key could not be deleted at the Homey: ${problem}`
      : 'The old key is deleted at the Homey.'
    return { hub: added.hub, notes: [...added.notes, note] }
  }

  /**
   * Forgets a hub; a key that Latchkey minted is deleted at the hub if that can be done. Says why it
   * could not; undefined if there was no such key or it is gone.
   */
  async remove(hub: Hub, choice?: LoginChoice): Promise<string | undefined> {
    const problem = hub.mintedKeyId
      ? await this.#deleteKey(hub, hub.mintedKeyId, choice)
      : undefined
    await this.#parts.hubs.remove(hub.id)
    await this.#forgetUnused(hub.accountId)
    return problem
  }

  /** No login is kept that opens nothing any more. */
  async #forgetUnused(accountId: string | undefined): Promise<void> {
    const { hubs, accounts } = this.#parts
    const isUsed = hubs.list().some((hub) => hub.accountId === accountId)
    if (accountId !== undefined && !isUsed) await accounts.forget(accountId)
  }

  async #deleteKey(
    hub: Hub,
    keyId: string,
    choice: LoginChoice | undefined,
  ): Promise<string | undefined> {
    try {
      await using owner = this.#opened(hub, this.#login(choice ?? { account: hub.accountId }))
      return await deleteAtHub(owner, keyId)
    } catch (error) {
      if (error instanceof OwnerError || error instanceof HubError) return error.message
      throw error
    }
  }

  /** A connection to a hub by a login of the owner; whoever has it closes it. @throws OwnerError `account_unknown` */
  ownerConnection(hub: Hub, choice: LoginChoice): HubConnection {
    return this.#opened(hub, this.#login(choice))
  }

  /** Cleans up at the hubs what interrupted mints left behind. */
  tidy(): Promise<readonly Leftover[]> {
    const { hubs, mints } = this.#parts
    return mints.tidy((id) => hubs.byId(id)?.hub.mintedKeyId)
  }

  #login(choice: LoginChoice): OwnerLogin {
    return loginOf(choice, this.#parts.accounts, this.#parts.cloud)
  }

  #opened(found: Found & { readonly address?: string }, { secret }: OwnerLogin): OpenedConnection {
    return new OpenedConnection(found, secret, this.#parts)
  }

  async #find(wanted: HubByLogin, login: OwnerLogin): Promise<Found> {
    const { address, generation } = wanted
    if (address !== undefined && generation !== undefined) return atAddress(address, generation)
    const { hubs } = await login.user(AbortSignal.timeout(DEADLINE))
    const { generation: told, ...hub } = chooseHub(hubs, wanted.hub)
    if (told === undefined) {
      throw new OwnerError(
        'hub_unknown',
        `${hub.name} is a ${hub.model}, which Latchkey does not know.`,
      )
    }
    const entered: KnownAddresses = address === undefined ? {} : { entered: address }
    const addresses = { ...hub.addresses, ...entered }
    return { id: hub.id, addresses, generation: told }
  }
}

/** A connection by an owner's login, which remembers the session that was opened. */
class OpenedConnection extends HubConnection {
  readonly secret: () => Secret

  constructor(
    { id, address, addresses, generation }: Found & { readonly address?: string },
    secret: Secret,
    parts: CredentialParts,
  ) {
    let latest = secret
    const credential = credentialOf(id, secret, parts, async (next) => {
      latest = next
    })
    super({ id, address, addresses, generation, credential })
    this.secret = () => latest
  }
}

async function atAddress(entered: string, generation: Generation): Promise<Found> {
  const address = parseHubAddress(entered)
  await using anonymous = new HubConnection({ address, generation, credential: localKey('') })
  const { id } = await anonymous.identify()
  return { id, addresses: { entered: address }, generation }
}

function withLadder(error: unknown): unknown {
  if (!(error instanceof HubError) || error.code !== 'hub_credential_refused') return error
  const { status } = error
  return new HubError(error.code, `${error.message}\n${ladderInWords()}`, status ? { status } : {})
}
