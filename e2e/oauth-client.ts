// A client of the authorization server as attackers write it: every request goes out as it is given.
import { hash, randomBytes } from 'node:crypto'
import type { World } from './world.ts'

/** Where the answers go. */
export const BACK = 'https://app.example.org/back'

/** The answer of an endpoint. */
export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

type At = Pick<World, 'url'>

/** Sends a form to an endpoint. */
export async function post(
  { url }: At,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const reply = await fetch(`${url}${path}`, {
    ...{ method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' },
  })
  return told(reply)
}

/** Registers a client. */
export async function register(
  { url }: At,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<Told> {
  const reply = await fetch(`${url}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ client_name: 'Panel', redirect_uris: [BACK], token_endpoint_auth_method: 'none' },
      ...metadata,
    }),
  })
  return told(reply)
}

async function told(reply: Response): Promise<Told> {
  const text = await reply.text()
  const isJson = reply.headers.get('content-type')?.startsWith('application/json')
  return {
    ...{ status: reply.status, headers: reply.headers },
    body: isJson ? JSON.parse(text) : { text },
  }
}

/** The id of a new client that keeps no secret. */
export async function newClient(at: At, metadata?: Readonly<Record<string, unknown>>) {
  return String((await register(at, metadata)).body['client_id'])
}

/** A request for access, and the verifier that goes with it. */
export function request(
  { url }: At,
  clientId: string,
  scope: string,
  more: Readonly<Record<string, string | undefined>> = {},
) {
  const verifier = randomBytes(32).toString('base64url')
  const fields: Record<string, string | undefined> = {
    ...{ client_id: clientId, redirect_uri: BACK, response_type: 'code', state: 's', scope },
    code_challenge: hash('sha256', verifier, 'base64url'),
    code_challenge_method: 'S256',
    ...more,
  }
  const kept = Object.entries(fields).filter((one): one is [string, string] => one[1] !== undefined)
  return { to: `${url}/authorize?${new URLSearchParams(kept)}`, verifier }
}

/** Where a browser is led with an error: by itself, or by the link on the page that it is shown first. */
export function ledTo(
  { url }: At,
  { headers, text }: { readonly headers: NodeJS.Dict<string | string[]>; readonly text: string },
): URL {
  const link = /<a class="button quiet" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
  return new URL(String(headers['location'] ?? link ?? 'about:blank'), url)
}

/** Redeems a code. */
export function redeem(
  at: At,
  clientId: string,
  code: string,
  verifier: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Told> {
  return post(at, '/token', {
    ...{ grant_type: 'authorization_code', client_id: clientId, code, redirect_uri: BACK },
    ...{ code_verifier: verifier, ...more },
  })
}

/** Uses a refresh token. */
export const refresh = (at: At, clientId: string, token: string): Promise<Told> =>
  post(at, '/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: token })
