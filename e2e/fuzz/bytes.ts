// Mutations of bytes, and the spellings with which requests are smuggled (the table of attack tests on
// paths and headers, reference/authorization 4.3 and 4.4).
import type { Random } from '../oracle/random.ts'

/** What is spliced into paths. */
const PATH_PIECES = [
  ...[
    '/../',
    '/%2e%2e/',
    '..%2f',
    '%252e',
    '..;/',
    '..\\',
    '%5c',
    '%c0%ae',
    '%00',
    '//',
    '#/',
    '?x=',
  ],
  ...['/./', '%2F', '.json', '/', ';a=b', '%zz', '\t', ' ', '\u00e9', '@', '://evil', '%20', '*'],
] as const

/** What is spliced between headers. */
const HEADERS = [
  ...['Transfer-Encoding: chunked', 'Transfer-Encoding: xchunked', 'Transfer-Encoding : chunked'],
  ...['Transfer-Encoding: gzip, chunked', 'TE: trailers', 'Content-Length: 5', 'Content-Length: 0'],
  ...[
    'Content-Length: -1',
    'Content-Length: 5, 6',
    'Host: evil.example',
    'Connection: close, authorization',
  ],
  ...['Connection: upgrade', 'Upgrade: h2c', 'Upgrade: websocket', 'Expect: 100-continue'],
  ...['X-HTTP-Method-Override: DELETE', 'X-Forwarded-For: 127.0.0.1', 'X-Forwarded-Host: evil'],
  ...[
    'Forwarded: for=1',
    'X-Homey-ID: x',
    'Cookie: token=x',
    'Authorization: Bearer x',
    ' folded: x',
  ],
  ...['Authorization: Basic eDp5', 'X-Original-URL: /api/manager/users/user', 'Range: bytes=0-1'],
  ...[
    'Content-Type: text/plain',
    'Content-Encoding: gzip',
    'Accept-Encoding: gzip',
    'Trailer: x',
    ': x',
  ],
] as const

const METHODS = [
  'PATCH',
  'TRACE',
  'PROPFIND',
  'HEAD',
  'OPTIONS',
  'CONNECT',
  'get',
  'G\u0000ET',
  'PRI',
] as const

/** Changes some bytes of a text of Latin 1: another, none, twice, or a slice from elsewhere. */
export function mutate(random: Random, text: string): string {
  let bytes = text
  for (let times = 1 + random.int(3); times > 0 && bytes.length > 0; times--) {
    const at = random.int(bytes.length)
    const some = 1 + random.int(4)
    const from = random.int(bytes.length)
    bytes = random.pick([
      () => bytes.slice(0, at) + String.fromCharCode(random.int(256)) + bytes.slice(at + 1),
      () => bytes.slice(0, at) + bytes.slice(at + some),
      () => bytes.slice(0, at) + bytes.slice(from, from + some * 4) + bytes.slice(at),
      () =>
        bytes.slice(0, at) + random.pick(['\r', '\n', '\r\n', '\0', '\r\n\r\n']) + bytes.slice(at),
      () => bytes.slice(0, at),
    ])()
  }
  return bytes
}

/** Splices something into a path. */
export function strangePath(random: Random, path: string): string {
  const at = random.int(path.length + 1)
  return random.pick([
    () => path.slice(0, at) + random.pick(PATH_PIECES) + path.slice(at),
    () => `//evil.example${path}`,
    () => `http://other.example${path}`,
    () => path.toUpperCase(),
    () => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    () => `${path}/../../../users/user`,
  ])()
}

/** A line that no honest client puts among its headers. */
export const strangeHeader = (random: Random): string => random.pick(HEADERS)

/** A method that no operation has. */
export const strangeMethod = (random: Random): string => random.pick(METHODS)
