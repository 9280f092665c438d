// Where a signed-in owner arrives: who it is, what is theirs, and how to go on at the command line.
import { GENERATION_NAMES } from '@latchkey/catalogue'
import type { Hub } from '../hubs/hub.ts'
import type { KeyView } from '../owner-api/key-views.ts'
import { command, formToken, framed, notice, type Page } from './frame.ts'
import { type Html, html } from './html.ts'
import type { TextName, Words } from './texts.ts'
import type { Visit } from './visit.ts'

/** What is shown. */
export interface Home {
  readonly owner: string
  readonly hubs: readonly Hub[]
  readonly keys: readonly KeyView[]
  /** How many questions wait. */
  readonly questions: number
  /** How many requests for more wait. */
  readonly requests: number
  /** How many apps wait for a review. */
  readonly reviews: number
}

/** How many of each are shown; the rest are counted. */
const MOST = 12

/** What can be done at the command line. */
const COMMANDS: readonly (readonly [what: TextName, command: string])[] = [
  ['doKey', 'latchkey key create --hub Home --name Display --permission device:read'],
  ['doAudit', 'latchkey audit --follow'],
  ['doRevoke', 'latchkey key revoke ID'],
  ['doDoctor', 'latchkey doctor'],
]

/** The page. */
export function homePage({ words, form }: Visit, home: Home): Page {
  const { owner, hubs, keys, questions, requests, reviews } = home
  const aside = html`<form method="post" action="/sign-out">${formToken(form.token)}<button type="submit" class="quiet">${words('signOut')}</button></form>`
  const content = html`<h1>${words('homeTitle')}</h1>
<p class="lead">${words('signedInAs', { name: owner })}</p>
${questions > 0 && notice(html`<p>${questions === 1 ? words('questionWaits') : words('questionsWait', { count: questions })} <a href="/approvals">${words('answerThem')}</a></p>`)}
${requests > 0 && notice(html`<p>${requests === 1 ? words('requestWaits') : words('requestsWait', { count: requests })} <a href="/permission-requests">${words('answerThem')}</a></p>`)}
${reviews > 0 && notice(html`<p>${reviews === 1 ? words('reviewWaits') : words('reviewsWait', { count: reviews })} <a href="/clients">${words('lookAtThem')}</a></p>`)}
<section class="card" aria-labelledby="hubs"><h2 id="hubs">${words('hubs')}</h2>
${listed(words, hubs.map(hubItem), html`<p>${words('noHubs')}</p>${command('latchkey hub add --name Home --address http://…')}`)}
</section>
<section class="card" aria-labelledby="keys"><h2 id="keys">${words('keys')}</h2>
${listed(
  words,
  keys.map((key) => keyItem(words, key)),
  html`<p class="last">${words('noKeys')}</p>`,
)}
<p class="hint"><a href="/clients">${words('clientsLead')}</a></p>
</section>
<section class="card" aria-labelledby="go-on"><h2 id="go-on">${words('goOn')}</h2>
<p class="hint">${words('goOnLead')}</p>
<dl>${COMMANDS.map(([what, text]) => html`<dt>${words(what)}</dt><dd>${command(text)}</dd>`)}</dl>
</section>`
  return framed({ words, title: words('homeTitle'), content, wide: true, aside })
}

function listed(words: Words, items: readonly Html[], none: Html): Html {
  if (items.length === 0) return none
  const more = items.length - MOST
  return html`<ul class="list">${items.slice(0, MOST)}${more > 0 && html`<li><span>${words('more', { count: more })}</span></li>`}</ul>`
}

function hubItem({ name, generation, address }: Hub): Html {
  return html`<li><strong>${name}</strong><span>${GENERATION_NAMES[generation]}</span><span>${address}</span></li>`
}

function keyItem(words: Words, { name, hub, state, danger }: KeyView): Html {
  const facts = [words('onHub', { hub }), words(`danger ${danger}`), words(`state ${state}`)]
  return html`<li class="${state === 'live' ? 'on' : 'off'}"><strong>${name}</strong><span>${facts.join(' · ')}</span></li>`
}
