// The server of the pages: which there are, who may see them, and what comes of their forms. They stand
// on the same owners as the owner API, and have no way around it.
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Peer } from '../listener/peer.ts'
import { Mine } from '../owner-api/caller.ts'
import { waitingForReview } from '../owner-api/client-known.ts'
import { sessionCookie, tokenIn } from '../owner-api/guard.ts'
import { keyView } from '../owner-api/key-views.ts'
import { NO_SCHEMAS } from '../owner-api/no-schemas.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { endSession } from '../owner-api/sign-in-routes.ts'
import { OWNER_ERRORS, OwnerError } from '../owner-error.ts'
import type { SignedIn } from '../owners/owners.ts'
import type { SetupLink } from '../owners/setup-links.ts'
import { approvalHandlers } from './approval-handlers.ts'
import { ASSETS } from './assets.ts'
import { consentHandlers } from './consent-handlers.ts'
import { PAGE_HEADERS, type Page, problemPage } from './frame.ts'
import { type Asked, callerOf, type Handler, type Outcome, returnTo } from './handler.ts'
import { homePage } from './home-page.ts'
import { formTokenFor, requireOwnForm } from './own-form.ts'
import { fieldsOf, problemsOf, setUpProblems, signInProblems } from './problems.ts'
import { requestHandlers } from './request-handlers.ts'
import { reviewHandlers } from './review-handlers.ts'
import { refusedLink, setupForm, setupStart } from './setup-page.ts'
import { signInPage } from './sign-in-page.ts'
import { languageOf, wordsIn } from './texts.ts'
import type { Visit } from './visit.ts'

type Message = Parameters<FastifyInstance['routing']>[0]
type Response = Parameters<FastifyInstance['routing']>[1]

/** The pages. They listen nowhere by themselves. */
export interface Pages {
  /** Whether a raw path, with its query, is one of a page. */
  has(url: string | undefined): boolean
  /** Answers a request for a page. */
  handle(message: Message, response: Response, peer: Peer): void
  close(): Promise<void>
}

/** Below these all paths are those of pages. */
const BELOW = ['/pages/', '/approvals/', '/permission-requests/', '/consent/', '/clients/'] as const

/** Below these much may be ticked. */
const CHOICES = /^\/(?:consent|permission-requests)\//

/** Longest body of a form, in bytes. */
const MAX_FORM = 16 * 1024

/** The same where rooms and devices are chosen: a home may have hundreds. */
const MAX_CHOICE = 128 * 1024

/** Builds the pages. */
export async function openPages(
  parts: OwnerApiParts,
  random: (size: number) => Buffer,
): Promise<Pages> {
  const peers = new WeakMap<Message, Peer>()
  const server = Fastify({
    ...{ bodyLimit: MAX_FORM, logger: false, schemaController: NO_SCHEMAS },
    routerOptions: { maxParamLength: 1_000 },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  const visitOf = (request: FastifyRequest): Visit => {
    const peer = peers.get(request.raw)
    if (!peer) throw new Error('A request came in past the listener.')
    const words = wordsIn(languageOf(request.headers['accept-language']))
    return { words, peer, form: formTokenFor(request.headers.cookie, peer, random) }
  }
  const rows = handlers(parts)
  for (const [name, handler] of Object.entries(rows)) {
    const [method = '', url = ''] = name.split(' ')
    server.route({
      ...{ method, url, bodyLimit: CHOICES.test(url) ? MAX_CHOICE : MAX_FORM },
      handler: async (request, reply) => {
        const visit = visitOf(request)
        const fields = fieldsOf(request.body)
        const query = fieldsOf(request.query)
        const { id = '' } = fieldsOf(request.params)
        const asked = { visit, request, response: reply.raw, fields, query, id }
        return send(reply, visit, await handler(asked))
      },
    })
  }
  for (const { path, type, body } of Object.values(ASSETS)) {
    server.get(path, async (_request, reply) =>
      reply
        .headers({ ...PAGE_HEADERS, 'cache-control': 'public, max-age=31536000, immutable' })
        .type(type)
        .send(body),
    )
  }
  server.setNotFoundHandler((request, reply) => {
    const visit = visitOf(request)
    return send(reply, visit, problemPage(visit.words, 404, 'notFound', 'notFoundLead'))
  })
  server.setErrorHandler((error, request, reply) => {
    const visit = visitOf(request)
    const status = statusOf(error)
    if (status === 500) parts.onError(error)
    const lead = status === 500 ? 'failed' : 'formOld'
    return send(reply, visit, problemPage(visit.words, status, 'mistake', lead))
  })
  await server.ready()
  const paths = new Set([...Object.keys(rows)].map((name) => name.split(' ')[1]))
  return {
    has: (url = '') => BELOW.some((one) => url.startsWith(one)) || paths.has(url.split('?', 1)[0]),
    handle: (message, response, peer) => {
      peers.set(message, peer)
      server.routing(message, response)
    },
    close: () => server.close(),
  }
}

function statusOf(error: unknown): number {
  if (error instanceof OwnerError) return OWNER_ERRORS[error.code]
  const { statusCode = 500 } = error as { statusCode?: number }
  return statusCode >= 400 && statusCode < 500 ? statusCode : 500
}

function send(reply: FastifyReply, { form }: Visit, outcome: Outcome): FastifyReply {
  void reply.headers(PAGE_HEADERS)
  if ('to' in outcome) {
    if (outcome.cookie !== undefined) void reply.header('set-cookie', outcome.cookie)
    // 303, so that no form is sent again (RFC 9700, 4.12).
    return reply.redirect(outcome.to, 303)
  }
  if (form.cookie !== undefined) void reply.header('set-cookie', form.cookie)
  const { status, headers = {}, body } = outcome
  return reply.status(status).headers(headers).type('text/html; charset=utf-8').send(String(body))
}

function handlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  return {
    ...{ ...homeHandlers(parts), ...signInHandlers(parts), ...setupHandlers(parts) },
    ...{ ...approvalHandlers(parts), ...requestHandlers(parts), ...consentHandlers(parts) },
    ...reviewHandlers(parts),
  }
}

function homeHandlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  return {
    'GET /': async (asked) => {
      const caller = await callerOf(parts, asked)
      if (!caller) return { to: '/sign-in' }
      const mine = new Mine(parts, caller)
      const hubs = mine.hubs()
      const keys = (await mine.grants()).map((grant) => {
        const hub = hubs.find((one) => one.id === grant.hubId)
        return keyView(grant, hub, parts.now())
      })
      const open = { hubs: mine.auditedHubs(), open: true, limit: 100 }
      const questions = (await parts.approvals.list(open)).length
      const requests = (await parts.requests.list(open)).length
      const { authorization } = parts
      const reviews = authorization ? await waitingForReview(authorization, mine) : 0
      const waiting = { questions, requests, reviews }
      return homePage(asked.visit, { owner: caller.owner.name, hubs, keys, ...waiting })
    },
    'POST /sign-out': async ({ visit: { peer }, request, fields }) => {
      requireOwnForm(request.headers, peer, fields['form'])
      await endSession(parts.owners, request, peer)
      return { to: '/sign-in?out', cookie: sessionCookie(undefined, peer) }
    },
  }
}

