// Where clients ask for more than they have: with the key or token that they have, in JSON, and errors in a Homey's
// shape. What is seen is a client's own requests and nothing else; identifying is as on the hub path.
import type { AuditLog } from '../audit/audit-log.ts'
import type { Grant } from '../grants/grant.ts'
import { type Answer, errorAnswer, jsonAnswer, refusalAnswer } from '../hub-path/answer.ts'
import { REQUESTS_PATH } from '../hub-path/ask-for-more.ts'
import type { Identified } from '../hub-path/identify.ts'
import { type IdentifyParts, identifyRequest } from '../hub-path/identify-request.ts'
import type { DenyReason } from '../hub-path/reason.ts'
import { Recorder } from '../hub-path/record.ts'
import { type HubPathRequest, parseBody } from '../hub-path/request.ts'
import type { Hubs } from '../hubs/hubs.ts'
import { parseInput } from '../owner-api/inputs.ts'
import { OWNER_ERRORS, OwnerError } from '../owner-error.ts'
import type { Currency } from '../storage/currency.ts'
import { troubleOf } from '../storage/trouble.ts'
import { askedFor, type CannotAsk, isEmpty, nothingLeft, REQUEST_BODY } from './asked-for.ts'
import { clientView } from './client-view.ts'
import { MOST, stateOf } from './permission-request.ts'
import type { Asked, PermissionRequests } from './permission-requests.ts'
import { Waits } from './waits.ts'

/** What the face stands on. */
export interface ClientFaceParts extends IdentifyParts {
  readonly requests: PermissionRequests
  readonly hubs: Hubs
  readonly audit: AuditLog
  readonly currency: Currency
  readonly onError: (error: unknown) => void
}

/** Finds the grant once more. */
type Again = () => Identified

/** Largest body, in bytes. */
const MAX_BODY = 64 * 1024

/** How many requests are listed. */
const LISTED = 50

const ID = /^[\w-]{1,40}$/

/** Answers clients that ask for more. */
export class ClientFace {
  readonly #parts: ClientFaceParts
  readonly #recorder: Recorder
  readonly #waits = new Waits()

  constructor(parts: ClientFaceParts) {
    this.#parts = parts
    this.#recorder = new Recorder(parts.audit, parts.now)
  }

  /** Whether a raw path, with its query, is one of this face. */
  has(url = ''): boolean {
    const path = url.split('?', 1)[0] ?? ''
    return path === REQUESTS_PATH || path.startsWith(`${REQUESTS_PATH}/`)
  }

  /** Lets go of whoever waits, as when the gateway stops. */
  letGo(): void {
    this.#waits.close()
  }

  /** Answers one request. Never throws. */
  async handle(request: HubPathRequest): Promise<Answer> {
    const recording = this.#recorder.begin(request)
    const refuse = (reason: DenyReason, grant?: Grant, nonce?: string) => {
      const headers = nonce === undefined ? {} : { 'dpop-nonce': nonce }
      const answer = refusalAnswer(reason, undefined, headers)
      recording.refused(reason, answer.status, { grant })
      return answer
    }
    if (!this.#parts.currency.isCurrent) return refuse('state-unknown')
    const { who, again, nonce } = await identifyRequest(request, this.#parts, 'any')
    const { grant, reason } = who
    if (reason) return refuse(reason, grant, nonce)
    recording.admitted({ grant, matched: undefined })
    try {
      const answer = await this.#answer(request, grant, again)
      if (typeof answer === 'string') return refuse(answer, grant)
      recording.answered('always', answer.status)
      return answer
    } catch (error) {
      if (troubleOf(error)) return refuse('state-unknown', grant)
      this.#parts.onError(error)
      const answer = errorAnswer(500, 'internal_error', 'something went wrong in the gateway.')
      recording.answered('gateway-failed', answer.status)
      return answer
    }
  }

  async #answer(request: HubPathRequest, grant: Grant, again: Again): Promise<Answer | DenyReason> {
    const { method, rawPath } = request
    const id = rawPath.slice(REQUESTS_PATH.length + 1)
    if (method === 'POST' && id === '') return this.#ask(request, grant, again)
    if (method !== 'GET') return 'unknown-method'
    const { requests, now } = this.#parts
    if (id !== '') return this.#one(request, { grant, id, again })
    const all = await requests.list({ grantId: grant.id, limit: LISTED })
    return jsonAnswer(
      200,
      all.map((one) => clientView(one, now())),
    )
  }

  async #ask(request: HubPathRequest, grant: Grant, again: Again): Promise<Answer | DenyReason> {
    const { requests, hubs, grants, now } = this.#parts
    const content = await readContent(request)
    if ('reason' in content) return content.reason
    const body = parsed(content.value)
    if ('refused' in body) return body.refused
    // The body may have taken its time: what counts is what the grant is now.
    const { grant: present, reason } = again()
    if (reason) return reason
    const hub = hubs.byId(grant.hubId)?.hub
    if (!hub) return 'hub-gone'
    const wanted = askedFor(body.value, present, hub, now())
    if ('code' in wanted) return cannot(wanted)
    const { asked, held, absent, beyond } = wanted
    const besides = { held, absent, beyond }
    if (isEmpty(asked)) {
      const isAll = absent.length + beyond.length === 0
      return isAll
        ? jsonAnswer(200, { state: 'held', ...besides })
        : cannot(nothingLeft(wanted, hub.generation))
    }
    const problem = await requests.problem(grant.id, asked)
    if (problem !== undefined) {
      return cannot({ code: 'permission_refused', message: `${problem}.`, words: [] })
    }
    const put = await requests.ask(grants.present(grant.id) ?? present, asked, body.value.reason)
    if ('tooMany' in put) return tooMany(put)
    const view = clientView(put.request, now())
    return jsonAnswer(put.isNew ? 201 : 200, { ...view, ...besides }, { location: view.url })
  }

