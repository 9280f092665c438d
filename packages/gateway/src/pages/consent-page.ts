// The page on which an owner decides about a client: who asks, for what, where, for how long. It needs no script,
// and what it sends back only ever narrows what the server knows was asked for.
import { DANGERS, type Danger, FREE_OF_ROOMS, PERMISSIONS } from '@latchkey/catalogue'
import type { Asked } from '../authorization/asked.ts'
import type { Choice, Offer } from '../authorization/offer.ts'
import type { Hub } from '../hubs/hub.ts'
import type { HubObject } from '../owner-api/hub-objects.ts'
import { formToken, framed, notice, type Page } from './frame.ts'
import { type Content, type Html, html } from './html.ts'
import { toldPermission } from './permission-words.ts'
import type { TextName, Words } from './texts.ts'
import type { Visit } from './visit.ts'
import { reasonsFor, vouchingLine } from './vouching.ts'

/** Lives that can be chosen, in milliseconds; null until it is taken back. */
export const LIVES = {
  '1d': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
  '365d': 365 * 86_400_000,
  ever: null,
} as const
export type LifeName = keyof typeof LIVES
export const LIFE_NAMES: readonly LifeName[] = ['1d', '7d', '30d', '365d', 'ever']

/** Rooms and devices of a hub; undefined if it does not answer. */
export interface Places {
  readonly zones: readonly HubObject[]
  readonly devices: readonly HubObject[]
}

/** What the page is made with besides the visit. */
export interface Consent {
  readonly uid: string
  readonly asked: Asked
  readonly owner: string
  readonly hubs: readonly Hub[]
  readonly hub: Hub
  readonly offer: Offer
  readonly places: Places | undefined
  /** What was chosen before, if the page is shown again. */
  readonly choice?: Choice & { readonly life: number | null }
  readonly problem?: TextName
  /** What is reached, by itself and because of what else is in the home, as sentences. */
  readonly reach: readonly string[]
}

/** The path of a request. */
export const consentPath = (uid: string): string => `/consent/${encodeURIComponent(uid)}`

