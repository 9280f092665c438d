// Where a client that registered itself hands in its manifest for a review, and reads what became of it, with the
// token by which it manages its registration (RFC 7592). It may say what it likes; what counts is the review.
import type { default as Provider } from 'oidc-provider'
import { checkText } from '../clients/check-manifest.ts'
import type { Finding } from '../clients/finding.ts'
import type { Manifest } from '../clients/manifest.ts'
import { ITSELF } from '../clients/review-store.ts'
import type { Standing } from '../clients/standing.ts'
import type { Client, Vetting } from '../clients/vetting.ts'
import type { Peer } from '../listener/peer.ts'
import { OWNER_ERRORS, OwnerError } from '../owner-error.ts'
import type { Clients } from './clients.ts'
import { answerJson } from './endpoints.ts'
import type { Answering, Message } from './exchange.ts'

/** What the endpoint stands on. */
export interface ManifestParts {
  readonly clients: Clients
  readonly vetting: Vetting
  readonly open: () => Promise<Provider>
  /** Counts one more from there; false if it is one too many. */
  readonly mayHandIn: (peer: Peer) => boolean
  readonly onHandedIn: (id: string) => void
  readonly onError: (error: unknown) => void
}

/** Longest manifest, in bytes. */
const LONGEST = 32 * 1024

/** How many findings are told. */
const MOST_FINDINGS = 100

const PATH = /^\/register\/([\w-]{1,100})\/manifest(?:\?|$)/
const BEARER = /^Bearer ([\w.~+/-]{1,200})$/i

/** What is answered. */
interface Told {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

/** The endpoint. */
export class ManifestEndpoint {
  readonly #parts: ManifestParts

  constructor(parts: ManifestParts) {
    this.#parts = parts
  }

  /** Whether a raw path, with its query, is this one. */
  has(url: string): boolean {
    return PATH.test(url)
  }

  /** Answers a request. Never throws. */
  async handle(message: Message, response: Answering, peer: Peer): Promise<void> {
    const { status, body, headers } = await this.#told(message, peer).catch((error: unknown) =>
      this.#failed(error),
    )
    // What was not read would be taken for the next request.
    const ending = message.complete ? {} : { connection: 'close' }
    answerJson(response, status, body, { ...headers, ...ending })
    if (!message.complete) message.resume()
  }

  async #told(message: Message, peer: Peer): Promise<Told> {
    const { method, url = '' } = message
    if (method !== 'PUT' && method !== 'GET') {
      return { ...wrong(405, 'invalid_request', 'use PUT or GET'), headers: { allow: 'GET, PUT' } }
    }
    const client = await this.#holder(PATH.exec(url)?.[1] ?? '', message.headers.authorization)
    if (!client) return NOT_KNOWN
    if (method === 'GET') return this.#standing(client)
    if (!this.#parts.mayHandIn(peer)) return TOO_MANY
    const text = await textOf(message)
    return typeof text === 'string' ? this.#submit(client, text) : text
  }

