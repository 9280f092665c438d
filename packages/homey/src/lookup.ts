// Names of hubs to IP addresses. Two kinds are resolved here, because routers often refuse to:
// `192-168-1-20.homey.homeylocal.com` says the address itself, and `….local` is asked for by multicast.
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIPv4, type LookupFunction } from 'node:net'
import { resolveByMulticast } from './multicast.ts'

const ENCODED = /^(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.homey\.homeylocal\.com$/i

/** The address that a name says itself; undefined if it says none. */
export function addressInName(name: string): string | undefined {
  const parts = ENCODED.exec(name)?.slice(1)
  const address = parts?.join('.')
  return address !== undefined && isIPv4(address) ? address : undefined
}

/** A `lookup` for sockets that knows the names of hubs; `signal` ends what it asks by multicast. */
export function hubLookup(signal?: AbortSignal): LookupFunction {
  return (name, options, callback) => {
    const told = (address: string): void => {
      const found: LookupAddress[] = [{ address, family: 4 }]
      if (options.all) callback(null, found)
      else callback(null, address, 4)
    }
    const encoded = addressInName(name)
    if (encoded !== undefined) return told(encoded)
    lookup(name, { ...(options as LookupOptions), all: true }, (error, found) => {
      const [first] = found ?? []
      if (!error && first) {
        if (options.all) callback(null, found)
        else callback(null, first.address, first.family)
        return
      }
      if (!name.toLowerCase().endsWith('.local')) return callback(error, '')
      resolveByMulticast(name, signal).then(told, () => callback(error, ''))
    })
  }
}
