// Between oidc-provider and our storage: each of its models is an item, a client, or a token of a grant. A grant
// of the library is our grant of the same id, so what revokes the one ends the other.
import type { Adapter, AdapterPayload, errors } from 'oidc-provider'
import { type Standing, standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import { hashOfKey, isApiKey } from '../grants/key.ts'
import type { ClientMetadata, Clients } from './clients.ts'
import type { Item, Items } from './items.ts'
import { PROFILE } from './profile.ts'
import { isRedirect, REDIRECTS } from './redirects.ts'
import { isMcpResource } from './resource.ts'

/** What the adapter stands on. */
export interface AdapterParts {
  readonly items: Items
  readonly clients: Clients
  readonly grants: Grants
  readonly now: () => number
  /** The library's own errors; it is loaded late. */
  readonly errors: Pick<typeof errors, 'InvalidGrant' | 'InvalidClientMetadata'>
  /** Told of a grant that its client gave back, or that ended because a code or refresh token was used again. */
  readonly onRevoked: (grantId: string) => void
  /** Told of every access token that was made, by its grant. */
  readonly onToken: (grantId: string) => Promise<void>
}

/** The adapter of a model. */
export function adapterOf(model: string, parts: AdapterParts): Adapter {
  if (model === 'Client') return new ClientAdapter(parts)
  if (model === 'Grant') return new GrantAdapter(model, parts)
  if (model === 'AccessToken') return new TokenAdapter(model, parts)
  if (model === 'ReplayDetection') return new SeenAdapter(model, parts)
  return new ItemAdapter(model, parts)
}

class ItemAdapter implements Adapter {
  protected readonly model: string
  protected readonly parts: AdapterParts

  constructor(model: string, parts: AdapterParts) {
    this.model = model
    this.parts = parts
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { items, now } = this.parts
    await items.put({
      ...{ model: this.model, id, payload: { ...payload }, grantId: payload.grantId },
      secondKey:
        payload.userCode ?? payload.uid ?? (this.model === 'Grant' ? payload.clientId : undefined),
      expiresAt: now() + (expiresIn ?? FOR_GOOD) * 1_000,
    })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return payloadOf(await this.parts.items.find(this.model, id))
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return payloadOf(await this.parts.items.findBySecondKey(this.model, userCode))
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return payloadOf(await this.parts.items.findBySecondKey(this.model, uid))
  }

  /** @throws InvalidGrant if somebody else used it up: a plain error would be answered with 500 */
  async consume(id: string): Promise<void> {
    if (await this.parts.items.use(this.model, id)) return
    throw new this.parts.errors.InvalidGrant('it was used already')
  }

  async destroy(id: string): Promise<void> {
    await this.parts.items.remove(this.model, id)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.parts.items.removeOf(grantId, this.model)
  }
}

/** How long what has no life of its own is kept, in seconds. */
const FOR_GOOD = 10 * 365 * 86_400

function payloadOf(item: Item | undefined): AdapterPayload | undefined {
  if (!item) return undefined
  const { payload, consumedAt } = item
  return { ...payload, ...(consumedAt !== undefined && { consumed: true }) }
}

/** What counts, or will again: tokens are made, and are refused as long. */
const WAITING: ReadonlySet<Standing> = new Set(['live', 'stopped', 'halted'])

/**
 * Grants: what the library knows besides ours. One that does not count is none; one that is stopped only waits,
 * and its client gets tokens that are refused as long.
 */
class GrantAdapter extends ItemAdapter {
  override async find(id: string): Promise<AdapterPayload | undefined> {
    const grant = await this.parts.grants.byId(id)
    const state = grant && standing(grant, this.parts.now())
    if (state === undefined || !WAITING.has(state)) return undefined
    return super.find(id)
  }

  override async destroy(id: string): Promise<void> {
    const { grants, items, onRevoked } = this.parts
    await grants.revoke(id)
    await grants.tokens.removeOf(id)
    await items.removeOf(id)
    await super.destroy(id)
    onRevoked(id)
  }
}

/** Access tokens: the hub path finds them by their hash, without the library. */
class TokenAdapter extends ItemAdapter {
  override async upsert(id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> {
    const { grants, now, onToken } = this.parts
    const { grantId } = payload
    if (grantId === undefined || !isApiKey(id)) throw new Error('A token must stand for a grant.')
    await super.upsert(id, payload, expiresIn)
    await onToken(grantId)
    // The token of an account opens no Homey: with it a client gets a session at the Homey that it was given.
    if (await this.#isOfAccount(payload.clientId)) return
    await grants.tokens.add(hashOfKey(id), {
      ...{ grantId, expiresAt: now() + expiresIn * 1_000 },
      boundTo: typeof payload['jkt'] === 'string' ? payload['jkt'] : null,
      audience: [payload.aud].flat().some((one) => isMcpResource(one)) ? 'mcp' : 'hub',
    })
  }

  async #isOfAccount(clientId: string | undefined): Promise<boolean> {
    const client = clientId === undefined ? undefined : await this.parts.clients.byId(clientId)
    return client?.profile === 'athom-compatible'
  }

  override async destroy(id: string): Promise<void> {
    if (isApiKey(id)) await this.parts.grants.tokens.remove(hashOfKey(id))
    await super.destroy(id)
  }

  override async revokeByGrantId(grantId: string): Promise<void> {
    await this.parts.grants.tokens.removeOf(grantId)
    await super.revokeByGrantId(grantId)
  }
}

/** Proofs and assertions that were seen: of many who show the same at once, the first is the only one. */
class SeenAdapter extends ItemAdapter {
  /** @throws InvalidGrant if it was seen already; the library looks first, and only then keeps it */
  override async upsert(id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> {
    const { items, now, errors } = this.parts
    const isNew = await items.putOnce({
      ...{ model: this.model, id, payload: { ...payload }, grantId: undefined },
      ...{ secondKey: undefined, expiresAt: now() + expiresIn * 1_000 },
    })
    if (!isNew) throw new errors.InvalidGrant('it was used already')
  }
}

class ClientAdapter implements Adapter {
  readonly #parts: AdapterParts

  constructor(parts: AdapterParts) {
    this.#parts = parts
  }

  /** @throws InvalidClientMetadata if codes would be sent in clear text, or shown to no browser */
  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    const wrong = payload.redirect_uris?.find((uri) => !isRedirect(uri))
    if (wrong !== undefined) {
      throw new this.#parts.errors.InvalidClientMetadata(`redirect_uris must be ${REDIRECTS}`)
    }
    const { [PROFILE]: _, ...kept } = payload
    const metadata: ClientMetadata = { ...kept, client_id: id }
    await this.#parts.clients.put(metadata, { origin: 'registered', ownerId: '' })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const client = await this.#parts.clients.byId(id)
    if (!client) return undefined
    // What stands in the metadata may come from the client; the profile never does.
    const { [PROFILE]: _, ...metadata } = client.metadata
    return { ...metadata, ...(client.profile !== null && { [PROFILE]: client.profile }) }
  }

  async destroy(id: string): Promise<void> {
    await this.#parts.clients.remove(id)
  }

  // Clients are found by their id alone, and are not used up.
  async findByUserCode(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}