  /** The client that is named, if the token is its own. @throws the library's error if it is suspended */
  async #holder(id: string, authorization = ''): Promise<Client | undefined> {
    const { open, clients } = this.#parts
    const word = BEARER.exec(authorization)?.[1]
    if (word === undefined) return undefined
    const provider = await open()
    const token = await provider.RegistrationAccessToken.find(word)
    if (!token) return undefined
    if (token.clientId !== id) {
      // Somebody has it who does not know whose it is (as the library has it for the registration itself).
      await token.destroy()
      return undefined
    }
    await provider.Client.find(id)
    const known = await clients.byId(id)
    return known && { id, metadata: known.metadata, isByHand: false }
  }

  async #submit(client: Client, text: string): Promise<Told> {
    const { vetting, clients, onHandedIn } = this.#parts
    const { manifest, findings: all } = checkText(text)
    const findings = all.slice(0, MOST_FINDINGS)
    if (!manifest) {
      const told = findings.filter(({ level }) => level === 'wrong').slice(0, 5)
      const words = told.map(wordsOf).join('; ')
      const advice = 'See findings, and try it with: latchkey client check'
      return wrong(400, 'invalid_manifest', `${words}. ${advice}`, { findings })
    }
    const before = await vetting.look(client)
    const same = sameIn(before, manifest)
    const after = same === undefined ? await vetting.submit(client, manifest, ITSELF) : before
    // It is not forgotten while its review waits.
    await clients.keepWaiting(client.id)
    if (same === undefined) onHandedIn(client.id)
    const version = same ?? after.waiting?.number ?? 0
    return { status: 200, body: { client_id: client.id, state: after.state, version, findings } }
  }

  async #standing(client: Client): Promise<Told> {
    const { vetting } = this.#parts
    const { state, isChanged, waiting, approved } = await vetting.look(client)
    const versions = (await vetting.store.versions(client.id)).map((one) => ({
      ...{ number: one.number, version: one.manifest.version, verdict: one.verdict },
      submitted: new Date(one.submittedAt).toISOString(),
      findings: one.findings,
    }))
    const numbers = { waiting: waiting?.number ?? null, approved: approved?.number ?? null }
    const body = { client_id: client.id, state, changed: isChanged, ...numbers, versions }
    return { status: 200, body }
  }

  #failed(error: unknown): Told {
    if (error instanceof OwnerError) {
      return wrong(OWNER_ERRORS[error.code], error.code, error.message)
    }
    if (isRefusal(error)) return wrong(error.status, error.error, error.error_description)
    if (error instanceof Error && GONE.test(String('code' in error && error.code))) return TOO_LONG
    this.#parts.onError(error)
    return wrong(500, 'server_error', 'something went wrong in the gateway')
  }
}

/** Nobody is there any more to be answered. */
const GONE = /^(?:ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/

/** The library's word on a client that is suspended. */
interface Refusal {
  readonly status: number
  readonly error: string
  readonly error_description: string
}

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error &&
  error.name === 'UnauthorizedClient' &&
  'error_description' in error &&
  typeof error.error_description === 'string'

/** The number of the version that says just this and is the last word; undefined if it is another. */
function sameIn(standing: Standing, manifest: Manifest): number | undefined {
  const last = standing.waiting ?? standing.approved
  const isSame = last && JSON.stringify(last.manifest) === JSON.stringify(manifest)
  return isSame && !standing.isChanged ? last.number : undefined
}

const wordsOf = ({ path, line, message }: Finding): string =>
  [...(path === '' ? [] : [path]), ...(line === null ? [] : [`line ${line}`]), message].join(': ')

const wrong = (status: number, error: string, description: string, more: object = {}): Told => ({
  status,
  body: { error, error_description: description, ...more },
})

const NOT_KNOWN: Told = {
  ...wrong(401, 'invalid_token', 'send the registration access token of this client as Bearer'),
  headers: { 'www-authenticate': 'Bearer realm="Latchkey", error="invalid_token"' },
}
const TOO_MANY: Told = {
  ...wrong(429, 'slow_down', 'Too many clients and manifests came from there.'),
  headers: { 'retry-after': '3600' },
}
const TOO_LONG = wrong(413, 'invalid_manifest', `a manifest has at most ${LONGEST} bytes`)
const NOT_JSON = wrong(415, 'invalid_request', 'send latchkey.json as application/json')
const NOT_TEXT = wrong(400, 'invalid_manifest', 'this is no UTF-8')

/** The body, or what is wrong with it. */
async function textOf(message: Message): Promise<string | Told> {
  const { 'content-type': type = '', 'content-length': length = '0' } = message.headers
  if (!/^application\/json\s*(?:;|$)/i.test(type)) return NOT_JSON
  if (Number(length) > LONGEST) return TOO_LONG
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of message.iterator({ destroyOnReturn: false })) {
    size += piece.length
    if (size > LONGEST) return TOO_LONG
    pieces.push(piece)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    return NOT_TEXT
  }
}
