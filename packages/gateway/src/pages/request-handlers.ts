// Who may see the pages of requests for more, and what comes of an answer: the same as through the owner API, with the
// red page where what was chosen comes to full control.
import { Mine } from '../owner-api/caller.ts'
import { isFresh, isPhrase } from '../owner-api/full-control.ts'
import { LIST_MEMBERS } from '../owner-api/limit-inputs.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { namedRequestView, requestView } from '../owner-api/request-views.ts'
import { OwnerError } from '../owner-error.ts'
import type { Extension, PermissionRequest } from '../permission-requests/permission-request.ts'
import { strangersText } from '../permission-requests/strangers-text.ts'
import { choiceProblem, widened } from '../permission-requests/widening.ts'
import { reachWords } from '../reach/words.ts'
import { forOwners } from './for-owners.ts'
import type { Asked, Handler, Outcome, OwnerCaller } from './handler.ts'
import { requireOwnForm } from './own-form.ts'
import { requestFullPage } from './request-full-page.ts'
import { lifeOf } from './request-lives.ts'
import { REQUESTS_PAGE, requestPage, requestsPage } from './request-pages.ts'
import type { TextName } from './texts.ts'
import type { Visit } from './visit.ts'

/** How many requests are looked at. */
const MOST = 50

/** The longest word to a client, in characters. */
const MAX_WORD = 300

/** The handlers, by method and path. */
export function requestHandlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  const { requests } = parts
  return {
    [`GET ${REQUESTS_PAGE}`]: forOwners(parts, async ({ visit }, caller) => {
      const hubs = new Mine(parts, caller).auditedHubs()
      const all = await requests.list({ hubs, limit: MOST })
      return requestsPage(
        visit,
        all.map((one) => requestView(one, parts)),
      )
    }),
    [`GET ${REQUESTS_PAGE}/:id`]: forOwners(parts, async ({ visit, id }, caller) =>
      shown(parts, visit, await new Mine(parts, caller).permissionRequest(id)),
    ),
    [`POST ${REQUESTS_PAGE}/:id`]: forOwners(parts, async (asked, caller) => {
      const { visit, request: message, fields } = asked
      requireOwnForm(message.headers, visit.peer, fields['form'])
      const request = await new Mine(parts, caller).permissionRequest(asked.id)
      try {
        if (fields['decision'] === 'grant') return await give(parts, asked, caller, request)
        if (fields['decision'] === 'decline') {
          const word = strangersText(fields['word'] ?? '', MAX_WORD)
          await requests.decline(request, word === '' ? null : word, caller.owner.id)
        }
      } catch (error) {
        // That another one was quicker, or that what asked has ended, the page itself shows.
        const isOver = error instanceof OwnerError && OVER.includes(error.code)
        if (!isOver) throw error
      }
      return { to: `${REQUESTS_PAGE}/${request.id}` }
    }),
  }
}

const OVER: readonly string[] = ['request_over', 'key_revoked']

async function give(
  parts: OwnerApiParts,
  { visit, fields }: Asked,
  caller: OwnerCaller,
  request: PermissionRequest,
): Promise<Outcome> {
  const { requests, now } = parts
  const choice = choiceIn(request.asked, fields)
  const problem = choiceProblem(request.asked, choice)
  if (problem !== undefined) return shown(parts, visit, request, PROBLEMS[problem])
  const fresh = isFresh(caller, now())
  const isSecond = fields['stage'] === 'full'
  const isTyped = isPhrase(fields['typed'])
  const isConfirmed = fresh && isSecond && isTyped
  try {
    await requests.grant(request, choice, { by: caller.owner.id, isConfirmed })
  } catch (error) {
    if (!(error instanceof OwnerError) || error.code !== 'full_control') throw error
    const chosen = Object.entries(fields).filter(([name]) => CHOSEN.test(name))
    const view = requestView(request, parts)
    return requestFullPage(visit, { view, chosen, isFresh: fresh, isWrong: isSecond && !isTyped })
  }
  return { to: `${REQUESTS_PAGE}/${request.id}` }
}

const PROBLEMS: Readonly<Record<'nothing' | 'wider', TextName>> = {
  nothing: 'requestNothing',
  wider: 'consentWider',
}

/** The fields of a choice. */
const CHOSEN = /^(?:p:|o:|ask-first$|life$)/

function choiceIn(asked: Extension, fields: Readonly<Record<string, string>>): Extension {
  const ticked = (prefix: string) =>
    Object.keys(fields)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
  const lists = LIST_MEMBERS.flatMap((member) => {
    const ids = ticked(`o:${member}:`)
    return ids.length > 0 ? [[member, ids] as const] : []
  })
  return {
    ...{ permissions: ticked('p:').sort(), objects: Object.fromEntries(lists) },
    askFirst: asked.askFirst || fields['ask-first'] !== undefined,
    life: lifeOf(fields['life'], asked.life),
  }
}

async function shown(
  parts: OwnerApiParts,
  visit: Visit,
  request: PermissionRequest,
  problem?: TextName,
) {
  const view = await namedRequestView(request, parts)
  const reach = view.canBeAnswered ? await reachOf(parts, visit, request) : []
  const grant = parts.grants.present(request.grantId)
  const limits = grant ? widened(grant, request.asked, parts.now()).limits : null
  return requestPage(visit, {
    view,
    asked: request.asked,
    limits,
    reach,
    ...(problem && { problem }),
  })
}

/** What the grant would reach with all that is asked for, in words; nothing where that is not known. */
async function reachOf(
  { grants, reachOn, now }: OwnerApiParts,
  { words: { language } }: Visit,
  { grantId, hubId, asked }: PermissionRequest,
): Promise<readonly string[]> {
  const grant = grants.present(grantId)
  if (!grant) return []
  const { permissions, limits } = widened(grant, asked, now())
  const all = { permissions: new Set(permissions), limits, created: grant.created }
  const reach = await reachOn?.(hubId, all)
  if (!reach) return []
  const { everything, directly, because, unseen } = reachWords(reach, grant.client, language)
  return [...everything, ...directly, ...because, ...unseen]
}
