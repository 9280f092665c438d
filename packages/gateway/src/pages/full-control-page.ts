// The red page: what was chosen comes to full control. It is given only by somebody who has just signed in and
// types that they want it, and for a short time unless they say otherwise.
import type { Choice } from '../authorization/offer.ts'
import { type Consent, consentPath, LIFE_NAMES, LIVES, type LifeName } from './consent-page.ts'
import { field, formToken, framed, notice, type Page } from './frame.ts'
import { type Html, html } from './html.ts'
import type { Visit } from './visit.ts'

/** How long full control lives if nothing else is said. */
export const FULL_LIFE: LifeName = '7d'

/** What the page is made with besides the visit. */
export interface FullControl extends Pick<Consent, 'uid' | 'asked' | 'hub'> {
  readonly choice: Choice
  /** Whether the owner signed in just now. */
  readonly isFresh: boolean
  /** Whether what was typed was something else. */
  readonly isWrong: boolean
  readonly chosenLife: LifeName | undefined
}

/** The page. */
export function fullControlPage({ words, form }: Visit, full: FullControl): Page {
  const { uid, asked, hub, choice, isFresh, isWrong } = full
  const app = asked.client.name
  const title = words('fullTitle')
  const phrase = words('fullPhrase')
  const next = `${consentPath(uid)}?here&hub=${encodeURIComponent(hub.id)}`
  const again = html`<p>${words('fullAgain')}</p>
<p><a class="button" href="/sign-in?again&amp;to=${encodeURIComponent(next)}">${words('fullSignIn')}</a></p>`
  const give = html`<form method="post" action="${consentPath(uid)}">
${formToken(form.token)}
<input type="hidden" name="hub" value="${hub.id}">
<input type="hidden" name="stage" value="full">
${chosen(choice)}
${field({
  ...{ name: 'typed', label: words('fullType', { phrase }), autocomplete: 'off' },
  problem: isWrong ? words('fullWrong', { phrase }) : undefined,
})}
<div class="field"><label for="life">${words('lifeTitle')}</label>
<select id="life" name="life">${LIFE_NAMES.map((name) => html`<option value="${name}"${name === (full.chosenLife ?? FULL_LIFE) && html` selected`}>${words(`life ${name}`)}</option>`)}</select></div>
<button type="submit" name="decision" value="allow" class="danger">${words('fullGive')}</button>
</form>`
  const content = html`<div class="card red">
<h1>${title}</h1>
${notice(html`<p>${words('fullLead', { app })}</p><p>${words('fullSafer')}</p>`, 'bad')}
<p><strong>${words('fullQuestion', { app })}</strong></p>
${isFresh ? give : again}
<p class="last"><a href="${next}">${words('fullBack')}</a></p>
</div>`
  return framed({ words, title, content, status: isWrong ? 400 : 200 })
}

/** What was chosen, to be sent again; it is judged again as well. */
function chosen({ permissions, only }: Choice): readonly Html[] {
  const hidden = (name: string, value: string) =>
    html`<input type="hidden" name="${name}" value="${value}">`
  return [
    ...permissions.map((one) => hidden(`p:${one}`, 'on')),
    ...(only ? [hidden('where', 'some')] : []),
    ...(only?.zones ?? []).map((id) => hidden(`z:${id}`, 'on')),
    ...(only?.devices ?? []).map((id) => hidden(`d:${id}`, 'on')),
  ]
}

/** The life that a form names. */
export function lifeIn(name: string | undefined): {
  readonly life: number | null
  readonly name: LifeName
} {
  const known = LIFE_NAMES.find((one) => one === name) ?? '1d'
  return { life: LIVES[known], name: known }
}
