// The way to a hub: one address at a time, and another one when nobody answers there any more. Says
// which address that is and why, as data.
import { parseHubAddress } from './address.ts'
import { RENEWAL_DEADLINE } from './credentials/hub-session.ts'
import { type AddressChoice, discover, type KnownAddresses, WAYS } from './discovery.ts'
import { HubError } from './hub-error.ts'
import type { Resolve } from './lookup.ts'
import { OneFlight } from './one-flight.ts'
import { Pin } from './pin.ts'
import { literalIp } from './whereabouts.ts'
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
  /** Instead of this machine's DNS; for tests. */
  readonly resolve?: Resolve | undefined
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
    const { address, addresses, resolve } = options
    if (address === undefined) return
    const parsed = parseHubAddress(address)
    this.#wire = this.#wireBy(new Pin(parsed, { resolve }))
    const way = WAYS.find((one) => sameAddress(addresses[one], parsed)) ?? 'entered'
    const because = way === 'entered' ? 'it was entered' : 'it answered last time'
    this.#choice = { way, address: parsed, because, tried: [] }
  }

  #wireBy(pin: Pin): Wire {
    const { connections, now } = this.#options
    return new Wire(pin, connections, now)
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

  /** Every address that the hub is looked for at, the first one included. */
  get #known(): KnownAddresses {
    const { address, addresses } = this.#options
    if (address === undefined) return addresses
    const parsed = parseHubAddress(address)
    const isKnown = Object.values(addresses).some((one) => sameAddress(one, parsed))
    return isKnown ? addresses : { entered: address, ...addresses }
  }

  /** Whether looking for the hub may find it elsewhere: at another address, or its name has moved. */
  get #isElsewhere(): boolean {
    if (this.#options.id === undefined) return false
    const present = this.#choice?.address
    const isName = present !== undefined && literalIp(present) === undefined
    return isName || Object.values(this.#known).some((one) => !sameAddress(one, present ?? ''))
  }

  /**
   * The address did not answer: the hub is to be looked for again. Says whether that makes sense now;
   * after a search a moment ago it does not.
   */
  lose(): boolean {
    if (!this.#isElsewhere || this.#options.now() - this.#searchedAt < SEARCH_AGAIN) return false
    this.#lost = true
    return true
  }

  // Names are asked for anew here and nowhere else: what answers at a new IP address has said that it is
  // this hub before there is a wire to it.
  async #find(): Promise<Wire> {
    const { id, now, resolve } = this.#options
    if (id === undefined) throw new HubError('hub_offline', 'No address of this Homey is known.')
    this.#searchedAt = now()
    const sought = { id, addresses: this.#known, resolve }
    const choice = await discover(sought, AbortSignal.timeout(RENEWAL_DEADLINE))
    this.#choice = choice
    this.#lost = false
    const { address, ip } = choice
    if (this.#wire?.address === address && this.#wire.pin.ip === ip) return this.#wire
    if (this.#wire) {
      this.#wire.retire()
      this.#retired.push(this.#wire)
    }
    this.#wire = this.#wireBy(new Pin(address, { ip, resolve }))
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
