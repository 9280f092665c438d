// A hub over a connection: every call is put in the words of the hub, sent over HTTP, and the answer is
// given back in V3's form. How fast, and what may be sent again, is the connection's business.
import { HOMEYSCRIPT, isPathValue, type Operation, operationById } from '@latchkey/catalogue'
import {
  dialectOf,
  errorText,
  type HubAnswer,
  type HubConnection,
  HubError,
  type HubErrorCode,
  readValue,
} from '@latchkey/homey'
import { gatewayRefusal } from './gateway-refusal.ts'
import { operationOn, placed, type Speech } from './placed.ts'
import { AppNotRunning, NotOnThisHub, PermissionMissing, takes } from './refused.ts'
import type { HubFacts, TransferHub } from './transfer-hub.ts'
import { Window } from './window.ts'

/** What a hub is put together from. */
export interface ConnectedHubParts {
  readonly connection: HubConnection
  readonly speech: Speech
  readonly throughGateway: boolean
  readonly facts: HubFacts
  /** Whether closing the hub closes the connection. */
  readonly owns: boolean
}

/** Two for each place at the hub: one is asked, the next is ready when it is answered. */
const AHEAD = 2

/** A hub over a connection. */
export class ConnectedHub implements TransferHub {
  readonly facts: HubFacts
  readonly #parts: ConnectedHubParts
  readonly #window: Window

  constructor(parts: ConnectedHubParts) {
    this.facts = parts.facts
    this.#parts = parts
    this.#window = new Window(parts.connection.pace.parallel * AHEAD)
  }

  get parallel(): number {
    return this.#window.size
  }

  has(operation: string): boolean {
    return operationById(this.facts.generation, operation) !== undefined
  }

  takesName(name: string): boolean {
    return !this.#parts.throughGateway || isPathValue(name)
  }

  call(operation: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return this.#window.run(() => callOver(this.#parts, operation, parameters))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#parts.owns) await this.#parts.connection.close()
  }
}

/** Sends one call. @throws HubError; see `TransferHub.call` */
export async function callOver(
  {
    connection,
    speech,
    throughGateway,
  }: Pick<ConnectedHubParts, 'connection' | 'speech' | 'throughGateway'>,
  id: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const { operation, ids, request } = placed(speech, id, parameters)
  const answer = await connection.send(request).catch((error) => {
    throw isLackOfScope(error) ? missing(speech, id, operation, throughGateway) : error
  })
  if (answer.status >= 200 && answer.status < 300) {
    const value = readValue(answer, operation.effect)
    return dialectOf(speech.speaks).fromHub(operation.id, value, ids)
  }
  const code = codeOf(answer.body.toString('utf8'))
  if (ABSENT.includes(code)) throw new NotOnThisHub(id)
  const refusal = answer.status === 403 ? gatewayRefusal(id, answer) : undefined
  if (refusal) throw refusal
  const failure = throughGateway && Object.hasOwn(OF_GATEWAY, code) ? OF_GATEWAY[code] : undefined
  if (failure) throw ofGateway(failure, answer, operation.effect)
  if (answer.status === 403) throw missing(speech, id, operation, throughGateway)
  // What stands between, such as a proxy, may say 503 as well, but not in the JSON of a hub.
  const app = code === '' ? undefined : appOf(operation)
  if (answer.status === 503 && app) throw new AppNotRunning(app, errorText(answer))
  throw new HubError('hub_refused', `The Homey said: ${errorText(answer)}`, {
    status: answer.status,
    mayHaveHappened: answer.status >= 500 && operation.effect,
  })
}

/** The app that an operation is handed to, where it is one. */
const appOf = ({ manager }: Operation): string | undefined =>
  manager === 'homeyscript' ? HOMEYSCRIPT : undefined

interface Failure {
  readonly code: HubErrorCode
  /** Whether the hub may have been told all the same. */
  readonly told: boolean
}

/** What a gateway says of itself and of the way to the hub, by its code. */
const OF_GATEWAY: Readonly<Record<string, Failure>> = {
  hub_credential_refused: { code: 'hub_credential_refused', told: false },
  hub_credential_lapsed: { code: 'hub_credential_lapsed', told: false },
  hub_offline: { code: 'hub_offline', told: false },
  hub_busy: { code: 'hub_busy', told: false },
  hub_state_unknown: { code: 'hub_busy', told: false },
  overloaded: { code: 'hub_busy', told: false },
  audit_unavailable: { code: 'hub_busy', told: false },
  state_unknown: { code: 'hub_busy', told: false },
  hub_timeout: { code: 'hub_timeout', told: true },
  hub_answer_invalid: { code: 'hub_answer_invalid', told: true },
  internal_error: { code: 'hub_answer_invalid', told: true },
  // About this one request, whatever the permissions of the key are.
  approval_declined: { code: 'hub_refused', told: false },
  content_not_covered: { code: 'hub_refused', told: false },
  draft_only: { code: 'hub_refused', told: false },
  forbidden_by_owner: { code: 'hub_refused', told: false },
  limited: { code: 'hub_refused', told: false },
  not_understood: { code: 'hub_refused', told: false },
  withheld: { code: 'hub_refused', told: false },
}

function ofGateway({ code, told }: Failure, answer: HubAnswer, effect: boolean): HubError {
  return new HubError(code, errorText(answer), {
    status: answer.status,
    mayHaveHappened: told && effect,
  })
}

/** How a gateway, and a Pro 2019, say that there is no such operation. */
const ABSENT: readonly string[] = ['not_on_this_hub', 'missing_api_method']

const isLackOfScope = (error: unknown): boolean =>
  error instanceof HubError && error.code === 'hub_credential_refused' && error.status === 403

function missing(
  speech: Speech,
  id: string,
  operation: Operation,
  throughGateway: boolean,
): PermissionMissing {
  const own = operationById(speech.generation, id) ?? operationOn(speech, id) ?? operation
  return new PermissionMissing(id, takes(own, throughGateway))
}

function codeOf(body: string): string {
  try {
    const { error } = JSON.parse(body)
    return typeof error === 'string' ? error : ''
  } catch {
    return ''
  }
}
