// A browser without scripts, as far as the pages can tell: it keeps cookies, and sends forms with the value
// that stands in them. What it should not do, a test asks of it.
import { request } from 'node:http'

/** An answer, read to its end. */
export interface PageReply {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

type Headers = Readonly<Record<string, string | undefined>>

/** One visitor. */
export class PageVisitor {
  readonly cookies = new Map<string, string>()
  /** The value in the form that was seen last. */
  form = ''
  readonly #url: URL
  readonly #host: string

  constructor(url: string, host = new URL(url).host) {
    this.#url = new URL(url)
    this.#host = host
  }

  get(path: string, headers: Headers = {}): Promise<PageReply> {
    return this.send('GET', path, undefined, { 'sec-fetch-site': 'none', ...headers })
  }

  /** Sends a form of the page that was seen last; browsers tell no origin of it. */
  post(path: string, fields: Record<string, string>, headers: Headers = {}): Promise<PageReply> {
    const body = String(new URLSearchParams({ form: this.form, ...fields }))
    return this.send('POST', path, body, {
      ...{ 'content-type': 'application/x-www-form-urlencoded', origin: 'null' },
      ...{ 'sec-fetch-site': 'same-origin', ...headers },
    })
  }

  /** Sends anything. */
  send(method: string, path: string, body: string | undefined, more: Headers): Promise<PageReply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const all: Headers = { host: this.#host, ...(cookie && { cookie }), ...more }
    const headers = Object.fromEntries(
      Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined),
    )
    const { hostname, port } = this.#url
    const { promise, resolve, reject } = Promise.withResolvers<PageReply>()
    const options = { hostname, port, method, path, headers, agent: false, timeout: 20_000 }
    const sent = request(options, async (answer) => {
      let text = ''
      for await (const piece of answer.setEncoding('utf8')) text += piece
      this.#keep(answer.headers['set-cookie'] ?? [], text)
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer in 20 s')))
    sent.on('error', reject)
    sent.end(body)
    return promise
  }

  #keep(lines: readonly string[], text: string): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    this.form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? this.form
  }
}
