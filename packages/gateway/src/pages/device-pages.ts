// The pages that the authorization server shows by itself: where the code of a device is typed, and what cannot be
// told to a client.
import type { KoaContextWithOIDC } from 'oidc-provider'
import { CHANGED, SUSPENDED } from '../authorization/not-let-in.ts'
import type { ServerPages } from '../authorization/provider.ts'
import { field, framed, PAGE_HEADERS, type Page, problemPage } from './frame.ts'
import { type Html, html } from './html.ts'
import { languageOf, type Words, wordsIn } from './texts.ts'

/** The pages. */
export const SERVER_PAGES: ServerPages = {
  error: (ctx, error, description) => show(ctx, errorPage(wordsOf(ctx), error, description)),
  errorAway: (ctx, { error, description }, to) =>
    show(ctx, errorPage(wordsOf(ctx), error, description, to)),
  deviceInput: (ctx, problem) => show(ctx, inputPage(wordsOf(ctx), secretOf(ctx), problem)),
  deviceConfirm: (ctx, code, client) =>
    show(ctx, confirmPage(wordsOf(ctx), secretOf(ctx), code, client)),
  deviceDone: (ctx) => show(ctx, donePage(wordsOf(ctx))),
  tooMany: ({ headers }, response, seconds) => {
    const words = wordsIn(languageOf(headers['accept-language']))
    const { body } = problemPage(words, 429, 'deviceTitle', 'deviceSlow')
    const more = { 'content-type': 'text/html; charset=utf-8', 'retry-after': String(seconds) }
    response.writeHead(429, { ...PAGE_HEADERS, ...more }).end(String(body))
  },
}

const wordsOf = (ctx: KoaContextWithOIDC): Words => wordsIn(languageOf(ctx.get('accept-language')))

function show(ctx: KoaContextWithOIDC, { status, headers = {}, body }: Page): void {
  ctx.set({ ...PAGE_HEADERS, ...headers })
  ctx.type = 'text/html; charset=utf-8'
  if (status !== 200) ctx.status = status
  ctx.body = String(body)
}

/** What proves that a form is of the page that the library has just shown. */
function secretOf({ oidc }: KoaContextWithOIDC): string {
  const { secret } = oidc.session?.state ?? {}
  return typeof secret === 'string' ? secret : ''
}

const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`

function inputPage(words: Words, secret: string, problem: boolean): Page {
  const content = html`<div class="card">
<h1>${words('deviceTitle')}</h1>
<p class="lead">${words('deviceLead')}</p>
<form method="post" action="/device">
${hidden('xsrf', secret)}
${field({
  ...{ name: 'user_code', label: words('deviceCode'), autocomplete: 'off' },
  problem: problem ? words('deviceWrong') : undefined,
})}
<button type="submit">${words('consentGoOn')}</button>
</form>
</div>`
  return framed({ words, title: words('deviceTitle'), content })
}

function confirmPage(words: Words, secret: string, code: string, client: string): Page {
  const form = (name: string, label: Html | string, quiet: boolean) =>
    html`<form method="post" action="/device">${hidden('xsrf', secret)}${hidden('user_code', code)}${hidden(name, 'yes')}
<button type="submit"${quiet && html` class="quiet"`}>${label}</button></form>`
  const content = html`<div class="card choices">
<h1>${words('deviceCheck')}</h1>
<p class="code">${code}</p>
<p>${words('deviceCheckLead', { app: client })}</p>
${form('confirm', words('deviceYes'), false)}
${form('abort', words('deviceNo'), true)}
</div>`
  return framed({ words, title: words('deviceCheck'), content })
}

function donePage(words: Words): Page {
  const content = html`<div class="card"><h1>${words('deviceDone')}</h1><p class="last">${words('deviceDoneLead')}</p></div>`
  return framed({ words, title: words('deviceDone'), content })
}

/** The page of a client that is not let in, whatever it asks; undefined for other errors. */
function stoppedPage(words: Words, description = ''): Page | undefined {
  if (description === CHANGED) return problemPage(words, 400, 'changedTitle', 'changedLead')
  if (!description.startsWith(SUSPENDED)) return undefined
  const because = description.slice(SUSPENDED.length)
  const content = html`<div class="card"><h1>${words('suspendedTitle')}</h1>
<p>${words('suspendedLead')}</p><p class="last">${because}</p></div>`
  return framed({ words, title: words('suspendedTitle'), content, status: 400 })
}

/** The page of an error, with what its developer needs; and the way to where the app would be told, if it may be. */
export function errorPage(
  words: Words,
  error: string,
  description: string | undefined,
  to?: string,
): Page {
  const stopped = stoppedPage(words, description)
  if (stopped) return stopped
  const told = description === undefined ? error : `${error}: ${description}`
  const way =
    to !== undefined &&
    html`<p class="last"><a class="button quiet" href="${to}">${words('consentRefusedAway', { place: new URL(to).host })}</a></p>`
  const content = html`<div class="card"><h1>${words('consentRefusedTitle')}</h1>
<p>${words('consentRefusedLead')}</p><pre><code>${told}</code></pre>${way}</div>`
  return framed({ words, title: words('consentRefusedTitle'), content, status: 400 })
}
