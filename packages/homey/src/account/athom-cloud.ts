// Athom's cloud over HTTP: tokens, who the user is, and delegation to hubs (reference 1.1, 1.2). What
// it refuses is told in its own words, which hold no secret; what was sent to it is never repeated.
import { Agent, request } from 'undici'
import { HubError } from '../hub-error.ts'
import { readBody } from '../reading.ts'

/** Where Athom's cloud is, unless `ATHOM_CLOUD_API_BASEURL` says otherwise. */
export const ATHOM_CLOUD = 'https://api.athom.com'

/** A client that the owner registered at Athom. */
export interface AthomClient {
  readonly id: string
  readonly secret: string
}

/** The tokens of an account; times in milliseconds since 1970. */
export interface AccountTokens {
  readonly access: string
  readonly refresh: string
  readonly expiresAt: number
}

/** The access token was refused; another one may do. */
export class AccessTokenRefused extends Error {}

// It is asked a few times a day; a socket that is kept would only keep the process alive.
const agent = new Agent({ keepAliveTimeout: 10, keepAliveMaxTimeout: 10 })

const DEADLINE = 10_000
const MAX_ANSWER = 4 * 1024 * 1024

interface Sent {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** The cloud at a base URL. */
export class AthomCloud {
  readonly url: string
  readonly #now: () => number

  constructor(url?: string, now: () => number = Date.now) {
    this.url = (url || ATHOM_CLOUD).replace(/\/+$/, '')
    this.#now = now
  }

  /** Where the owner signs in and allows the client. */
  authoriseUrl(clientId: string, redirectUri: string, state: string): string {
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: clientId },
      ...{ redirect_uri: redirectUri, state },
    })
    return `${this.url}/oauth2/authorise?${query}`
  }

  /** Tokens for a code, which lasts 30 seconds. @throws HubError `account_refused` */
  exchange(client: AthomClient, code: string, signal?: AbortSignal): Promise<AccountTokens> {
    return this.#tokens(client, { grant_type: 'authorization_code', code }, signal)
  }

  /** New tokens for a refresh token, which is used up by it. @throws HubError `account_refused` */
  refresh(client: AthomClient, refresh: string, signal?: AbortSignal): Promise<AccountTokens> {
    return this.#tokens(client, { grant_type: 'refresh_token', refresh_token: refresh }, signal)
  }

  /** The user with all hubs, unread. @throws AccessTokenRefused; HubError `account_*` */
  me(access: string, signal?: AbortSignal): Promise<unknown> {
    return this.#send(bearer(access, { method: 'GET', path: '/user/me' }), signal)
  }

  /** A token that lets its bearer sign in at the user's hubs, shortly. @throws as `me` */
  async delegation(access: string, signal?: AbortSignal): Promise<string> {
    const path = '/delegation/token?audience=homey'
    const said = await this.#send(bearer(access, { method: 'POST', path, body: '{}' }), signal)
    if (typeof said === 'string' && said !== '') return said
    throw nonsense()
  }

  async #tokens(
    { id, secret }: AthomClient,
    form: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<AccountTokens> {
    const basic = Buffer.from(`${id}:${secret}`).toString('base64')
    const startedAt = this.#now()
    const said = await this.#send(
      {
        ...{ method: 'POST', path: '/oauth2/token', body: String(new URLSearchParams(form)) },
        headers: {
          authorization: `Basic ${basic}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
      },
      signal,
    )
    const { access_token, refresh_token, expires_in } = (said ?? {}) as Record<string, unknown>
    if (typeof access_token !== 'string' || typeof refresh_token !== 'string') throw nonsense()
    const seconds = typeof expires_in === 'number' ? expires_in : 3600
    return {
      access: access_token,
      refresh: refresh_token,
      expiresAt: startedAt + seconds * 1000,
    }
  }

  async #send(sent: Sent, outer?: AbortSignal): Promise<unknown> {
    const limit = AbortSignal.timeout(DEADLINE)
    const signal = outer ? AbortSignal.any([outer, limit]) : limit
    const { status, text } = await this.#exchange(sent, signal)
    const value = parsed(text)
    if (status >= 200 && status < 300) {
      if (value === undefined) throw nonsense()
      return value
    }
    const { error, error_description } = (value ?? {}) as Record<string, unknown>
    if (status === 401 && error === 'invalid_token') throw new AccessTokenRefused()
    if (status >= 500 || status < 400 || status === 429) throw offline(`it answered ${status}`)
    const words = [error_description, error].find((one) => typeof one === 'string')
    throw new HubError(
      'account_refused',
      `Athom's cloud refused it: ${String(words ?? `status ${status}`).slice(0, 200)}`,
      { status },
    )
  }

  async #exchange(
    { method, path, headers, body }: Sent,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly text: string }> {
    try {
      const answer = await request(`${this.url}${path}`, {
        ...{ method, headers, signal, body: body ?? null, dispatcher: agent },
      })
      const bytes = await readBody('athom', answer.body, false, MAX_ANSWER)
      return { status: answer.statusCode, text: bytes.toString('utf8') }
    } catch (error) {
      const { code, name } = error as { code?: string; name?: string }
      throw offline(code ?? name ?? 'no answer')
    }
  }
}

function bearer(access: string, sent: Omit<Sent, 'headers'>): Sent {
  return {
    ...sent,
    headers: {
      authorization: `Bearer ${access}`,
      ...(sent.body !== undefined && { 'content-type': 'application/json' }),
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function offline(why: string): HubError {
  return new HubError('account_offline', `Athom's cloud cannot be reached (${why}).`)
}

function nonsense(): HubError {
  return new HubError('account_offline', "Athom's cloud answered something that is no answer.")
}
