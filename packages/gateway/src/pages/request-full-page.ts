// The red page of a request: what was chosen comes to full control. It is given only by somebody who has just signed in
// and types that they want it, as on the page of consent.
import type { RequestView } from '../owner-api/request-views.ts'
import { field, formToken, framed, notice, type Page } from './frame.ts'
import { type Html, html } from './html.ts'
import { REQUESTS_PAGE } from './request-pages.ts'
import type { Visit } from './visit.ts'

/** What the page is made with besides the visit. */
export interface RequestFull {
  readonly view: Pick<RequestView, 'id' | 'client'>
  /** What was chosen, as the form had it; it is sent again, and judged again as well. */
  readonly chosen: readonly (readonly [name: string, value: string])[]
  /** Whether the owner signed in just now. */
  readonly isFresh: boolean
  /** Whether what was typed was something else. */
  readonly isWrong: boolean
}

/** The page. */
export function requestFullPage({ words, form }: Visit, full: RequestFull): Page {
  const { view, chosen, isFresh, isWrong } = full
  const app = view.client
  const path = `${REQUESTS_PAGE}/${view.id}`
  const phrase = words('fullPhrase')
  const title = words('fullTitle')
  const again = html`<p>${words('fullAgain')}</p>
<p><a class="button" href="/sign-in?again&amp;to=${encodeURIComponent(path)}">${words('fullSignIn')}</a></p>`
  const content = html`<div class="card red">
<h1>${title}</h1>
${notice(html`<p>${words('fullLead', { app })}</p><p>${words('fullSafer')}</p>`, 'bad')}
<p><strong>${words('fullQuestion', { app })}</strong></p>
${
  isFresh
    ? html`<form method="post" action="${path}">
${formToken(form.token)}
<input type="hidden" name="stage" value="full">
${chosen.map(([name, value]) => hidden(name, value))}
${field({
  ...{ name: 'typed', label: words('fullType', { phrase }), autocomplete: 'off' },
  problem: isWrong ? words('fullWrong', { phrase }) : undefined,
})}
<button type="submit" name="decision" value="grant" class="danger">${words('fullGive')}</button>
</form>`
    : again
}
<p class="last"><a href="${path}">${words('fullBack')}</a></p>
</div>`
  return framed({ words, title, content, status: isWrong ? 400 : 200 })
}

const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`
