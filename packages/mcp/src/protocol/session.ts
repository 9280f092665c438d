// Sessions of clients that speak 2025-11-25 or older. None is kept: a session id is what the client said at
// `initialize`, signed for its grant. It is offered, and nobody has to send it.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { isItem, itemIn } from '../home/item.ts'
import type { Session } from './caller.ts'

/** Makes and reads session ids. */
export class Sessions {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  /** The id for what a client said at `initialize`. */
  idFor(grantId: string, initialize: unknown): string {
    const said = isItem(initialize) ? itemIn(itemIn(initialize, 'params'), 'capabilities') : {}
    const opensPages = isItem(itemIn(said, 'elicitation')['url'])
    return `${opensPages ? 'p' : 'n'}.${this.#mac(grantId, opensPages)}`
  }

  /** What an id stands for; undefined if it is none of this grant. */
  read(grantId: string, id: string): Session | undefined {
    const opensPages = id.startsWith('p.')
    const expected = Buffer.from(this.#mac(grantId, opensPages))
    const shown = Buffer.from(id.slice(2))
    const isOurs = shown.length === expected.length && timingSafeEqual(shown, expected)
    return isOurs && /^[pn]\./.test(id) ? { opensPages } : undefined
  }

  #mac(grantId: string, opensPages: boolean): string {
    const text = `latchkey mcp session\n${grantId}\n${opensPages}`
    return createHmac('sha256', this.#key).update(text).digest('base64url')
  }
}
