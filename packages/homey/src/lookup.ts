// Names of hubs to IP addresses. Two kinds are resolved here, because routers often refuse to:
// `192-168-1-20.homey.homeylocal.com` says the address itself, and `….local` is asked for by multicast.
import { lookup } from 'node:dns/promises'
import { isIPv4 } from 'node:net'
import { resolveByMulticast } from './multicast.ts'

const ENCODED = /^(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.homey\.homeylocal\.com$/i

/**
 * The IP addresses of a name, the best first; `signal` ends what is asked by multicast.
 * @throws Error with a `code` of DNS if there are none
 */
export type Resolve = (name: string, signal?: AbortSignal) => Promise<readonly string[]>

/** The address that a name says itself; undefined if it says none. */
export function addressInName(name: string): string | undefined {
  const parts = ENCODED.exec(name)?.slice(1)
  const address = parts?.join('.')
  return address !== undefined && isIPv4(address) ? address : undefined
}

/** Resolves as this machine does, and the names of hubs besides. */
export const resolveHub: Resolve = async (name, signal) => {
  const encoded = addressInName(name)
  if (encoded !== undefined) return [encoded]
  try {
    return (await lookup(name, { all: true })).map((one) => one.address)
  } catch (error) {
    if (!name.toLowerCase().endsWith('.local')) throw error
    return [await resolveByMulticast(name, signal).catch(() => Promise.reject(error))]
  }
}
