// The last good metadata documents of clients that somebody granted something to: so that these can refresh, and give
// back, what they have while their document cannot be fetched. Whoever asks anew needs a document that can be.
import { FetchRefused, type RefusedFetch } from '../outgoing/guarded-fetch.ts'
import type { ClientMetadata } from './clients.ts'
import type { Items, Payload } from './items.ts'

const MODEL = 'Document'
const DAY = 86_400_000

/**
 * How long a document counts after it was seen last, in milliseconds: as long as a refresh token does; where keys stand
 * in it, no longer than memory has any, because taking a key out of it is how its client ends that one.
 */
export const LAST_GOOD = { plain: 30 * DAY, withKeys: DAY } as const

/** How old what is kept becomes before it is written again, in milliseconds. */
const STALE = DAY / 4

/** What kept documents stand on. */
export interface KeptParts {
  readonly items: Items
  readonly now: () => number
}

/** Keeps them; one for each client that was granted something, of 5 kB at most each (see the guard). */
export class KeptDocuments {
  readonly #parts: KeptParts

  constructor(parts: KeptParts) {
    this.#parts = parts
  }

  /** Keeps a document: something is granted to its client. */
  async keep(metadata: ClientMetadata): Promise<void> {
    const { items, now } = this.#parts
    const life = hasKeys(metadata) ? LAST_GOOD.withKeys : LAST_GOOD.plain
    await items.put({
      ...{ model: MODEL, id: metadata.client_id, payload: { metadata, at: now() } },
      ...{ grantId: undefined, secondKey: undefined, expiresAt: now() + life },
    })
  }

  /** A document was fetched; of a client that was granted nothing it is not kept, as anybody may name any. */
  async seen(metadata: ClientMetadata): Promise<void> {
    const { items, now } = this.#parts
    const { at, metadata: before } = (await items.find(MODEL, metadata.client_id))?.payload ?? {}
    const isFresh = typeof at === 'number' && at > now() - STALE
    if (isFresh && JSON.stringify(before) === JSON.stringify(metadata)) return
    const isGranted = at !== undefined || (await items.grantsOf(metadata.client_id)).length > 0
    if (isGranted) await this.keep(metadata)
  }

  /** What was good last; undefined if there is nothing, or if that is too long ago. */
  async lastGood(id: string): Promise<Payload | undefined> {
    const { items, now } = this.#parts
    const item = await items.find(MODEL, id)
    const metadata = item?.payload['metadata']
    if (!item || item.expiresAt <= now()) return undefined
    return typeof metadata === 'object' && metadata !== null ? { ...metadata } : undefined
  }
}

const hasKeys = ({ jwks, jwks_uri: address }: ClientMetadata): boolean =>
  jwks !== undefined || address !== undefined

/** Why a fetch comes to nothing though the document may be as it was. */
const NOT_ITS_FAULT: ReadonlySet<RefusedFetch> = new Set(['unreachable', 'too-slow', 'busy'])

/** Whether a document was not fetched because this gateway, or its server, is cut off. */
export const isCutOff = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof FetchRefused &&
  NOT_ITS_FAULT.has(error.cause.reason)
