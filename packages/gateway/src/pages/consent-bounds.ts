// The part of the consent page by which an owner gives less: where, which, when, and what to be asked about first.
// Each is folded as long as nothing of it is chosen, so that a plain yes stays short.
import { DANGERS, FREE_OF_ROOMS, isRoomLimit, WRITES_FLOWS } from '@latchkey/catalogue'
import { PICK_NAMES, PICKS, type PickedList, type PickName } from '../authorization/choice.ts'
import { isBounded, mayPick, shownDanger } from '../authorization/chosen.ts'
import { DAYS } from '../oversight/hours.ts'
import type { HubObject } from '../owner-api/hub-objects.ts'
import {
  LIFE_NAMES,
  LIVES,
  lifeNamed,
  PREFIXES,
  SHOWN_HOURS,
  timeText,
  WAS,
} from './choice-form.ts'
import { type Consent, folded, hidden, radio, tick } from './consent-parts.ts'
import { hoursWords } from './hours-words.ts'
import { type Content, type Html, html } from './html.ts'
import { labelOf } from './permission-words.ts'
import type { Words } from './texts.ts'
import { toldDanger } from './told-danger.ts'

/** All of it, as cards of the page. */
export function bounds(words: Words, consent: Consent): Html {
  const parts = [
    floor(words, consent),
    ...PICK_NAMES.map((name) => pick(words, name, consent)),
    flags(words, consent),
    hours(words, consent),
    questions(words, consent),
  ]
  return html`<section class="card" aria-labelledby="less"><h2 id="less">${words('lessTitle')}</h2>
<p class="hint">${words('lessLead')}</p>
${parts}
${life(words, consent)}
</section>`
}

/** What the request says itself; nobody can choose more. */
function floor(words: Words, { offer }: Consent): Content {
  const { limits, restrictions, longest } = offer.floor
  const told = [
    limits && isRoomLimit(limits) && words('floorRooms'),
    limits && isBounded(limits, 'flows') && words('floorFlows'),
    limits?.own && words('floorOwn'),
    limits?.drafts && words('floorDrafts'),
    restrictions?.schedule &&
      words('floorHours', { hours: hoursWords(restrictions.schedule, words) }),
    restrictions?.askFirst && words('floorAsks'),
    (restrictions?.tools ?? restrictions?.toolLimits) && words('floorTools'),
    longest !== null && words('floorLife', { time: lifeWords(longest, words) }),
  ].filter((one) => typeof one === 'string')
  if (told.length === 0) return undefined
  return html`<div class="notice"><p>${words('floorTitle')}</p><ul class="plain">${told.map((one) => html`<li>${one}</li>`)}</ul></div>`
}

function lifeWords(longest: number, words: Words): string {
  const days = Math.floor(longest / 86_400_000)
  if (days >= 2) return words('timeDays', { count: days })
  return words('timeHours', { count: Math.max(1, Math.ceil(longest / 3_600_000)) })
}

/** Which permissions a pick is about. */
const ABOUT: Readonly<Record<PickName, (permission: string) => boolean>> = {
  where: (one) => !FREE_OF_ROOMS.has(one),
  flows: (one) => /^(?:advanced-)?flow(?:-folder)?:/.test(one),
  moods: (one) => one.startsWith('mood:'),
  variables: (one) => one.startsWith('variable:'),
  dashboards: (one) => one.startsWith('dashboard:'),
  scripts: (one) => one.startsWith('homeyscript:'),
  apps: (one) => /^app(?:-settings|-api)?:/.test(one),
}

/** The picks that mean something for permissions. */
export const picksFor = (permissions: readonly string[]): readonly PickName[] =>
  PICK_NAMES.filter((name) => permissions.some(ABOUT[name]))

function pick(words: Words, name: PickName, consent: Consent): Content {
  const { offer, house, choice } = consent
  const { limits } = offer.floor
  const isFixed = isBounded(limits, name)
  const isKnown = PICKS[name].every((list) => house.lists[list])
  if (isFixed && !isKnown) return fixed(name, consent)
  const isAbout = picksFor(offer.permissions).includes(name)
  if (!isFixed && (!isAbout || !mayPick(limits, name))) return undefined
  if (!isKnown) return name === 'where' && html`<p class="hint">${words('whereAway')}</p>`
  const picked = choice.only[name]
  const lists = PICKS[name].map((list) => ticks(words, name, list, consent))
  if (lists.every((one) => one === undefined)) return undefined
  const isSome = isFixed || picked !== undefined
  const choices = isFixed
    ? html`${hidden(name, 'some')}<p>${words('pickAsked')}</p>`
    : html`${isSome && hidden(`${WAS}${name}`, 'some')}${radio(name, 'all', words(`all ${name}`), !isSome)}${radio(name, 'some', words('pickSome'), isSome)}`
  const content = html`${choices}${lists}${name === 'where' && notByRooms(words, consent)}${name === 'flows' && html`<p class="hint">${words('flowsHint')}</p>`}`
  return folded(words(`pick ${name}`), content, isSome, `pick-${name}`)
}

/** What the request names stays named while the Homey does not say what that is called. */
function fixed(name: PickName, { offer: { floor } }: Consent): Content {
  const ids = PICKS[name].flatMap((list) =>
    (floor.limits?.[list] ?? []).map((id) => hidden(`${PREFIXES[list]}:${id}`, 'on')),
  )
  return html`${hidden(name, 'some')}${ids}`
}

