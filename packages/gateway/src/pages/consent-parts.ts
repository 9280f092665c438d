// What the parts of the consent page have in common: what they are made with, and its small pieces.
import type { Limits } from '@latchkey/catalogue'
import type { Asked } from '../authorization/asked.ts'
import type { Choice } from '../authorization/choice.ts'
import type { Offer } from '../authorization/offer.ts'
import type { Hub } from '../hubs/hub.ts'
import type { Here, House } from './here-words.ts'
import { type Content, type Html, html } from './html.ts'
import type { TextName } from './texts.ts'

/** What the page is made with besides the visit. */
export interface Consent {
  readonly uid: string
  readonly asked: Asked
  readonly owner: string
  readonly hubs: readonly Hub[]
  readonly hub: Hub
  readonly offer: Offer
  readonly house: House
  /** What is chosen so far. */
  readonly choice: Choice
  /** The limits that it comes to. */
  readonly limits: Limits | null
  readonly here: Here
  /** Why the client says that it needs a permission, by permission. */
  readonly reasons: ReadonlyMap<string, string>
  readonly problem?: TextName
  /** What was made safer just now, where it was pressed. */
  readonly changed?: string | undefined
  /** What is reached, by itself and because of what else is in the home, as sentences. */
  readonly reach: readonly string[]
}

/** The path of a request. */
export const consentPath = (uid: string): string => `/consent/${encodeURIComponent(uid)}`

/** One of several. */
export function radio(name: string, value: string, label: string, on: boolean): Html {
  return html`<label class="tick"><input type="radio" name="${name}" value="${value}"${on && html` checked`}><span>${label}</span></label>`
}

/** Yes or no. */
export function tick(name: string, label: string, on: boolean, hint?: Content): Html {
  const id = `t-${name.replace(/[^\w-]/g, '-')}`
  return html`<div class="tick"><input type="checkbox" id="${id}" name="${name}"${on && html` checked`}${hint !== undefined && html` aria-describedby="${id}-hint"`}>
<div><label for="${id}">${label}</label>${hint !== undefined && html`<p id="${id}-hint">${hint}</p>`}</div></div>`
}

/** A value that the reader does not see. */
export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`

/** Something that can be folded. */
export function folded(summary: Content, content: Content, open: boolean, id?: string): Html {
  return html`<details${id !== undefined && html` id="${id}"`}${open && html` open`}><summary>${summary}</summary>
<div class="inside">${content}</div></details>`
}
