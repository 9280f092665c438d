// The address of a hub as an owner types it, made into the one form that is connected to.
import { HubError } from './hub-error.ts'

/** `http://host[:port]` or `https://host[:port]`; nothing after it, no user in it. */
export type HubAddress = string & { readonly __brand: 'HubAddress' }

/**
 * Reads an address: `192.168.1.20`, `homey.local:4859`, `https://….homeylocal.com/`.
 * @throws HubError `hub_address_invalid`, with what to type instead.
 */
export function parseHubAddress(typed: string): HubAddress {
  const trimmed = typed.trim()
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`
  const bad = (why: string): HubError =>
    new HubError(
      'hub_address_invalid',
      `"${printable(trimmed)}" is no address of a Homey: ${why}. Type it as http://192.168.1.20`,
    )
  if (!URL.canParse(withScheme)) throw bad('it cannot be read')
  const url = new URL(withScheme)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw bad('it must be http or https')
  if (url.username !== '' || url.password !== '') throw bad('it must not hold a user or password')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw bad('it must end after the host and port')
  }
  return url.origin as HubAddress
}

function printable(text: string): string {
  // What somebody pasted by mistake may be a key, so only the start of it is shown; of a user and
  // password nothing.
  const plain = text.replace(/[^\x20-\x7e]/g, '?')
  const shown = plain.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1…@')
  return shown.length > 40 ? `${shown.slice(0, 24)}…` : shown
}
