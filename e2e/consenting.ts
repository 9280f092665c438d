// An owner with a browser who is asked for access, without scripts: follows where pages lead, and sends their form
// with what is ticked on them, more or less.
import { PASSWORD, signedIn } from './browser.ts'
import { type PageReply, PageVisitor } from './page-visitor.ts'
import type { World } from './world.ts'

/** What the owner does with the form that they see. */
export interface Decision {
  readonly decision?: 'allow' | 'deny'
  /** Permissions to untick. */
  readonly without?: readonly string[]
  /** Fields to send besides, or instead; undefined leaves one out. */
  readonly fields?: Readonly<Record<string, string | undefined>>
}

/** The owner. */
export class Owner {
  readonly browser: PageVisitor
  readonly #url: string

  /** Where the gateway is. */
  get url(): string {
    return this.#url
  }

  private constructor(url: string, browser: PageVisitor) {
    this.#url = url
    this.browser = browser
  }

  /** A new owner of a world, signed in. */
  static async of(world: Pick<World, 'url' | 'installation'>, name = 'Ann'): Promise<Owner> {
    const { cookie = '' } = await signedIn(world, name)
    const browser = new PageVisitor(world.url)
    const [key = '', value = ''] = cookie.split('=')
    browser.cookies.set(key, value)
    return new Owner(world.url, browser)
  }

  /** The page of a request that waits for a decision. */
  async open(to: URL | string): Promise<{ readonly path: string; readonly page: PageReply }> {
    return this.#follow(String(to).replace(this.#url, ''), await this.#get(to))
  }

  /** Decides on a page; gives where the browser is sent, or the page where it is not. */
  async decide(
    { path, page }: { readonly path: string; readonly page: PageReply },
    decision: Decision = {},
  ): Promise<{ readonly to: string | undefined; readonly page: PageReply }> {
    const fields = { ...fieldsOn(page.text, decision.without), ...decision.fields }
    const kept = Object.entries(fields).filter(
      (one): one is [string, string] => one[1] !== undefined,
    )
    const answered = await this.browser.post(path.split('?')[0] ?? path, {
      decision: decision.decision ?? 'allow',
      ...Object.fromEntries(kept),
    })
    let reply = answered
    let to = leads(reply)
    while (to?.startsWith(this.#url) || to?.startsWith('/')) {
      reply = await this.#get(to)
      to = leads(reply)
    }
    return { to, page: reply }
  }

  /** Opens and decides; gives where the browser is sent. */
  async consent(to: URL | string, decision?: Decision): Promise<URL> {
    const end = await this.decide(await this.open(to), decision)
    if (end.to === undefined) throw new Error(`${end.page.status} ${end.page.text}`)
    return new URL(end.to)
  }

  /** Signs in again, as a red page asks for. */
  async signInAgain(next: string): Promise<{ readonly path: string; readonly page: PageReply }> {
    await this.browser.get(`/sign-in?again&to=${encodeURIComponent(next)}`)
    const fields = { name: 'Ann', password: PASSWORD, to: next }
    return this.#follow(next, await this.browser.post('/sign-in', fields))
  }

  #get(to: URL | string): Promise<PageReply> {
    return this.browser.get(String(to).replace(this.#url, ''))
  }

  async #follow(path: string, first: PageReply): Promise<{ path: string; page: PageReply }> {
    let page = first
    let at = path
    for (let to = leads(page); to !== undefined; to = leads(page)) {
      at = to.replace(this.#url, '')
      if (!at.startsWith('/')) throw new Error(`It leads to ${at}`)
      page = await this.#get(at)
    }
    return { path: at, page }
  }
}

/** Where a page leads by itself. */
export function leads({ status, headers }: PageReply): string | undefined {
  const refresh = headers['refresh']?.toString().replace(/^0; url=/, '')
  return status >= 300 && status < 400 ? headers['location']?.toString() : refresh
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&#39;': "'", '&quot;': '"' }
const plain = (text: string) => text.replace(/&(?:amp|#39|quot);/g, (one) => ENTITIES[one] ?? one)

/** What the form of a page would send, as it is ticked. */
export function fieldsOn(text: string, without: readonly string[] = []): Record<string, string> {
  const fields: Record<string, string> = {}
  const form = text.slice(text.indexOf('method="post"'))
  for (const [input] of form.matchAll(/<input [^>]*>/g)) {
    const at = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1]
    const name = plain(at('name') ?? '')
    const isTick = ['checkbox', 'radio'].includes(at('type') ?? '')
    if (name === '' || (isTick && !/ checked[ >]/.test(input))) continue
    if (!without.some((one) => name === `p:${one}`)) fields[name] = plain(at('value') ?? 'on')
  }
  return fields
}
