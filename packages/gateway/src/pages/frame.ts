// What all pages have around them: the document, the headers that keep other sites and scripts out, and
// the parts that pages are put together from.
import { ASSETS } from './assets.ts'
import { type Content, type Html, html } from './html.ts'
import type { TextName, Words } from './texts.ts'

/** One page, before it is sent. */
export interface Page {
  readonly status: number
  readonly body: Html
  readonly headers?: Readonly<Record<string, string>>
}

/** What a page is made with. */
export interface Framed {
  readonly words: Words
  readonly title: string
  readonly content: Content
  /** Room for lists. */
  readonly wide?: boolean
  /** What stands beside the name of the program. */
  readonly aside?: Content
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Headers of every page: nothing from elsewhere, no inline script or style, in no frame, and no address
 * told to anybody (RFC 9700, 4.2.4 and 4.16).
 */
export const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'publickey-credentials-create=(self), publickey-credentials-get=(self)',
  'referrer-policy': 'no-referrer',
  vary: 'Accept-Language, Cookie',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

const MARK = html`<svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round"><circle cx="9" cy="16" r="6"/><path d="M15 16h14v6M23 16v4.5"/></svg>`

/** Puts a page together. */
export function framed(page: Framed): Page {
  const { words, title, content, wide, aside, status = 200, headers = {} } = page
  const brand = html`<a class="brand" href="/">${MARK}<span>Latchkey</span></a>`
  const body = html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – Latchkey</title>
<link rel="icon" href="${ASSETS.icon.path}">
<link rel="stylesheet" href="${ASSETS.style.path}">
<script src="${ASSETS.script.path}" defer></script>
</head>
<body>
<a class="skip" href="#content">${words('skip')}</a>
<div class="${wide ? 'page wide' : 'page'}">
${aside === undefined ? html`<header>${brand}</header>` : html`<header class="top">${brand}${aside}</header>`}
<main id="content" tabindex="-1">
${content}
</main>
</div>
</body>
</html>
`
  return { status, body, headers: { ...headers, 'content-language': words.language } }
}

/** A notice; one of a problem is read out at once. */
export function notice(content: Content, kind: 'good' | 'bad' = 'good'): Html {
  return kind === 'bad'
    ? html`<div class="notice bad" role="alert">${content}</div>`
    : html`<div class="notice" role="status">${content}</div>`
}

/** A command to be typed; the name of an option stays in one piece, so that nobody types a space into it. */
export const command = (text: string): Html =>
  html`<pre><code>${text
    .split(/(--[a-z-]+)/)
    .map((part) =>
      part.startsWith('--') ? html`<span class="option">${part}</span>` : part,
    )}</code></pre>`

/** A field of a form, with what is wrong with it tied to it. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password'
  readonly autocomplete: string
  readonly value?: string
  readonly hint?: string | undefined
  readonly problem?: string | undefined
  readonly least?: number
  readonly focus?: boolean
}

/** A field. What must be filled in is checked by the browser first, and always by the gateway. */
export function field(of: Field): Html {
  const { name, label, type = 'text', autocomplete, value = '', hint, problem, least } = of
  const told = [problem && `${name}-wrong`, hint && `${name}-hint`].filter(Boolean).join(' ')
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" required${least !== undefined && html` minlength="${least}"`}${told !== '' && html` aria-describedby="${told}"`}${problem !== undefined && html` aria-invalid="true"`}${(of.focus || problem !== undefined) && html` autofocus`} autocapitalize="none" spellcheck="false">
${problem !== undefined && html`<p class="wrong" id="${name}-wrong">${problem}</p>`}
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
</div>`
}

/** The field that proves that a form is one of ours: see `own-form.ts`. */
export const formToken = (token: string): Html =>
  html`<input type="hidden" name="form" value="${token}">`

/** A page that says only what went wrong. */
export function problemPage(words: Words, status: number, title: TextName, lead: TextName): Page {
  const content = html`<div class="card"><h1>${words(title)}</h1><p>${words(lead)}</p><p><a href="/">${words('toStart')}</a></p></div>`
  return framed({ words, title: words(title), content, status })
}
