// What comes of the consent page: who may see it, what the form may say, and where the browser goes on.
import { type CreatedId, grantDanger } from '@latchkey/catalogue'
import type { Asked as Request } from '../authorization/asked.ts'
import { allOf, type Choice } from '../authorization/choice.ts'
import { asFarAsMade, type ChoiceProblem, type Chosen, chosenOf } from '../authorization/chosen.ts'
import { heldFor, withinToolRules } from '../authorization/held.ts'
import { type Offer, offerOn } from '../authorization/offer.ts'
import type { Hub } from '../hubs/hub.ts'
import { Mine } from '../owner-api/caller.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { reachWords } from '../reach/words.ts'
import { choiceIn, lifeIn } from './choice-form.ts'
import { consentPage } from './consent-page.ts'
import { type Consent, consentPath } from './consent-parts.ts'
import { framed, type Page, problemPage } from './frame.ts'
import { fullControlPage } from './full-control-page.ts'
import { type Asked, callerOf, type Handler, type Outcome, type OwnerCaller } from './handler.ts'
import { Here, type House } from './here-words.ts'
import { houseOf, knownIn } from './house.ts'
import { html } from './html.ts'
import { requireOwnForm } from './own-form.ts'
import { labelOf } from './permission-words.ts'
import { applied, stepIn } from './safer.ts'
import type { TextName } from './texts.ts'
import type { Visit } from './visit.ts'
import { reasonsFor } from './vouching.ts'

/** How long after signing in an owner need not do so again, in milliseconds. */
export const FRESH = 5 * 60_000

/** A request, the owner who looks at it, and the Homey that it is for. */
interface Seen {
  readonly uid: string
  readonly asked: Request
  readonly caller: OwnerCaller
  readonly hubs: readonly Hub[]
  readonly hub: Hub
  readonly offer: Offer
  readonly house: House
}

/** The handlers, by method and path. */
export function consentHandlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  const { authorization } = parts
  if (!authorization) return {}
  return {
    'GET /consent/:id': async (asked) => {
      const { visit, query, id: uid } = asked
      const caller = await callerOf(parts, asked)
      // A browser that comes from elsewhere keeps the session to itself; our own page it tells.
      if (!caller && query['here'] === undefined) return arriving(visit, uid)
      if (!caller) return { to: `/sign-in?to=${encodeURIComponent(`${consentPath(uid)}?here`)}` }
      const seen = await see(parts, asked, caller, query['hub'])
      return 'body' in seen ? seen : show(parts, visit, seen, allOf(askedIn(seen.offer)))
    },
    'POST /consent/:id': async (asked) => {
      const { visit, request, fields, id: uid, response } = asked
      requireOwnForm(request.headers, visit.peer, fields['form'])
      const caller = await callerOf(parts, asked)
      if (!caller) return { to: `/sign-in?to=${encodeURIComponent(`${consentPath(uid)}?here`)}` }
      const seen = await see(parts, asked, caller, fields['hub'])
      if ('body' in seen) return seen
      const safer = stepIn(fields['safer'])
      const choice = choiceIn(fields)
      if (safer) {
        const { step, permission } = safer
        return show(parts, visit, seen, applied(step, choice, permission), { changed: permission })
      }
      if (fields['decision'] === 'show') return show(parts, visit, seen, choice)
      if (fields['decision'] === 'allow') return decide(parts, asked, seen, choice)
      const to = await authorization.refuse(request.raw, response, caller.owner)
      return to === undefined ? gone(visit) : leaving(visit, seen.asked, to)
    },
  }
}

/** What is ticked before the owner chose. */
const askedIn = ({ permissions, unasked }: Offer): readonly string[] =>
  permissions.filter((one) => !unasked.includes(one))

const gone = ({ words }: Visit): Page => problemPage(words, 404, 'consentGone', 'consentGoneLead')

/** What is there to be seen; a page where there is nothing. */
async function see(
  parts: OwnerApiParts,
  { visit, request, response, id: uid }: Asked,
  caller: OwnerCaller,
  wanted: string | undefined,
): Promise<Seen | Page> {
  const { authorization } = parts
  const asked = await authorization?.asked(request.raw, response)
  if (!authorization || !asked) return gone(visit)
  const mine = new Mine(parts, caller)
  const named = asked.details?.hub
  const hubs = mine.hubs().filter((one) => named === undefined || one.id === named)
  const hub = hubs.find((one) => one.id === wanted) ?? hubs[0]
  if (!hub) return problemPage(visit.words, 404, 'consentGone', 'consentNoHub')
  const held = await heldFor(authorization.held, asked, hub)
  const offered = offerOn(hub, asked, held, parts.now())
  const offer = await withinToolRules(offered, authorization.held, asked, hub)
  const house = await houseOf(parts, mine.hub(hub.id), offer.permissions)
  return { uid, asked, caller, hubs, hub, offer, house }
}

