// The network side of Athom's cloud: a second server, beside those of the hubs.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { bytesAnswer, type HubAnswer, jsonAnswer } from '../http/message.ts'
import { parseQuery } from '../http/query.ts'
import { noteRequest, type RequestSeen } from '../http/request-log.ts'
import { isRecord, type JsonRecord, rowOf } from '../json.ts'
import type { Account } from './account.ts'
import type { AccountHub } from './account-link.ts'
import { CLOUD_ROUTES } from './account-routes.ts'
import { authorise, authorisePage } from './authorise.ts'
import { CloudError } from './cloud-error.ts'
import type { HubAddresses } from './user-me.ts'

const BODY_LIMIT = 256 * 1024

export interface AccountWorld {
  readonly account: Account
  readonly addresses: (hub: AccountHub) => HubAddresses
  readonly requests: RequestSeen[]
}

/** A server that is not listening yet. */
export function accountServer(world: AccountWorld): Server {
  return createServer((incoming, response) => {
    serve(world, incoming).then(
      (answer) => {
        const length = String(Buffer.byteLength(answer.body))
        response.writeHead(answer.status, {
          ...(answer.status !== 204 && { 'content-length': length }),
          'cache-control': 'no-store',
          ...answer.headers,
        })
        response.end(answer.body)
      },
      () => response.destroy(),
    )
  })
}

async function serve(world: AccountWorld, incoming: IncomingMessage): Promise<HubAnswer> {
  const time = world.account.clock().toISOString()
  const body = await read(incoming)
  const { method = 'GET', url: path = '/' } = incoming
  const answer = answerOf(world, incoming, body)
  const headers = { authorization: incoming.headers.authorization ?? '' }
  noteRequest(world.requests, { time, method, path, headers, body, status: answer.status })
  return answer
}

function answerOf(world: AccountWorld, incoming: IncomingMessage, text: string): HubAnswer {
  try {
    const [path = '/', search = ''] = (incoming.url ?? '/').split(/\?(.*)/s, 2)
    const method = incoming.method ?? 'GET'
    const query = decoded(() => parseQuery(search))
    const body = decoded(() => readBody(incoming, text))
    if (path === '/oauth2/authorise') return authorisation(world, method, { ...query, ...body })
    const [, id = ''] = /^\/user\/me\/client\/([^/]+)$/.exec(path) ?? []
    const route = rowOf(CLOUD_ROUTES, `${method} ${id ? '/user/me/client/:id' : path}`)
    if (!route) throw new CloudError(404, 'not_found', `Not found: ${method} ${path}`)
    const { account, addresses } = world
    const { authorization } = incoming.headers
    return jsonAnswer(route({ account, addresses, authorization, query, body, id }))
  } catch (error) {
    if (!(error instanceof CloudError)) return jsonAnswer({ error: 'server_error' }, 500)
    const { status, code, message } = error
    return jsonAnswer({ error: code, error_description: message }, status)
  }
}

function authorisation(
  { account }: AccountWorld,
  method: string,
  parameters: Readonly<JsonRecord>,
): HubAnswer {
  const html = 'text/html; charset=utf-8'
  if (method === 'GET') return bytesAnswer(html, authorisePage(account, parameters))
  const result = authorise(account, parameters)
  if ('page' in result) return { ...bytesAnswer(html, result.page), status: 401 }
  return { status: 302, headers: { location: result.location }, body: '' }
}

// Programs post forms to OAuth endpoints and JSON to all others.
function readBody(incoming: IncomingMessage, text: string): JsonRecord {
  if (text === '') return {}
  const type = incoming.headers['content-type'] ?? ''
  if (!type.startsWith('application/json')) return parseQuery(text)
  const value: unknown = JSON.parse(text)
  return isRecord(value) ? value : {}
}

function decoded(read: () => JsonRecord): JsonRecord {
  try {
    return read()
  } catch {
    throw new CloudError(400, 'invalid_request', 'The request cannot be read')
  }
}

async function read(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming) {
    size += part.length
    if (size > BODY_LIMIT) throw new RangeError('the body is too large')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