  async #one(
    request: HubPathRequest,
    { grant, id, again }: { readonly grant: Grant; readonly id: string; readonly again: Again },
  ): Promise<Answer | DenyReason> {
    const { requests, now } = this.#parts
    const wait = waitIn(request.rawQuery)
    if (wait === undefined) return 'malformed-query'
    const find = async () => {
      const found = ID.test(id) ? await requests.byId(id) : undefined
      // What is another grant's does not exist.
      return found?.grantId === grant.id ? found : undefined
    }
    const found = await find()
    if (!found) return NO_SUCH
    if (wait > 0 && stateOf(found, now()) === 'open') {
      using place = this.#waits.take(grant.id)
      if (!place) return BUSY
      await requests.answered(id, this.#waits.until(wait, request.gone?.()))
    }
    // Whoever waited may have lost the key meanwhile.
    const { reason } = again()
    if (reason) return reason
    const present = (await find()) ?? found
    return jsonAnswer(200, clientView(present, now()))
  }
}

async function readContent(request: HubPathRequest) {
  let size = 0
  const body = await request.readBody((bytes) => {
    size += bytes
    return size <= MAX_BODY
  })
  if (body === 'overloaded') return { reason: 'body-too-large' } as const
  return typeof body === 'string'
    ? ({ reason: body } as const)
    : parseBody(body, request.contentType)
}

function parsed(value: unknown) {
  try {
    return { value: parseInput(REQUEST_BODY, value) }
  } catch (error) {
    if (!(error instanceof OwnerError)) throw error
    return { refused: errorAnswer(400, 'invalid_request', `${error.message}.`) }
  }
}

/** For how many seconds the client waits; undefined if the query says something else. */
function waitIn(query: string): number | undefined {
  if (query === '') return 0
  const [, seconds] = /^wait=([1-9]|[12]\d|30)$/.exec(query) ?? []
  return seconds === undefined ? undefined : Number(seconds)
}

const cannot = ({ code, message, words }: CannotAsk): Answer =>
  errorAnswer(OWNER_ERRORS[code], code, message, {}, { words })

const TOO_MANY: Readonly<Record<keyof typeof MOST, string>> = {
  openOfGrant: `${MOST.openOfGrant} requests of this key wait for the owner already. Wait for answers.`,
  dayOfGrant: `this key has put ${MOST.dayOfGrant} requests within a day.`,
  dayOfClient: `this client has put ${MOST.dayOfClient} requests within a day.`,
}

function tooMany({ tooMany: which, wait }: Extract<Asked, { tooMany: unknown }>): Answer {
  const headers = wait === null ? {} : { 'retry-after': String(Math.ceil(wait / 1_000)) }
  return errorAnswer(429, 'too_many_requests', TOO_MANY[which], headers)
}

const NO_SUCH = errorAnswer(404, 'not_found', 'this key has put no such request.')
const BUSY = errorAnswer(
  429,
  'too_many_requests',
  'too many wait for an answer. Ask without wait.',
  {
    'retry-after': '5',
  },
)
