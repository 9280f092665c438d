// Who may see the pages of clients, and what comes of a review: the same as through the owner API.
import { vettedOf } from '../authorization/authorization-server.ts'
import { isShownWhole, shownText } from '../clients/shown-text.ts'
import { Mine } from '../owner-api/caller.ts'
import { readClientFile } from '../owner-api/client-file.ts'
import { knownClient, knownClients } from '../owner-api/client-known.ts'
import { clientView } from '../owner-api/client-routes.ts'
import { recordOwnerAct } from '../owner-api/owner-acts.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { decideOn } from '../owner-api/review-routes.ts'
import { OwnerError } from '../owner-error.ts'
import { problemPage } from './frame.ts'
import { type Asked, callerOf, type Handler, type Outcome, type OwnerCaller } from './handler.ts'
import { requireOwnForm } from './own-form.ts'
import { clientPath, clientsPage, reviewPage } from './review-page.ts'

type SignedIn = (asked: Asked, caller: OwnerCaller) => Promise<Outcome>

/** Answers whoever is signed in; all others sign in first, and come back. */
function forOwners(parts: OwnerApiParts, answer: SignedIn): Handler {
  return async (asked) => {
    const caller = await callerOf(parts, asked)
    const path = asked.request.url.split('?', 1)[0] ?? ''
    if (!caller) return { to: `/sign-in?to=${encodeURIComponent(path)}` }
    try {
      return await answer(asked, caller)
    } catch (error) {
      // What is another owner's does not exist.
      const isUnknown = error instanceof OwnerError && error.code === 'client_unknown'
      if (isUnknown) return problemPage(asked.visit.words, 404, 'notFound', 'notFoundLead')
      throw error
    }
  }
}

/** The handlers, by method and path. */
export function reviewHandlers(parts: OwnerApiParts): Readonly<Record<string, Handler>> {
  const { authorization } = parts
  if (!authorization) return {}
  const { vetting } = authorization
  return {
    'GET /clients': forOwners(parts, async ({ visit }, caller) => {
      const known = await knownClients(authorization, new Mine(parts, caller))
      const views = known.map(async (one) => clientView(one, await vetting.look(vettedOf(one))))
      return clientsPage(visit, await Promise.all(views))
    }),
    'GET /clients/:id': forOwners(parts, async ({ visit, id }, caller) => {
      const mine = new Mine(parts, caller)
      const client = await knownClient(authorization, mine, id)
      return reviewPage(visit, await readClientFile(parts, mine, client))
    }),
    'POST /clients/:id': forOwners(parts, async (asked, caller) => {
      const { visit, request, fields, id } = asked
      requireOwnForm(request.headers, visit.peer, fields['form'])
      const mine = new Mine(parts, caller)
      const client = await knownClient(authorization, mine, id)
      const act = ACTS[fields['do'] ?? '']
      if (!act) return { to: clientPath(id) }
      try {
        await act.run({ parts, mine, client, fields, by: caller.owner.id })
      } catch (error) {
        if (!(error instanceof OwnerError)) throw error
        return reviewPage(visit, await readClientFile(parts, mine, client), error.message)
      }
      await recordOwnerAct(parts, {
        operation: act.operation,
        path: clientPath(id),
        owner: caller.owner.id,
      })
      return { to: clientPath(id) }
    }),
  }
}

interface Doing {
  readonly parts: OwnerApiParts
  readonly mine: Mine
  readonly client: Awaited<ReturnType<typeof knownClient>>
  readonly fields: Readonly<Record<string, string>>
  readonly by: string
}

interface Act {
  readonly operation: string
  readonly run: (doing: Doing) => Promise<unknown>
}

/** What a form may do, by the button that was pressed. */
const ACTS: Readonly<Record<string, Act>> = {
  approve: { operation: 'owner.reviewClient', run: (doing) => decide(doing, 'approved') },
  return: { operation: 'owner.reviewClient', run: (doing) => decide(doing, 'returned') },
  suspend: {
    operation: 'owner.suspendClient',
    run: async ({ parts, client, by }) =>
      parts.authorization?.vetting.suspend(vettedOf(client), by, 'the owner suspended it'),
  },
  resume: {
    operation: 'owner.resumeClient',
    run: async ({ parts, client, by }) =>
      parts.authorization?.vetting.resume(vettedOf(client), by, false),
  },
}

async function decide(
  { parts, mine, client, fields, by }: Doing,
  verdict: 'approved' | 'returned',
) {
  const number = Number(fields['version'])
  const findings = findingsIn(fields['findings'])
  const { authorization } = parts
  if (authorization) await decideOn(authorization, client, { verdict, number, by, findings, mine })
}

/** One on each line; what could hide something is taken out, as the form has no way to say so. */
function findingsIn(text = ''): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => shownText(line, 500))
  return lines.filter((line) => line !== '' && isShownWhole(line)).slice(0, 50)
}