/** The page with a choice on it. */
async function show(
  parts: OwnerApiParts,
  visit: Visit,
  seen: Seen,
  choice: Choice,
  more: Pick<Partial<Consent>, 'problem' | 'changed'> = {},
): Promise<Page> {
  const { offer, house, caller } = seen
  const chosen = chosenOf(offer, asFarAsMade(choice), knownIn(house))
  const { permissions, limits } =
    typeof chosen === 'string'
      ? { permissions: offer.permissions, limits: offer.floor.limits }
      : chosen
  const here = new Here(visit.words, house, { permissions, limits })
  // A Homey that does not answer is not waited for.
  const reach = house.home ? await reachIn(parts, visit.words, seen, { permissions, limits }) : []
  const owner = caller.owner.name
  const reasons = reasonsFor(seen.asked, seen.hub.generation)
  return consentPage(visit, { ...seen, owner, choice, limits, here, reach, reasons, ...more })
}

/** What would be reached, in words; nothing where that is not known. */
async function reachIn(
  { reachOn }: OwnerApiParts,
  words: Visit['words'],
  { hub, asked: { client } }: Seen,
  { permissions, limits }: Pick<Chosen, 'permissions' | 'limits'>,
): Promise<readonly string[]> {
  const all = { permissions: new Set(permissions), limits, created: new Set<CreatedId>() }
  const reach = await reachOn?.(hub.id, all)
  if (!reach) return []
  const told = reachWords(reach, client.name, words.language)
  const { directly, because, unseen } = told
  // Owners need not know what a permission is called in requests.
  const everything = told.everything.map((line, at) => {
    const { permission = '' } = reach.everything[at] ?? {}
    return line.replace(`${permission}:`, () => `${labelOf(permission, words)}:`)
  })
  return [...everything, ...directly, ...because, ...unseen]
}

async function decide(
  parts: OwnerApiParts,
  asked: Asked,
  seen: Seen,
  choice: Choice,
): Promise<Outcome> {
  const { visit, fields } = asked
  const { uid, hub, offer, house, caller } = seen
  const chosen = chosenOf(offer, choice, knownIn(house))
  if (typeof chosen === 'string') {
    return show(parts, visit, seen, choice, { problem: PROBLEMS[chosen] })
  }
  if (grantDanger(chosen.permissions, chosen.limits).danger === 'full') {
    const isFresh = parts.now() - caller.session.createdAt < FRESH
    const isTyped = sameWords(fields['typed'], visit.words('fullPhrase'))
    const isSecond = fields['stage'] === 'full'
    if (!isFresh || !isTyped || !isSecond) {
      return fullControlPage(visit, {
        ...{ uid, hub, choice, offer, asked: seen.asked, isFresh },
        isWrong: isSecond && !isTyped,
        chosenLife: isSecond ? lifeIn(fields['life']) : undefined,
      })
    }
  }
  return give(parts, asked, seen, chosen)
}

const PROBLEMS: Readonly<Record<ChoiceProblem, TextName>> = {
  nothing: 'consentNothing',
  'none-picked': 'consentNonePicked',
  'no-hours': 'consentNoHours',
  wider: 'consentWider',
}

const sameWords = (typed = '', phrase: string): boolean =>
  typed.trim().replace(/\s+/g, ' ').toLowerCase() === phrase

async function give(
  { authorization, now }: OwnerApiParts,
  { visit, request, response }: Asked,
  { asked, caller, hub, offer }: Seen,
  { permissions, limits, restrictions, life }: Chosen,
): Promise<Outcome> {
  const { held } = offer
  const kept = held?.besides.filter((one) => permissions.includes(one)) ?? []
  const given = await authorization?.allow(request.raw, response, {
    ...{ asked, owner: caller.owner, hubId: hub.id, client: asked.client.name },
    ...{ permissions, limits, restrictions, onEnd: held?.onEnd ?? null },
    replaces: held && { id: held.id, kept },
    expiresAt: life === null ? null : now() + life,
  })
  return given === undefined ? gone(visit) : leaving(visit, asked, given.to)
}

/** One moment, for a browser that came from elsewhere. */
function arriving({ words }: Visit, uid: string): Page {
  return onward(words, words('consentComing'), `${consentPath(uid)}?here`)
}

// A form that leads to another origin is stopped by our own policy (form-action), so it ends in a page of ours.
function leaving({ words }: Visit, { client }: Request, to: string): Page {
  return onward(words, words('consentBack', { app: client.name }), to)
}

function onward(words: Visit['words'], lead: string, to: string): Page {
  const content = html`<div class="card"><p>${lead}</p><p class="last"><a class="button" href="${to}">${words('consentGoOn')}</a></p></div>`
  const title = words('consentGoOn')
  return framed({ words, title, content, headers: { refresh: `0; url=${to}` } })
}
