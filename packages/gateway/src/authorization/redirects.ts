// Where a browser may be sent back to with a code: nowhere that others on the network can read it.

/** What is allowed, in words. */
export const REDIRECTS = 'https://…, http://127.0.0.1/…, or a scheme like com.example.app:/…'

/** Addresses are written in printable ASCII (RFC 3986); anything else would be obeyed by terminals, or turn a page round. */
export const isPlainAddress = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

/** Whether a code may be sent there. */
export function isRedirect(text: string): boolean {
  const url = URL.parse(text)
  if (url?.hash !== '' || url.username !== '') return false
  if (!isPlainAddress(text) || text.includes('\\')) return false
  if (url.protocol === 'https:') return true
  if (url.protocol === 'http:') return ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  // A scheme of an app's own has the name of a domain in it (RFC 8252, 7.1).
  return /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/.test(url.protocol)
}
