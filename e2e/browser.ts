// A browser, as far as the owner API can tell: it keeps cookies, says its origin and sends the header that
// our own page sends. What it should not do, a test asks of it.
import type { Installation } from '@latchkey/gateway'
import { type Reply, send } from './world.ts'

/** A password that is long enough. */
export const PASSWORD = 'correct horse battery'

/** One browser. */
export class Browser {
  readonly origin: string
  readonly #url: string
  cookie: string | undefined

  constructor(url: string, host = new URL(url).host) {
    this.#url = url
    this.origin = `http://${host}`
  }

  /** Sends a request to the owner API; `headers` override what a browser would send. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<Reply> {
    const isWrite = method !== 'GET'
    const all: Record<string, string | undefined> = {
      host: new URL(this.origin).host,
      'sec-fetch-site': 'same-origin',
      ...(isWrite && { origin: this.origin, 'x-latchkey': '1' }),
      ...(this.cookie !== undefined && { cookie: this.cookie }),
      ...headers,
    }
    const sent = Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )
    const reply = await send(this.#url, method, `/owner/v1${path}`, { body, headers: sent })
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';')
      this.cookie = pair.endsWith('=') ? undefined : pair
    }
    return reply
  }
}

/** A setup link's token, made at the control socket. */
export async function setupToken(installation: Installation, owner?: string): Promise<string> {
  const answer = await installation.owner.inject({
    ...{ method: 'POST', url: '/owners/link', payload: owner === undefined ? {} : { owner } },
  })
  return answer.json<{ url: string }>().url.split('#')[1] ?? ''
}

/** A browser in which a new owner is signed in. */
export async function signedIn(
  world: { readonly url: string; readonly installation: Installation },
  name: string,
): Promise<Browser> {
  const browser = new Browser(world.url)
  const token = await setupToken(world.installation)
  const reply = await browser.ask('POST', '/setup', { token, name, password: PASSWORD })
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`)
  return browser
}
