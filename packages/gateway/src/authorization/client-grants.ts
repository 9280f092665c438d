// What clients have: which grants are of a client, and which of them count on a Homey.
import { type Grant, standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { Items } from './items.ts'
import type { Succession } from './succession.ts'

/** What it stands on. */
export interface ClientGrantsParts {
  readonly items: Items
  readonly grants: Grants
  readonly succession: Succession
  readonly now: () => number
}

/** Looks up what clients have. */
export class ClientGrants {
  readonly #parts: ClientGrantsParts

  constructor(parts: ClientGrantsParts) {
    this.#parts = parts
  }

  /** All grants of a client that are kept, whether or not they count. */
  async of(clientId: string): Promise<readonly Grant[]> {
    const { items, grants } = this.#parts
    const found = (await items.grantsOf(clientId)).map((one) => grants.present(one))
    return found.filter((grant) => grant !== undefined)
  }

  /** The client that a grant is of; undefined for the grant of a key. */
  async clientOf(grantId: string): Promise<string | undefined> {
    const clientId = (await this.#parts.items.find('Grant', grantId))?.payload['clientId']
    return typeof clientId === 'string' ? clientId : undefined
  }

  /**
   * The grant that a client has on a hub, the last one if there are several; undefined if none counts. With a resource,
   * the last one that is for it.
   */
  async heldBy(clientId: string, hubId: string, resource?: string): Promise<Grant | undefined> {
    const { items } = this.#parts
    for (const grant of await this.liveOn(clientId, hubId)) {
      if (resource === undefined || (await items.isFor(grant.id, resource))) return grant
    }
    return undefined
  }

  /** The grants of a client on a hub that count, the last one first. */
  async liveOn(clientId: string, hubId: string): Promise<readonly Grant[]> {
    const { succession, now } = this.#parts
    const lapsed = await succession.lapsedOf(clientId)
    return (await this.of(clientId))
      .filter((one) => !lapsed.has(one.id))
      .filter((one) => one.hubId === hubId && standing(one, now()) === 'live')
      .toSorted((a, b) => b.createdAt - a.createdAt)
  }
}
