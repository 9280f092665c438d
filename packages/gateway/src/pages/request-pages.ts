// The pages on which an owner sees what clients ask for besides what they have, and answers. All that a client wrote is
// text here, and stands where it is said to be the client's.
import { DANGERS, type Danger, type Limits } from '@latchkey/catalogue'
import type { RequestView } from '../owner-api/request-views.ts'
import type { Extension } from '../permission-requests/permission-request.ts'
import { membersOf } from '../permission-requests/widening.ts'
import { formToken, framed, notice, type Page } from './frame.ts'
import { type Content, type Html, html } from './html.ts'
import { labelOf, toldPermission } from './permission-words.ts'
import { lives } from './request-lives.ts'
import type { TextName, Words } from './texts.ts'
import { toldDanger } from './told-danger.ts'
import type { Visit } from './visit.ts'

/** Where the pages are. */
export const REQUESTS_PAGE = '/permission-requests'

/** How many that wait no more are shown. */
const MOST_OLD = 10

/** All requests: those that wait, and the last ones. */
export function requestsPage({ words }: Visit, all: readonly RequestView[]): Page {
  const open = all.filter(({ canBeAnswered }) => canBeAnswered)
  const old = all.filter(({ canBeAnswered }) => !canBeAnswered).slice(0, MOST_OLD)
  const listed = (some: readonly RequestView[]) =>
    html`<ul class="list">${some.map((one) => item(words, one))}</ul>`
  const content = html`<h1>${words('requests')}</h1>
<p class="lead">${words('requestsLead')}</p>
<section class="card">${open.length === 0 ? html`<p class="last">${words('noRequests')}</p>` : listed(open)}</section>
${
  old.length > 0 &&
  html`<section class="card" aria-labelledby="old"><h2 id="old">${words('answeredLately')}</h2>${listed(old)}</section>`
}`
  return framed({ words, title: words('requests'), content, wide: true })
}

function item(words: Words, view: RequestView): Html {
  const { id, client, hubName, state, canBeAnswered, permissions } = view
  const labels = permissions.slice(0, 3).map(({ name }) => labelOf(name, words))
  const facts = [words('onHub', { hub: hubName }), words(`request ${state}`), ...labels]
  const title = words('requestTitle', { app: client })
  return html`<li class="${canBeAnswered ? 'on' : 'off'}"><strong><a href="${REQUESTS_PAGE}/${id}">${title}</a></strong><span>${facts.join(' · ')}</span></li>`
}

/** What the page of one request is made with besides the visit. */
export interface RequestPage {
  readonly view: RequestView
  /** What was asked for, with which an answer is compared. */
  readonly asked: Extension
  /** The limits that it would have, which keep much from being as bad as it is without them. */
  readonly limits: Limits | null
  /** What all of it would reach, as sentences. */
  readonly reach: readonly string[]
  readonly problem?: TextName
}

/** One request; with its form while it can be answered. */
export function requestPage(visit: Visit, page: RequestPage): Page {
  const { words } = visit
  const { view, problem } = page
  const title = words('requestTitle', { app: view.client })
  const content = html`<h1>${title}</h1>
<p class="lead">${words('requestKeeps', { hub: view.hubName })}</p>
${problem !== undefined && notice(html`<p>${words(problem)}</p>`, 'bad')}
<section class="card" aria-labelledby="why"><h2 id="why">${words('reasonTitle')}</h2>
<blockquote>“${view.reason}”</blockquote>
<p class="hint last">${words('reasonHint')} ${view.selfNamed && words('requestSelfNamed')}</p></section>
${view.canBeAnswered ? answerForms(visit, page) : outcome(words, view)}
<p><a href="${REQUESTS_PAGE}">${words('allRequests')}</a></p>`
  return framed({ words, title, content, wide: true, ...(problem && { status: 400 }) })
}

function answerForms({ words, form }: Visit, { view, asked, limits, reach }: RequestPage): Html {
  const path = `${REQUESTS_PAGE}/${view.id}`
  const danger = words(`danger ${view.danger.after}`)
  return html`<form method="post" action="${path}">
${formToken(form.token)}
<section class="card" aria-labelledby="what"><h2 id="what">${words('whatTitle')}</h2>
<p class="hint">${words('whatLead')} ${words('requestDanger', { app: view.client, danger })}</p>
${[...DANGERS].reverse().map((one) => group(words, one, view, limits))}
${objects(words, view)}
</section>
${reach.length > 0 && html`<section class="card" aria-labelledby="reach"><h2 id="reach">${words('requestReach')}</h2><ul class="plain">${reach.map((line) => html`<li>${line}</li>`)}</ul></section>`}
<div class="card">${asked.permissions.length > 0 && conditions(words, asked)}
<button type="submit" name="decision" value="grant">${words('requestGive')}</button>
<p class="hint">${words('takeBack')} ${words('requestWaitsUntil', { date: dateOf(words, view.expires) })}</p></div>
</form>
<form method="post" action="${path}" class="card">
<h2>${words('requestDeclineTitle')}</h2>
${formToken(form.token)}
<div class="field"><label for="word">${words('requestWord')}</label>
<input id="word" name="word" type="text" autocomplete="off" maxlength="300" value=""></div>
<button type="submit" name="decision" value="decline" class="quiet">${words('requestDecline')}</button>
</form>`
}