/** The browser leaves the session that it had, so that none is carried over. */
async function begun(
  parts: OwnerApiParts,
  { request, fields, visit: { peer } }: Asked,
  { token }: SignedIn,
): Promise<Outcome> {
  const before = await parts.owners.sessions.find(tokenIn(request.headers.cookie, peer))
  if (before) await parts.owners.sessions.end(before.id)
  return { to: returnTo(fields['to']) ?? '/', cookie: sessionCookie(token, peer) }
}

function signInHandlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  const { owners } = parts
  const anybody = async () => (await owners.first()) !== undefined
  return {
    'GET /sign-in': async (asked) => {
      const { out, again } = asked.query
      const to = returnTo(asked.query['to'])
      const isIn = again === undefined && (await callerOf(parts, asked))
      if (isIn) return { to: to ?? '/' }
      const signedOut = out !== undefined
      return signInPage(asked.visit, { anybody: await anybody(), signedOut, to })
    },
    'POST /sign-in': async (asked) => {
      const { visit, request, fields } = asked
      const { name = '', password = '' } = fields
      const to = returnTo(fields['to'])
      try {
        requireOwnForm(request.headers, visit.peer, fields['form'])
        const wrong = signInProblems(visit.words, { name, password })
        if (wrong) return signInPage(visit, { anybody: true, name, to, problems: wrong })
        return await begun(parts, asked, await owners.byPassword(name, password, visit.peer))
      } catch (error) {
        const problems = problemsOf(visit.words, error)
        return signInPage(visit, { anybody: await anybody(), name, to, problems })
      }
    },
  }
}

function setupHandlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  const { owners, setupRemote } = parts
  const linkOf = (token: string, peer: Peer) =>
    owners.link(token, peer.loopback || setupRemote(), peer)
  const nameOf = async ({ ownerId }: SetupLink) =>
    ownerId === null ? undefined : (await owners.store.byId(ownerId))?.name
  const refused = (visit: Visit, error: unknown): Page => {
    const gone = error instanceof OwnerError && error.code === 'setup_refused'
    return setupStart(
      visit,
      gone ? refusedLink(visit, setupRemote()) : problemsOf(visit.words, error),
    )
  }
  return {
    'GET /setup': async ({ visit }) => setupStart(visit),
    'POST /setup/link': async ({ visit, request, fields }) => {
      // The whole link may have been pasted.
      const token = (fields['token'] ?? '').trim().replace(/^.*#/s, '')
      try {
        requireOwnForm(request.headers, visit.peer, fields['form'])
        const link = await linkOf(token, visit.peer)
        return setupForm({ visit, token, back: await nameOf(link) })
      } catch (error) {
        return refused(visit, error)
      }
    },
    'POST /setup': async (asked) => {
      const { visit, request, fields } = asked
      const { token = '', name = '', password = '' } = fields
      let back: string | undefined
      try {
        requireOwnForm(request.headers, visit.peer, fields['form'])
        const link = await linkOf(token, visit.peer)
        back = await nameOf(link)
        const wrong = setUpProblems(visit.words, { name: back ?? name, password })
        if (wrong) return setupForm({ visit, token, back, name, problems: wrong })
        const signedIn = await owners.setUp(link, name.trim(), { password }, visit.peer)
        return await begun(parts, asked, signedIn)
      } catch (error) {
        const taken = error instanceof OwnerError && error.code === 'name_taken'
        if (!taken) return refused(visit, error)
        const problems = { status: OWNER_ERRORS.name_taken, name: visit.words('nameTaken') }
        return setupForm({ visit, token, back, name, problems })
      }
    },
  }
}
