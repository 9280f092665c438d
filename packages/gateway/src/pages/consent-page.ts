// The page on which an owner decides about a client: who asks, for what, where, when, for how long. It needs no
// script, and what it sends back only ever narrows what the server knows was asked for.
import { bounds } from './consent-bounds.ts'
import { type Consent, consentPath, folded, radio } from './consent-parts.ts'
import { missing, permissionGroups } from './consent-permissions.ts'
import { formToken, framed, notice, type Page } from './frame.ts'
import { type Content, type Html, html } from './html.ts'
import type { Words } from './texts.ts'
import type { Visit } from './visit.ts'
import { vouchingLine } from './vouching.ts'

/** How many lines of what is reached are shown at once. */
const LINES = 4

/** The page. */
export function consentPage(visit: Visit, consent: Consent): Page {
  const { words, form } = visit
  const { asked, uid, hub, offer, problem } = consent
  const title = words('consentTitle', { app: asked.client.name })
  const isAny = offer.permissions.length > 0
  // Enter presses the first button of a form: that must be none that gives or changes anything.
  const content = html`<h1>${title}</h1>
${who(words, consent)}
${consent.hubs.length > 1 && hubChoice(words, consent)}
<form method="post" action="${consentPath(uid)}">
${formToken(form.token)}
<input type="hidden" name="hub" value="${hub.id}">
<button type="submit" name="decision" value="show" class="first" tabindex="-1">${words('showAgain')}</button>
${problem !== undefined && notice(html`<p>${words(problem)}</p>`, 'bad')}
<section class="card" aria-labelledby="what"><h2 id="what">${words('whatTitle')}</h2>
<p class="hint">${words('forHub', { hub: hub.name })}. ${isAny && words('whatLead')}</p>
${offer.isApart && html`<p class="hint">${words('isApart')}</p>`}
${offer.unasked.length > 0 && notice(html`<p>${words('askedNothing')}</p>`)}
${permissionGroups(words, consent)}
${missing(words, consent)}
</section>
${reached(words, consent)}
${isAny && bounds(words, consent)}
<div class="card choices">
${isAny && html`<button type="submit" name="decision" value="allow">${words('give')}</button>`}
<button type="submit" name="decision" value="deny" class="quiet">${words('no')}</button>
<p class="hint">${words('takeBack')}</p>
</div>
</form>`
  return framed({ words, title, content, wide: true, ...(problem && { status: 400 }) })
}

function who(words: Words, { asked, hub, hubs }: Consent): Html {
  const { client, redirectUri } = asked
  const isOwn = client.origin === 'hand' && hubs.some((hub) => hub.ownerId === client.ownerId)
  const address = client.origin === 'document' && words('whoAddress', { id: client.id })
  return html`<section class="card" aria-labelledby="who"><h2 id="who">${words('whoTitle')}</h2>
<p><strong>${client.name}</strong></p>
${vouchingLine(words, asked, { ownerId: hub.ownerId, isOwn })}
${address !== false && html`<p class="hint">${address}</p>`}
<p class="last">${destination(words, redirectUri)}</p>
</section>`
}

/** Where the answer goes, in words that name the place. */
export function destination(words: Words, redirectUri: string | undefined): Content {
  if (redirectUri === undefined) return words('whereToDevice')
  const { protocol, host, hostname } = new URL(redirectUri)
  const isWeb = protocol === 'http:' || protocol === 'https:'
  const place = isWeb ? host : protocol.slice(0, -1)
  const isHere = !isWeb || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const told = html`<strong>${place}</strong>`
  const [before = '', after = ''] = words(isHere ? 'whereToHere' : 'whereTo', {
    place: '\n',
  }).split('\n')
  return html`${before}${told}${after}`
}

function hubChoice(words: Words, { uid, hubs, hub }: Consent): Html {
  return html`<form class="card" method="get" action="${consentPath(uid)}">
<fieldset><legend>${words('whichHub')}</legend>
<input type="hidden" name="here" value="">
${hubs.map((one) => radio('hub', one.id, one.name, one.id === hub.id))}
</fieldset>
<button type="submit" class="quiet">${words('otherHub')}</button>
</form>`
}

/** What is reached; with many lines the first ones, so that it is read. */
function reached(words: Words, { reach }: Consent): Content {
  if (reach.length === 0) return undefined
  const listed = (lines: readonly string[]) =>
    html`<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
  const [first, rest] = [reach.slice(0, LINES), reach.slice(LINES)]
  return html`<section class="card" aria-labelledby="reach"><h2 id="reach">${words('reachTitle')}</h2>
${listed(first)}
${rest.length > 0 && folded(words('reachMore', { count: rest.length }), listed(rest), false)}
<p class="again"><button type="submit" name="decision" value="show" class="quiet small">${words('showAgain')}</button></p>
</section>`
}
