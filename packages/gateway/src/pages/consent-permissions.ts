// The part of the consent page that says what is asked for: permissions by how bad they are, each with what would
// be safer as a button.
import { DANGERS, type Danger } from '@latchkey/catalogue'
import { isBounded, mayPick } from '../authorization/chosen.ts'
import { type Consent, folded } from './consent-parts.ts'
import { type Content, type Html, html } from './html.ts'
import { labelOf, toldPermission } from './permission-words.ts'
import { applied, pickOf, type SaferStep, saferParts, saferSteps } from './safer.ts'
import type { Words } from './texts.ts'
import { toldDanger } from './told-danger.ts'

/** From how many rows on a group is folded: full control has hundreds. */
const MANY = 24

/** All that is asked for, and apart from it what the client has already. */
export function permissionGroups(words: Words, consent: Consent): Content {
  const { offer } = consent
  const had = offer.permissions.filter((one) => offer.held?.permissions.has(one))
  const added = offer.permissions.filter((one) => !had.includes(one))
  const before =
    had.length > 0 &&
    folded(
      html`${words('hasAlready')} (${had.length})`,
      html`<p class="hint">${words('hasAlreadyLead')}</p>${had.map((one) => permission(words, one, consent))}`,
      false,
    )
  return html`${[...DANGERS].reverse().map((danger) => group(words, danger, added, consent))}${before}`
}

function group(
  words: Words,
  danger: Danger,
  all: readonly string[],
  consent: Consent,
): Html | undefined {
  const rows = all.filter((one) => toldDanger(one, consent.limits).danger === danger)
  if (rows.length === 0) return undefined
  const isNew = consent.offer.held !== undefined
  const title = html`${words(`group ${danger}`)}${isNew && html` <span class="badge">${words('isNew')}</span>`}`
  const list = rows.map((one) => permission(words, one, consent))
  const fold = rows.length > MANY && consent.changed === undefined
  // What is not given is no danger.
  const isGiven = rows.some((one) => consent.choice.permissions.includes(one))
  return html`<fieldset class="danger-${isGiven ? danger : 'none'}"><legend>${title}</legend>
${fold ? folded(words('showAll', { count: rows.length }), list, false) : list}
</fieldset>`
}

// What only reads is said calmly: no risk, no advice.
function permission(words: Words, name: string, consent: Consent): Html {
  const { asked, choice, here, limits, reasons } = consent
  const app = asked.client.name
  const told = toldPermission(name, app, words, here)
  const { danger, bounded, isRefused } = toldDanger(name, limits)
  const isCalm = danger === 'read'
  const can = bounded === undefined ? told.can : words(bounded, { app })
  const id = `p-${name.replace(':', '-')}`
  const isOn = choice.permissions.includes(name)
  const line = here.line(name)
  const reason = reasons.get(name)
  return html`<div class="tick" id="row-${id}"><input type="checkbox" id="${id}" name="p:${name}"${isOn && html` checked`} aria-describedby="${id}-can">
<div><label for="${id}">${told.label}</label>
<p id="${id}-can">${can}${!isCalm && html` ${told.risk}`}</p>
${line !== undefined && html`<p class="here">${line}</p>`}
${reason !== undefined && html`<p class="hint">${words('itsReason', { reason })}</p>`}
${isRefused && html`<p class="asked">${words('refusedHere')}</p>`}
${isOn && asks(words, name, consent)}
${isOn && !isCalm && saferButtons(words, name, told.safer, consent)}</div></div>`
}

/** That the owner wants to be asked about it; below is where that is taken back. */
function asks(words: Words, name: string, { choice: { askFirst }, limits }: Consent): Content {
  const { all, dangers, permissions } = askFirst
  const { danger } = toldDanger(name, limits)
  const isAsked = permissions.includes(name) || dangers.includes(danger)
  const isEffect = all && danger !== 'read' && danger !== 'private'
  return (isAsked || isEffect) && html`<p class="asked">${words('youAreAsked')}</p>`
}

function saferButtons(words: Words, name: string, text: string, consent: Consent): Content {
  const parts = saferParts(text)
  const path = `/consent/${encodeURIComponent(consent.uid)}#row-p-${name.replace(':', '-')}`
  const shown = saferSteps(name).flatMap((step, at) => {
    const part = parts[at]
    if (part === undefined) return []
    if (step === null) return [html`<p class="hint">${capital(part)}.</p>`]
    if (!isUseful(step, name, consent)) return []
    const to = step.startsWith('pick:') ? `${path.split('#')[0]}#pick-${pickOf(step)}` : path
    const label = words('safer', { what: part })
    return [
      html`<button type="submit" class="safer" name="safer" value="${name} ${at}" formaction="${step === 'hours' ? `${path.split('#')[0]}#hours` : to}">${label}</button>`,
    ]
  })
  return shown.length > 0 && html`<div class="safers">${shown}</div>`
}

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** Whether a step would change anything, and can be chosen here. */
function isUseful(step: SaferStep, name: string, { choice, offer, house }: Consent): boolean {
  const pick = pickOf(step)
  if (pick !== undefined) {
    const { limits } = offer.floor
    const isThere = pick === 'where' ? house.lists.zones : house.lists[pick]
    if (!isThere || isBounded(limits, pick) || !mayPick(limits, pick)) return false
  }
  return JSON.stringify(applied(step, choice, name)) !== JSON.stringify(choice)
}

/** What is asked for and cannot be given, told apart. */
export function missing(words: Words, { offer: { absent, beyond } }: Consent): Content {
  if (absent.length + beyond.length === 0) return undefined
  const listed = (names: readonly string[]) => {
    const shown = names.slice(0, 12).map((one) => labelOf(one, words))
    const more = names.length - shown.length
    return [...shown, ...(more > 0 ? [words('more', { count: more })] : [])].join(', ')
  }
  return html`<h3>${words('absentTitle')}</h3>
${absent.length > 0 && html`<p class="hint">${words('absentLead', { what: listed(absent) })}</p>`}
${beyond.length > 0 && html`<p class="hint">${words('beyondLead', { what: listed(beyond) })}</p>`}`
}