function ticks(words: Words, name: PickName, list: PickedList, consent: Consent): Content {
  const { offer, house, choice } = consent
  const { limits } = offer.floor
  const isFixed = isBounded(limits, name)
  const asked = limits?.[list]
  const rows = (house.lists[list] ?? []).filter((one) => !isFixed || asked?.includes(one.id))
  if (rows.length === 0) return undefined
  const picked = choice.only[name]
  const isOn = (id: string) => (picked ? (picked[list]?.includes(id) ?? false) : isFixed)
  const sorted = toldApart(rows, house).toSorted((a, b) =>
    a.name.localeCompare(b.name, words.language),
  )
  return html`<fieldset><legend>${words(`list ${list}`)}</legend><div class="columns">
${sorted.map((one) => html`<label class="tick"><input type="checkbox" name="${PREFIXES[list]}:${one.id}"${isOn(one.id) && html` checked`}><span>${one.name}</span></label>`)}
</div></fieldset>`
}

/** Where two have one name, what each lies in stands behind it. */
function toldApart(rows: readonly HubObject[], { lists }: Consent['house']): readonly HubObject[] {
  const byName = Map.groupBy(rows, ({ name }) => name)
  const places = [...(lists.zones ?? []), ...(lists.flowFolders ?? [])]
  const names = new Map(places.map(({ id, name }) => [id, name]))
  return rows.map((one) => {
    const place = names.get(one.inside ?? '')
    const isAlone = (byName.get(one.name)?.length ?? 0) < 2
    return isAlone || place === undefined ? one : { ...one, name: `${one.name} (${place})` }
  })
}

function notByRooms(words: Words, { offer }: Consent): Content {
  const free = offer.permissions.filter((one) => FREE_OF_ROOMS.has(one))
  if (free.length === 0) return undefined
  const shown = free.slice(0, 8).map((one) => labelOf(one, words))
  const rest = free.length - shown.length
  const what = [...shown, ...(rest > 0 ? [words('more', { count: rest })] : [])].join(', ')
  return html`<p class="hint">${words('notByRooms', { what })}</p>`
}

const OWNED =
  /^(?:flow|advanced-flow|flow-folder|mood|variable|dashboard|homeyscript):(?:update|delete|enable|start|set|run)$/

function flags(words: Words, { offer, choice, asked }: Consent): Content {
  const { limits } = offer.floor
  const app = asked.client.name
  const own = offer.permissions.some((one) => OWNED.test(one)) && !limits?.own
  const drafts = offer.permissions.some((one) => WRITES_FLOWS.includes(one)) && !limits?.drafts
  if (!own && !drafts) return undefined
  const content = html`${own && tick('own', words('ownOnly', { app }), choice.own, words('ownHint'))}
${drafts && tick('drafts', words('draftsOnly'), choice.drafts, words('draftsHint'))}`
  return folded(words('flagsTitle'), content, choice.own || choice.drafts, 'own')
}

function hours(words: Words, { choice }: Consent): Html {
  const { schedule } = choice
  const [span] = schedule ?? []
  const { from, until, days } = { ...SHOWN_HOURS, ...span }
  const time = (name: 'from' | 'until', minute: number) =>
    html`<div class="field"><label for="${name}">${words(`hour ${name}`)}</label><input id="${name}" name="${name}" type="time" value="${timeText(minute)}"></div>`
  const content = html`${schedule !== null && hidden(`${WAS}hours`, 'some')}${radio('hours', 'always', words('hoursAlways'), schedule === null)}
${radio('hours', 'some', words('hoursSome'), schedule !== null)}
<fieldset><legend>${words('hoursDays')}</legend><div class="days">${DAYS.map((day) => html`<label class="tick"><input type="checkbox" name="day:${day}"${days.includes(day) && html` checked`}><span>${words(`day ${day}`)}</span></label>`)}</div></fieldset>
<div class="pair">${time('from', from)}${time('until', until)}</div>`
  return folded(words('hoursTitle'), content, schedule !== null, 'hours')
}

function questions(words: Words, { offer, limits, choice: { askFirst } }: Consent): Content {
  const risky = offer.permissions.filter((one) => shownDanger(one) !== 'read')
  const present = new Set(risky.map((one) => toldDanger(one, limits).danger))
  const dangers = [...DANGERS]
    .reverse()
    .filter((one) => present.has(one) || askFirst.dangers.includes(one))
  if (dangers.length === 0) return undefined
  const one = (name: string) =>
    html`<label class="tick"><input type="checkbox" name="a:${name}"${askFirst.permissions.includes(name) && html` checked`}><span>${labelOf(name, words)}</span></label>`
  const single = html`<div class="columns">${risky.map(one)}</div>`
  const isSingle = askFirst.permissions.length > 0
  const content = html`<p class="hint">${words('askLead')}</p>
${tick('ask:all', words('askAll'), askFirst.all)}
${dangers.map((danger) => tick(`ask:${danger}`, words(`ask ${danger}`), askFirst.dangers.includes(danger)))}
${folded(words('askSingle'), single, isSingle)}`
  const isAny = askFirst.all || askFirst.dangers.length > 0 || isSingle
  return folded(words('askTitle'), content, isAny, 'ask')
}

function life(words: Words, { choice, offer }: Consent): Html {
  const { longest } = offer.floor
  const shorter = LIFE_NAMES.filter(
    (name) => longest === null || (LIVES[name] ?? Number.POSITIVE_INFINITY) < longest,
  )
  const names = longest === null ? shorter : [...shorter, 'ever' as const]
  const chosen = lifeNamed(choice.life) ?? 'ever'
  const label = (name: (typeof names)[number]) =>
    words(name === 'ever' && longest !== null ? 'lifeAsked' : `life ${name}`)
  return html`<div class="field life"><label for="life">${words('lifeTitle')}</label>
<select id="life" name="life">${names.map((name) => html`<option value="${name}"${name === chosen && html` selected`}>${label(name)}</option>`)}</select></div>`
}
