// What comes of the consent page: who may see it, what the form may say, and where the browser goes on.
import { type CreatedId, grantDanger } from '@latchkey/catalogue'
import type { Asked as Request } from '../authorization/asked.ts'
import {
  type Choice,
  type Chosen,
  chosenOf,
  limitsOf,
  type Offer,
  offerOn,
} from '../authorization/offer.ts'
import type { Hub } from '../hubs/hub.ts'
import { Mine } from '../owner-api/caller.ts'
import { hubObjects } from '../owner-api/hub-objects.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { reachWords } from '../reach/words.ts'
import { type Consent, consentPage, consentPath, type Places } from './consent-page.ts'
import { framed, type Page, problemPage } from './frame.ts'
import { fullControlPage, lifeIn } from './full-control-page.ts'
import { type Asked, callerOf, type Handler, type Outcome, type OwnerCaller } from './handler.ts'
import { html } from './html.ts'
import { requireOwnForm } from './own-form.ts'
import type { TextName } from './texts.ts'
import type { Visit } from './visit.ts'

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
  readonly places: Places | undefined
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
      return 'body' in seen ? seen : consentPage(visit, await consentOf(parts, visit, seen))
    },
    'POST /consent/:id': async (asked) => {
      const { visit, request, fields, id: uid, response } = asked
      requireOwnForm(request.headers, visit.peer, fields['form'])
      const caller = await callerOf(parts, asked)
      if (!caller) return { to: `/sign-in?to=${encodeURIComponent(`${consentPath(uid)}?here`)}` }
      const seen = await see(parts, asked, caller, fields['hub'])
      if ('body' in seen) return seen
      if (fields['decision'] === 'allow') return decide(parts, asked, seen)
      const to = await authorization.refuse(request.raw, response, caller.owner)
      return to === undefined ? gone(visit) : leaving(visit, seen.asked, to)
    },
  }
}

const gone = ({ words }: Visit): Page => problemPage(words, 404, 'consentGone', 'consentGoneLead')

/** What is there to be seen; a page where there is nothing. */
async function see(
  parts: OwnerApiParts,
  { visit, request, response, id: uid }: Asked,
  caller: OwnerCaller,
  wanted: string | undefined,
): Promise<Seen | Page> {
  const asked = await parts.authorization?.asked(request.raw, response)
  if (!asked) return gone(visit)
  const mine = new Mine(parts, caller)
  const named = asked.details?.hub
  const hubs = mine.hubs().filter((one) => named === undefined || one.id === named)
  const hub = hubs.find((one) => one.id === wanted) ?? hubs[0]
  if (!hub) return problemPage(visit.words, 404, 'consentGone', 'consentNoHub')
  const offer = offerOn(hub, asked)
  return { uid, asked, caller, hubs, hub, offer, places: await placesOf(mine, hub) }
}

async function placesOf(mine: Mine, hub: Hub): Promise<Places | undefined> {
  const objects = hubObjects(mine.hub(hub.id))
  const [zones, devices] = await Promise.all([objects.list('zones'), objects.list('devices')])
  if (!('objects' in zones) || !('objects' in devices)) return undefined
  return { zones: zones.objects, devices: devices.objects }
}

async function consentOf(parts: OwnerApiParts, { words }: Visit, seen: Seen): Promise<Consent> {
  // A Homey that does not answer is not waited for.
  const reach = seen.places ? await reachIn(parts, words, seen) : []
  return { ...seen, owner: seen.caller.owner.name, reach }
}

/** What all that is offered would reach, in words; nothing where that is not known. */
async function reachIn(
  { reachOn }: OwnerApiParts,
  { language }: Visit['words'],
  { hub, offer, asked: { client } }: Seen,
): Promise<readonly string[]> {
  const permissions = new Set(offer.permissions)
  const all = { permissions, limits: limitsOf(offer), created: new Set<CreatedId>() }
  const reach = await reachOn?.(hub.id, all)
  if (!reach) return []
  const { everything, directly, because, unseen } = reachWords(reach, client.name, language)
  return [...everything, ...directly, ...because, ...unseen]
}

async function decide(parts: OwnerApiParts, asked: Asked, seen: Seen): Promise<Outcome> {
  const { visit, fields } = asked
  const { uid, hub, offer, places, caller } = seen
  const { life, name } = lifeIn(fields['life'])
  const choice: Choice = { ...choiceIn(fields), life }
  const known = new Set([...(places?.zones ?? []), ...(places?.devices ?? [])].map(({ id }) => id))
  const chosen = chosenOf(offer, choice, known)
  if (typeof chosen === 'string') {
    const consent = await consentOf(parts, visit, seen)
    return consentPage(visit, { ...consent, choice, problem: PROBLEMS[chosen] })
  }
  if (grantDanger(chosen.permissions, chosen.limits).danger === 'full') {
    const isFresh = parts.now() - caller.session.createdAt < FRESH
    const isTyped = sameWords(fields['typed'], visit.words('fullPhrase'))
    const isSecond = fields['stage'] === 'full'
    if (!isFresh || !isTyped || !isSecond) {
      return fullControlPage(visit, {
        ...{ uid, hub, choice, asked: seen.asked, isFresh, isWrong: isSecond && !isTyped },
        chosenLife: isSecond ? name : undefined,
      })
    }
  }
  return give(parts, asked, seen, { ...chosen, life })
}

const PROBLEMS: Readonly<Record<Extract<ReturnType<typeof chosenOf>, string>, TextName>> = {
  nothing: 'consentNothing',
  'no-rooms': 'consentNoRooms',
  wider: 'consentWider',
}

const sameWords = (typed = '', phrase: string): boolean =>
  typed.trim().replace(/\s+/g, ' ').toLowerCase() === phrase

async function give(
  { authorization, now }: OwnerApiParts,
  { visit, request, response }: Asked,
  { asked, caller, hub }: Seen,
  { permissions, limits, life }: Chosen & { readonly life: number | null },
): Promise<Outcome> {
  const given = await authorization?.allow(request.raw, response, {
    ...{ asked, owner: caller.owner, hubId: hub.id, client: asked.client.name },
    ...{ permissions, limits, expiresAt: life === null ? null : now() + life },
  })
  return given === undefined ? gone(visit) : leaving(visit, asked, given.to)
}

function choiceIn(fields: Readonly<Record<string, string>>): Omit<Choice, 'life'> {
  const ticked = (prefix: string) =>
    Object.keys(fields)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
  const isSome = fields['where'] === 'some'
  return {
    permissions: ticked('p:'),
    only: isSome ? { zones: ticked('z:'), devices: ticked('d:') } : null,
  }
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
