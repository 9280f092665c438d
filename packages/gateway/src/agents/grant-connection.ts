// What a tool of the MCP server has of the gateway. Each call is a request to the hub path like any other, with the
// caller's own key or token: identified, decided on, recorded, forwarded and filtered by the same five steps.
import { buildPath, operationById } from '@latchkey/catalogue'
import { FACE } from '@latchkey/homey'
import type {
  BoundGrant,
  CallAnswer,
  Changes,
  Connection,
  MoreAsked,
  OperationCall,
} from '@latchkey/mcp'
import type { Grant } from '../grants/grant.ts'
import { type Answer, refusalAnswer } from '../hub-path/answer.ts'
import { REQUESTS_PATH } from '../hub-path/ask-for-more.ts'
import type { HubPath } from '../hub-path/hub-path.ts'
import type { HubPathRequest, Via } from '../hub-path/request.ts'
import type { ClientFace } from '../permission-requests/client-face.ts'
import type { ReadAnswers } from './read-answers.ts'
import { wholes } from './wholes.ts'

/** What a connection stands on. */
export interface ConnectionParts {
  readonly hubPath: HubPath
  /** Where clients ask for more than they have. */
  readonly clientFace: Pick<ClientFace, 'handle'>
  readonly grant: Grant
  readonly hubName: string
  readonly authorization: string | undefined
  /** The key that its token is bound to, and was proven to be in the same hands. */
  readonly provenBy: string | undefined
  readonly gone: AbortSignal
  readonly answers: ReadAnswers
  readonly changes: Changes
  /** Where the gateway is known, without a slash at the end. */
  readonly address: string | undefined
  /** Records that a tool was refused. */
  readonly refused: (tool: string) => void
  /** Counts a call of a tool; what is said if it is one too many. */
  readonly tooOften: Connection['tooOften']
}

/** Makes the connection of one request. */
export function grantConnection(parts: ConnectionParts): Connection {
  const { grant, hubName, address, changes, refused, tooOften } = parts
  const bound: BoundGrant = {
    ...{ id: grant.id, client: grant.client, permissions: grant.permissions },
    hub: { id: grant.hubId, name: hubName, generation: grant.hubGeneration },
  }
  const whole = wholes()
  return {
    ...{ grant: bound, changes, refused, tooOften, requests: moreAsked(parts) },
    send: (call, tool) => send(call, { tool, as: call.as, whole: whole(call) }, parts),
    effectOf: (tool) => toolEffect(grant, tool),
    approvalUrl: (id) => (address === undefined ? undefined : `${address}/approvals/${id}`),
  }
}

/** What the owner said of a tool for a grant. */
export function toolEffect({ restrictions }: Grant, tool: string): 'allow' | 'ask' | 'deny' {
  const said = restrictions?.tools ?? {}
  return Object.hasOwn(said, tool) ? (said[tool] ?? 'allow') : 'allow'
}

/** The face that clients have over HTTP, with the caller's own key or token. */
function moreAsked(parts: ConnectionParts): MoreAsked {
  const { clientFace, authorization, provenBy, gone } = parts
  const handle = async (
    tool: string,
    one: Pick<HubPathRequest, 'method' | 'rawPath' | 'rawQuery'>,
    body: unknown,
  ) =>
    parsed(
      await clientFace.handle({
        ...{ ...one, ...sending(body), authorization, provenBy, via: { tool }, gone: () => gone },
      }),
    )
  return {
    ask: (body, tool) =>
      handle(tool, { method: 'POST', rawPath: REQUESTS_PATH, rawQuery: '' }, body),
    one: (id, seconds, tool) => {
      const rawQuery = seconds > 0 ? `wait=${seconds}` : ''
      return handle(tool, { method: 'GET', rawPath: `${REQUESTS_PATH}/${id}`, rawQuery }, undefined)
    },
    all: (tool) => handle(tool, { method: 'GET', rawPath: REQUESTS_PATH, rawQuery: '' }, undefined),
  }
}

/** A value as the body of a request. */
function sending(body: unknown): Pick<HubPathRequest, 'contentType' | 'readBody'> {
  return {
    contentType: 'application/json',
    readBody: async (receive) => {
      const bytes = Buffer.from(JSON.stringify(body ?? {}))
      return receive(bytes.length) ? bytes : 'overloaded'
    },
  }
}

async function send(
  { operation: id, ids = {}, query = {}, body }: OperationCall,
  via: Via,
  { hubPath, grant, authorization, provenBy, gone, answers }: ConnectionParts,
): Promise<CallAnswer> {
  const operation = operationById(FACE, id)
  if (!operation) return parsed(refusalAnswer('unknown-operation'))
  const path = buildPath(operation, ids)
  const rawQuery = new URLSearchParams(query).toString()
  const question = `${grant.id} ${path}?${rawQuery}`
  const isRead = operation.method === 'GET'
  // Held on to: while the hub path answers, others may need its room.
  const kept = isRead ? answers.of(question) : undefined
  const answer = await hubPath.handle({
    ...{ method: operation.method, rawPath: path, rawQuery, authorization, provenBy },
    ...{ via, ...sending(body) },
    ifNoneMatch: kept?.etag,
    gone: () => gone,
  })
  const { headers } = answer
  if (answer.status === 304) return { status: 200, headers, value: kept?.value }
  const said = parsed(answer)
  const { etag } = headers
  if (isRead && said.status === 200 && etag !== undefined) {
    answers.keep(question, etag, said.value, Buffer.byteLength(answer.body))
  }
  return said
}

function parsed({ status, headers, body }: Answer): CallAnswer {
  const text = body.toString()
  try {
    return { status, headers, value: text === '' ? undefined : JSON.parse(text) }
  } catch {
    return { status, headers, value: text }
  }
}