function group(
  words: Words,
  danger: Danger,
  { permissions, client }: RequestView,
  limits: Limits | null,
): Content {
  const rows = permissions.filter(({ name }) => toldDanger(name, limits).danger === danger)
  if (rows.length === 0) return undefined
  return html`<fieldset class="danger-${danger}"><legend>${words(`group ${danger}`)}</legend>
${rows.map(({ name }) => permission(words, name, client, limits))}
</fieldset>`
}

function permission(words: Words, name: string, app: string, limits: Limits | null): Html {
  const told = toldPermission(name, app, words)
  const { danger, bounded, isRefused } = toldDanger(name, limits)
  const can = bounded === undefined ? told.can : words(bounded, { app })
  const id = `p-${name.replace(':', '-')}`
  return html`<div class="tick"><input type="checkbox" id="${id}" name="p:${name}" checked aria-describedby="${id}-can">
<div><label for="${id}">${told.label}</label>
<p id="${id}-can">${can}${danger !== 'read' && html` ${told.risk} <em>${words('safer', { what: told.safer })}</em>`}</p>
${isRefused && html`<p class="asked">${words('requestRefused')}</p>`}</div></div>`
}

function objects(words: Words, { limits }: RequestView): Content {
  if (limits === null) return undefined
  const lists = MEMBERS.flatMap((member) => {
    const rows = limits[member]
    return rows ? [[member, rows] as const] : []
  })
  return html`<h3>${words('requestObjects')}</h3><p class="hint">${words('requestObjectsLead')}</p>
${lists.map(
  ([
    member,
    rows,
  ]) => html`<fieldset><legend>${words(`objects ${member}`)}</legend><div class="columns">
${rows.map(({ id, name }) => html`<label class="tick"><input type="checkbox" name="o:${member}:${id}" checked><span>${name ?? id}</span></label>`)}
</div></fieldset>`,
)}`
}

const MEMBERS = [
  ...(['zones', 'devices', 'capabilities', 'flows', 'flowFolders', 'moods'] as const),
  ...(['variables', 'dashboards', 'scripts', 'apps'] as const),
] as const

function conditions(words: Words, { askFirst, life }: Extension): Html {
  const ask = askFirst
    ? html`<p>${words('requestAskFirstOffered')}</p>`
    : html`<label class="tick"><input type="checkbox" name="ask-first"><span>${words('requestAskFirst')}</span></label>`
  return html`${ask}
<div class="field"><label for="life">${words('lifeTitle')}</label>
<select id="life" name="life">${lives(words, life).map(([value, label]) => html`<option value="${value}"${value === 'asked' && html` selected`}>${label}</option>`)}</select></div>`
}

function outcome(words: Words, view: RequestView): Html {
  const { state, granted, refused, word } = view
  const named = (names: readonly string[]) =>
    names.map((name) => html`<li>${labelOf(name, words)}</li>`)
  const given = [...(granted?.permissions ?? [])]
  const ids = membersOf(granted?.limits ?? {}).flatMap((one) => granted?.limits?.[one] ?? [])
  const isOver = state === 'open'
  return html`<section class="card">
${notice(html`<p>${words(isOver ? 'requestOver' : `request ${state}`)}</p>`)}
${given.length + ids.length > 0 && html`<h2>${words('requestGiven')}</h2><ul class="plain">${named(given)}${ids.map((id) => html`<li><code>${id}</code></li>`)}</ul>`}
${granted !== null && granted.until !== null && html`<p>${words('requestUntil', { date: dateOf(words, granted.until) })}</p>`}
${refused.length > 0 && html`<h2>${words('requestNotGiven')}</h2><ul class="plain">${named(refused)}</ul>`}
${word !== null && html`<p class="last">${words('requestSaid', { word })}</p>`}
</section>`
}

const LOCALES = { en: 'en-GB', nl: 'nl-NL' } as const

const dateOf = ({ language }: Words, iso: string): string =>
  new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  )
