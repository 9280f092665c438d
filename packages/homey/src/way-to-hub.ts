// The way to a hub: one address at a time, and another one when nobody answers there any more. Says
// which address that is and why, as data.
import { parseHubAddress } from './address.ts'
import { RENEWAL_DEADLINE } from './credentials/hub-session.ts'
import { type AddressChoice, discover, type KnownAddresses, WAYS } from './discovery.ts'
import { HubError } from './hub-error.ts'
import { OneFlight } from './one-flight.ts'
import { Wire } from './wire.ts'

/** What a way is found by. */
export interface WayOptions {
  /** The hub's id. Without it there is only the first address. */
  readonly id: string | undefined
  /** The address to begin with; without one the hub is looked for first. */
  readonly address: string | undefined
  readonly addresses: KnownAddresses
  readonly connections: number
  readonly now: () => number
}

/** A search that found nothing is not repeated for so long, in milliseconds. */
const SEARCH_AGAIN = 2_000

/** The way to one hub. */
export class WayToHub {
  readonly #options: WayOptions
  readonly #search = new OneFlight<Wire>()
  readonly #retired: Wire[] = []
  #wire: Wire | undefined
  #choice: AddressChoice | undefined
  #searchedAt = Number.NEGATIVE_INFINITY
  #lost = false

  /** @throws HubError `hub_address_invalid` */
  constructor(options: WayOptions) {
    this.#options = options
    const { address, addresses, connections, now } = options
    if (address === undefined) return
    const parsed = parseHubAddress(address)
    this.#wire = new Wire(parsed, connections, now)
    const way = WAYS.find((one) => sameAddress(addresses[one], parsed)) ?? 'entered'
    const because = way === 'entered' ? 'it was entered' : 'it answered last time'
    this.#choice = { way, address: parsed, because, tried: [] }
  }

  /** The address that is used, and why; undefined before the hub was looked for. */
  get choice(): AddressChoice | undefined {
    return this.#choice
  }

  /** The sockets to the hub, if it need not be looked for. */
  get present(): Wire | undefined {
    return this.#lost ? undefined : this.#wire
  }

  /** The sockets to the hub. @throws HubError `hub_offline`, `hub_is_another` */
  async wire(signal: AbortSignal): Promise<Wire> {
    if (this.#wire && !this.#lost) return this.#wire
    return this.#search.join(() => this.#find(), signal)
  }

  /** Whether the hub may be found elsewhere than at the present address. */
  get hasOthers(): boolean {
    const { id, addresses } = this.#options
    const others = Object.values(addresses).filter(
      (one) => !sameAddress(one, this.#choice?.address ?? ''),
    )
    return id !== undefined && others.length > 0
  }

  /**
   * The address did not answer: the hub is to be looked for again. Says whether that makes sense now;
   * after a search a moment ago it does not.
   */
  lose(): boolean {
    if (!this.hasOthers || this.#options.now() - this.#searchedAt < SEARCH_AGAIN) return false
    this.#lost = true
    return true
  }

  async #find(): Promise<Wire> {
    const { id, addresses, connections, now } = this.#options
    if (id === undefined) throw new HubError('hub_offline', 'No address of this Homey is known.')
    this.#searchedAt = now()
    const choice = await discover({ id, addresses }, AbortSignal.timeout(RENEWAL_DEADLINE))
    this.#choice = choice
    this.#lost = false
    if (this.#wire?.address === choice.address) return this.#wire
    if (this.#wire) {
      this.#wire.retire()
      this.#retired.push(this.#wire)
    }
    this.#wire = new Wire(choice.address, connections, now)
    return this.#wire
  }

  /** Closes all sockets. */
  async close(): Promise<void> {
    await Promise.all([this.#wire, ...this.#retired].map((wire) => wire?.close()))
  }
}

function sameAddress(one: string | undefined, other: string): boolean {
  return one !== undefined && URL.canParse(one) && new URL(one).origin === other
}
