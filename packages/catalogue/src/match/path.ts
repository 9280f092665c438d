// The bytes of a path: which are allowed, how one value is decoded and written again. There is
// one decoding and one spelling; everything else is refused (reference, authorization 4.3).

/** Longest path that is looked at, in bytes; the longest honest one is below 400. */
export const MAX_PATH = 2048

const ALLOWED = new Uint8Array(128)
for (const byte of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@!$'()*+,=%/") {
  ALLOWED[byte.charCodeAt(0)] = 1
}

const SLASH = 47

/**
 * Splits a raw path into its raw segments, after a look at every byte; undefined if it holds a
 * byte that no path has, an empty segment, or is too long. One trailing slash is tolerated.
 */
export function splitPath(rawPath: string): string[] | undefined {
  if (rawPath.length > MAX_PATH || rawPath.charCodeAt(0) !== SLASH) return undefined
  const segments: string[] = []
  let start = 1
  for (let at = 1; at < rawPath.length; at++) {
    const byte = rawPath.charCodeAt(at)
    if (byte > 127 || ALLOWED[byte] === 0) return undefined
    if (byte !== SLASH) continue
    if (at === start) return undefined
    segments.push(rawPath.slice(start, at))
    start = at + 1
  }
  if (start < rawPath.length) segments.push(rawPath.slice(start))
  return segments
}

// A value never holds what could end a segment or be decoded a second time.
const FORBIDDEN = /[\p{Cc}/\\?#%\p{Cs}]/u

/** Whether a decoded value may stand in a path. */
export function isPathValue(value: string): boolean {
  return value !== '' && value !== '.' && value !== '..' && !FORBIDDEN.test(value)
}

/**
 * Decodes one raw segment of `splitPath`, once; undefined if it is not the encoding of a value.
 * Bytes that need no decoding were looked at there, so only the two special names are left.
 */
export function decodeSegment(raw: string): string | undefined {
  if (!raw.includes('%')) return raw === '.' || raw === '..' ? undefined : raw
  try {
    const value = decodeURIComponent(raw)
    return isPathValue(value) ? value : undefined
  } catch {
    return undefined
  }
}

const SAFE_IN_PATH = /%(?:3A|40|24|2C|2B|3D)/g

/** Writes a value as a segment: percent-encoded, but `:` and the like raw, as hubs expect ids. */
export function encodeSegment(value: string): string {
  if (isPlain(value)) return value
  return encodeURIComponent(value).replace(SAFE_IN_PATH, decodeURIComponent)
}

const PLAIN = new Uint8Array(128)
for (const byte of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@!$'()*+,=") {
  PLAIN[byte.charCodeAt(0)] = 1
}

/** Whether every character of a value stands for itself in a path; most ids are like that. */
function isPlain(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const byte = value.charCodeAt(at)
    if (byte > 127 || PLAIN[byte] === 0) return false
  }
  return true
}
