// Requests as bytes: honest ones of a limited key for things that it covers and does not, then mutated.
import { buildPath, operationById } from '@latchkey/catalogue'
import { OPERATIONS, randomCall } from '../oracle/calls.ts'
import type { Random } from '../oracle/random.ts'
import type { OracleCall, State } from '../oracle/state.ts'
import { mutate, strangeHeader, strangeMethod, strangePath } from './bytes.ts'

/** What a call is over HTTP; undefined where ids do not make a path. */
export function pathOf({
  operation,
  ids,
  query,
}: OracleCall): { method: string; path: string } | undefined {
  const found =
    operationById('pro-2023', operation) ?? OPERATIONS.find((one) => one.id === operation)
  if (!found) return undefined
  const search = new URLSearchParams(query).toString()
  const path = buildPath(found, ids, found.open ? ['x'] : []) + (search ? `?${search}` : '')
  return { method: found.method, path }
}

/** One case: the bytes of a request, in Latin 1, and whether it may be cut short. */
export function randomRequest(
  random: Random,
  state: State,
  keys: readonly string[],
): { readonly bytes: string; readonly hostile: boolean } {
  const call = randomCall(random, state)
  const to = pathOf(call) ?? { method: 'GET', path: '/api/manager/zones/zone' }
  const style = random.int(10)
  const path = style === 0 || style === 1 ? strangePath(random, to.path) : to.path
  const method = style === 2 ? strangeMethod(random) : to.method
  const body = call.body === undefined ? '' : JSON.stringify(call.body)
  const key = random.chance(0.03) ? 'lk_nothing' : random.pick(keys)
  const headers = [
    'Host: 127.0.0.1',
    `Authorization: Bearer ${key}`,
    ...(body === ''
      ? []
      : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
    ...(style === 3 || style === 4 ? [strangeHeader(random)] : []),
  ]
  const bytes = `${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`
  if (style === 5 || style === 6) return { bytes: mutate(random, bytes), hostile: true }
  if (style === 7) return { bytes: chunked(random, method, path, key, body), hostile: true }
  return { bytes, hostile: style >= 2 && style <= 4 }
}

// The same body in pieces, whose lengths need not be right.
function chunked(random: Random, method: string, path: string, key: string, body: string): string {
  const length = random.chance(0.5)
    ? body.length.toString(16)
    : random.pick(['0', 'g', '-1', 'ffffffff', '5;x=y'])
  const head = ['Host: 127.0.0.1', `Authorization: Bearer ${key}`, 'Content-Type: application/json']
  return [
    `${method} ${path} HTTP/1.1`,
    ...head,
    'Transfer-Encoding: chunked',
    '',
    length,
    body,
    '0',
    '',
    '',
  ].join('\r\n')
}
