// The red page: what was chosen comes to full control. It is given only by somebody who has just signed in and
// types that they want it, and for a short time unless they say otherwise.
import type { Choice } from '../authorization/choice.ts'
import { fieldsOf, LIFE_NAMES, LIVES, type LifeName } from './choice-form.ts'
import { type Consent, consentPath, hidden } from './consent-parts.ts'
import { field, formToken, framed, notice, type Page } from './frame.ts'
import { html } from './html.ts'
import type { Visit } from './visit.ts'

/** How long full control lives if nothing else is said. */
export const FULL_LIFE: LifeName = '7d'

/** What the page is made with besides the visit. */
export interface FullControl extends Pick<Consent, 'uid' | 'asked' | 'hub' | 'offer'> {
  readonly choice: Choice
  /** Whether the owner signed in just now. */
  readonly isFresh: boolean
  /** Whether what was typed was something else. */
  readonly isWrong: boolean
  readonly chosenLife: LifeName | undefined
}

/** The page. */
export function fullControlPage({ words, form }: Visit, full: FullControl): Page {
  const { uid, asked, hub, isFresh, isWrong } = full
  const app = asked.client.name
  const title = words('fullTitle')
  const phrase = words('fullPhrase')
  const path = consentPath(uid)
  const next = `${path}?here&hub=${encodeURIComponent(hub.id)}`
  const { life, ...fields } = fieldsOf(full.choice)
  const kept = html`${formToken(form.token)}${hidden('hub', hub.id)}${Object.entries(fields).map(([name, value]) => hidden(name, value))}`
  const back = html`<button type="submit" name="decision" value="show" class="quiet" formnovalidate>${words('fullBack')}</button>`
  const again = html`<p>${words('fullAgain')}</p>
<p><a class="button" href="/sign-in?again&amp;to=${encodeURIComponent(next)}">${words('fullSignIn')}</a></p>
<form method="post" action="${path}">${kept}${hidden('life', life ?? 'ever')}${back}</form>`
  const give = html`<form method="post" action="${path}" class="choices">
${kept}${hidden('stage', 'full')}
${field({
  ...{ name: 'typed', label: words('fullType', { phrase }), autocomplete: 'off' },
  problem: isWrong ? words('fullWrong', { phrase }) : undefined,
})}
${lives(full, words)}
<button type="submit" name="decision" value="allow" class="danger">${words('fullGive')}</button>
${back}
</form>`
  const content = html`<div class="card red">
<h1>${title}</h1>
${notice(html`<p>${words('fullLead', { app })}</p><p>${words('fullSafer')}</p>`, 'bad')}
<p><strong>${words('fullQuestion', { app })}</strong></p>
${isFresh ? give : again}
</div>`
  return framed({ words, title, content, status: isWrong ? 400 : 200 })
}

function lives({ chosenLife, offer }: FullControl, words: Visit['words']) {
  const { longest } = offer.floor
  const names = LIFE_NAMES.filter(
    (name) => longest === null || (LIVES[name] ?? Infinity) <= longest,
  )
  const shown = names.length === 0 ? LIFE_NAMES.slice(0, 1) : names
  const selected = chosenLife ?? (shown.includes(FULL_LIFE) ? FULL_LIFE : shown.at(-1))
  return html`<div class="field"><label for="life">${words('lifeTitle')}</label>
<select id="life" name="life">${shown.map((name) => html`<option value="${name}"${name === selected && html` selected`}>${words(`life ${name}`)}</option>`)}</select></div>`
}