/** The page. */
export function consentPage(visit: Visit, consent: Consent): Page {
  const { words, form } = visit
  const { asked, uid, hub, offer, problem, reach } = consent
  const title = words('consentTitle', { app: asked.client.name })
  const content = html`<h1>${title}</h1>
${who(words, consent)}
${consent.hubs.length > 1 && hubChoice(words, consent)}
<form method="post" action="${consentPath(uid)}">
${formToken(form.token)}
<input type="hidden" name="hub" value="${hub.id}">
${problem !== undefined && notice(html`<p>${words(problem)}</p>`, 'bad')}
<section class="card" aria-labelledby="what"><h2 id="what">${words('whatTitle')}</h2>
<p class="hint">${words('forHub', { hub: hub.name })}. ${offer.permissions.length > 0 && words('whatLead')}</p>
${[...DANGERS].reverse().map((danger) => group(words, danger, consent))}
${missing(words, offer)}
</section>
${reach.length > 0 && html`<section class="card" aria-labelledby="reach"><h2 id="reach">${words('reachTitle')}</h2><ul class="plain">${reach.map((line) => html`<li>${line}</li>`)}</ul></section>`}
${offer.permissions.some((one) => !FREE_OF_ROOMS.has(one)) && where(words, consent)}
${life(words, consent)}
<div class="card choices">
${offer.permissions.length > 0 && html`<button type="submit" name="decision" value="allow">${words('give')}</button>`}
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

function radio(name: string, value: string, label: string, on: boolean): Html {
  return html`<label class="tick"><input type="radio" name="${name}" value="${value}"${on && html` checked`}><span>${label}</span></label>`
}

function group(
  words: Words,
  danger: Danger,
  { asked, hub, offer, choice }: Consent,
): Html | undefined {
  const reasons = reasonsFor(asked, hub.generation)
  const rows = offer.permissions.filter((one) => dangerOf(one) === danger)
  if (rows.length === 0) return undefined
  const isOn = (one: string) => choice === undefined || choice.permissions.includes(one)
  return html`<fieldset class="danger-${danger}"><legend>${words(`group ${danger}`)}</legend>
${rows.map((one) => permission(words, one, asked.client.name, danger, isOn(one), reasons.get(one)))}
</fieldset>`
}

/** Writing Flows and the like can become full control, and stands with what can. */
const dangerOf = (permission: string): Danger => {
  const row = PERMISSIONS.get(permission)
  return row?.escalates === undefined ? (row?.danger ?? 'full') : 'full'
}

// What only reads is said calmly: no risk, no advice.
function permission(
  words: Words,
  name: string,
  app: string,
  danger: Danger,
  on: boolean,
  reason: string | undefined,
): Html {
  const told = toldPermission(name, app, words.language)
  const id = `p-${name.replace(':', '-')}`
  const foreign = told.language !== words.language && html` lang="${told.language}"`
  return html`<div class="tick"><input type="checkbox" id="${id}" name="p:${name}"${on && html` checked`} aria-describedby="${id}-can">
<div${foreign}><label for="${id}">${told.label}</label>
<p id="${id}-can">${told.can}${danger !== 'read' && html` ${told.risk} <em>${words('safer', { what: told.safer })}</em>`}</p></div></div>${reason !== undefined && html`<p class="hint">${words('itsReason', { reason })}</p>`}`
}

function missing(words: Words, { absent, beyond }: Offer): Content {
  if (absent.length + beyond.length === 0) return undefined
  const listed = (names: readonly string[]) => {
    const shown = names.slice(0, 12).map((one) => PERMISSIONS.get(one)?.label ?? one)
    const more = names.length - shown.length
    return [...shown, ...(more > 0 ? [words('more', { count: more })] : [])].join(', ')
  }
  return html`<h3>${words('absentTitle')}</h3>
${absent.length > 0 && html`<p class="hint">${words('absentLead', { what: listed(absent) })}</p>`}
${beyond.length > 0 && html`<p class="hint">${words('beyondLead', { what: listed(beyond) })}</p>`}`
}

function where(words: Words, { offer, places, choice }: Consent): Html {
  const title = html`<h2 id="where">${words('whereTitle')}</h2>`
  if (!places) {
    return html`<section class="card" aria-labelledby="where">${title}<p class="last">${words('whereAway')}</p></section>`
  }
  const { within } = offer
  const only = choice?.only ?? null
  const some = within !== undefined || only !== null
  const list = (kind: 'zones' | 'devices', prefix: string) => {
    const asked = within?.[kind]
    const rows = places[kind].filter((one) => within === undefined || asked?.includes(one.id))
    if (rows.length === 0) return undefined
    const isOn = (id: string) => (only ? only[kind].includes(id) : within !== undefined)
    return html`<fieldset><legend>${words(kind === 'zones' ? 'rooms' : 'devices')}</legend><div class="columns">
${rows.map(({ id, name }) => html`<label class="tick"><input type="checkbox" name="${prefix}:${id}"${isOn(id) && html` checked`}><span>${name}</span></label>`)}
</div></fieldset>`
  }
  const free = offer.permissions.filter((one) => FREE_OF_ROOMS.has(one))
  const labels = free.slice(0, 8).map((one) => PERMISSIONS.get(one)?.label ?? one)
  return html`<section class="card" aria-labelledby="where">${title}
${within === undefined ? html`${radio('where', 'all', words('whereAll'), !some)}${radio('where', 'some', words('whereSome'), some)}` : html`<input type="hidden" name="where" value="some"><p>${words('whereAsked')}</p>`}
<details${some && html` open`}><summary>${words('rooms')}, ${words('devices').toLowerCase()}</summary>
${list('zones', 'z')}${list('devices', 'd')}
</details>
${labels.length > 0 && html`<p class="hint">${words('notByRooms', { what: labels.join(', ') })}</p>`}
</section>`
}

function life(words: Words, { choice }: Consent): Html {
  const chosen = LIFE_NAMES.find((name) => choice && LIVES[name] === choice.life) ?? 'ever'
  return html`<div class="card field"><label for="life">${words('lifeTitle')}</label>
<select id="life" name="life">${LIFE_NAMES.map((name) => html`<option value="${name}"${name === chosen && html` selected`}>${words(`life ${name}`)}</option>`)}</select></div>`
}
