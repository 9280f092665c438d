// Which names a request may call this gateway by. A page in a browser that points a name of its own
// at this address (DNS rebinding) calls it by that name, and is turned away.
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])
const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** Whether a `Host` header (`name`, `name:port`) is one of this gateway. */
export type HostCheck = (host: string | undefined) => boolean

/**
 * The check for a gateway that listens at `listenHost`, and is also called by `publicUrl`. At
 * 0.0.0.0 or :: the addresses of this machine count, names do not.
 */
export function hostCheck(listenHost: string, publicUrl: string | undefined): HostCheck {
  const names = new Set([...LOOPBACK, listenHost.toLowerCase()])
  if (publicUrl !== undefined) names.add(new URL(publicUrl).hostname.toLowerCase())
  // Nearly everybody calls by the same name and port.
  let latest: string | undefined
  return (host) => {
    if (host !== undefined && host === latest) return true
    const name = nameOf(host)
    if (name === undefined) return false
    if (names.has(name)) {
      latest = host
      return true
    }
    return ANY.has(listenHost) && isIP(bare(name)) !== 0 && isOwnAddress(bare(name))
  }
}

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/

function nameOf(host: string | undefined): string | undefined {
  return HOST.exec(host?.toLowerCase() ?? '')?.[1]
}

const bare = (name: string): string => name.replace(/^\[|\]$/g, '')

function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) =>
    all?.some((one) => one.address.toLowerCase() === address),
  )
}
