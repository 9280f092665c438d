// An address of a hub, held to one IP address: its name is resolved once, what may not be connected to is
// dropped, and after the first connection every other one goes to the same IP address. A name that is
// answered differently a moment later (DNS rebinding) moves nothing.
import { isIPv6, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import type { HubAddress } from './address.ts'
import { HubError } from './hub-error.ts'
import { type Resolve, resolveHub } from './lookup.ts'
import { literalIp, refusedAddress, whereabouts } from './whereabouts.ts'

/** What a pin works with. */
export interface PinOptions {
  readonly resolve?: Resolve | undefined
  /** The IP address, where it is known already. */
  readonly ip?: string | undefined
  /** Ends what is asked by multicast. */
  readonly signal?: AbortSignal | undefined
}

/** One address of a hub and where it is. */
export class Pin {
  readonly address: HubAddress
  readonly #options: PinOptions
  #ip: string | undefined
  #resolved: Promise<readonly string[]> | undefined

  constructor(address: HubAddress, options: PinOptions = {}) {
    this.address = address
    this.#options = options
    this.#ip = options.ip
  }

  /** The IP address that all connections go to; undefined before the first one. */
  get ip(): string | undefined {
    return this.#ip
  }

  /**
   * The IP addresses that may be connected to, asked for once.
   * @throws HubError `hub_address_invalid` if there are only others; what DNS says if there are none
   */
  candidates(): Promise<readonly string[]> {
    if (this.#ip !== undefined) return Promise.resolve([this.#ip])
    this.#resolved ??= this.#resolve().catch((error) => {
      // Nothing was connected to, so nothing moves if the name is asked for again.
      this.#resolved = undefined
      throw error
    })
    return this.#resolved
  }

  async #resolve(): Promise<readonly string[]> {
    const { resolve = resolveHub, signal } = this.#options
    const { address } = this
    const literal = literalIp(address)
    const found = literal ? [literal] : await resolve(new URL(address).hostname, signal)
    const allowed = found.filter((ip) => whereabouts(address, ip).verdict === 'allow')
    if (allowed.length > 0) return allowed
    for (const ip of found) {
      const said = whereabouts(address, ip)
      if (said.verdict === 'deny') throw refusedAddress(address, ip, said.reason)
    }
    throw new HubError('hub_offline', `Nobody is called ${new URL(address).hostname} here.`)
  }

  /** A `lookup` for sockets: says the candidates, whatever name it is asked. */
  readonly lookup: LookupFunction = (_name, options, callback) => {
    this.candidates().then(
      (ips) => {
        const found = ips.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
        const [first] = found
        if (options.all) callback(null, found)
        else callback(null, first?.address ?? '', first?.family)
      },
      (error) => callback(error, ''),
    )
  }

  /**
   * What `undici` connects with: TLS and `Host` have the name, the connection goes to the IP address.
   * Its errors are HubError `hub_address_invalid`, `hub_offline`, or what sockets and DNS say.
   */
  connector(): buildConnector.connector {
    // One request at a time on a connection, so HTTP/2 would bring nothing.
    const connect = buildConnector({ lookup: this.lookup, allowH2: false })
    return (options, callback) => {
      const refuse = (error: Error): void => callback(error, null)
      const connected: buildConnector.Callback = (error, socket) => {
        if (error) return refuse(error)
        if (this.#take(socket.remoteAddress)) return callback(null, socket)
        socket.destroy()
        refuse(new HubError('hub_offline', 'The Homey has several addresses; one is kept to.'))
      }
      // An address that is an IP address is never looked up, so it is judged here.
      this.candidates().then(() => connect(options, connected), refuse)
    }
  }

  // The first connection decides which of several it is.
  #take(remote: string | undefined): boolean {
    if (remote === undefined) return false
    const ip = remote.replace(/^::ffff:(?=\d+\.)/i, '')
    this.#ip ??= ip
    return this.#ip === ip
  }
}
