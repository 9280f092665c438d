// The routes for what keys leave behind, for undoing it, and for the red switch.
import { z } from 'zod'
import { standing } from '../grants/grant.ts'
import { OwnerError } from '../owner-error.ts'
import type { Mine } from './caller.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { type Route, route } from './route.ts'
import { STOPPED, TRACES, UNDO } from './trace-answers.ts'
import { tracesView, type UndoView, undoView } from './trace-views.ts'

/** What becomes of what a key left. */
export const UNDO_WORD = z.enum(['off', 'restore', 'leave'])

/** The query of `DELETE /keys/:id`. */
export const REVOKE_QUERY = z.strictObject({ undo: UNDO_WORD.default('leave') })

const STOP_INPUT = z.strictObject({
  hub: z.string().min(1).optional().meta({ description: 'all of them if it is not said' }),
  undo: UNDO_WORD.default('leave'),
})
const RESUME_INPUT = z.strictObject({ hub: z.string().min(1).optional() })

/** Hubs that were stopped or let go on. */
export type StoppedView = z.output<typeof STOPPED>

/** Asks for the undo of what a grant left, unless it is to be left. */
export async function askUndo(
  parts: OwnerApiParts,
  grant: { readonly id: string; readonly hubId: string },
  word: z.output<typeof UNDO_WORD>,
  because: 'revoke' | 'stop',
): Promise<UndoView | null> {
  if (word === 'leave') return null
  const id = await parts.undoer.ask(grant.id, grant.hubId, word, because)
  return viewOf(parts, id)
}

async function viewOf({ traces, nameIn }: OwnerApiParts, id: string): Promise<UndoView> {
  const job = await traces.jobs.byId(id)
  if (!job) throw new OwnerError('not_found', `There is no undo "${id}".`)
  return undoView(job, traces, nameIn)
}

/** The routes. */
export function traceRoutes(parts: OwnerApiParts): readonly Route[] {
  const { traces, undoer, nameIn } = parts
  return [
    route({
      ...{ method: 'GET', path: '/keys/:id/traces', answer: TRACES },
      summary: 'What a key left behind at its Homey, and what was undone of it',
      handle: async ({ mine, id }) => tracesView(await mine.grant(id), traces, nameIn),
    }),
    route({
      ...{ method: 'GET', path: '/undos/:id', answer: UNDO },
      summary: 'How far an undo is, and what it came to',
      handle: async ({ mine, id }) => {
        await requireMine(parts, mine, id)
        return viewOf(parts, id)
      },
    }),
    route({
      ...{ method: 'POST', path: '/stop', body: STOP_INPUT, answer: STOPPED },
      summary: 'The red switch: refuse every client of a Homey, or of all, until resumed',
      handle: ({ mine, body }) => stop(parts, mine, body),
    }),
    route({
      ...{ method: 'POST', path: '/resume', body: RESUME_INPUT, answer: STOPPED },
      summary: 'Let clients in again, and switch on what the red switch switched off',
      handle: async ({ mine, body }) => {
        const answer = await resume(parts, mine, body.hub)
        undoer.kick()
        return answer
      },
    }),
  ]
}

async function requireMine({ traces }: OwnerApiParts, mine: Mine, id: string): Promise<void> {
  const job = await traces.jobs.byId(id)
  const isMine = job && mine.hubs().some((hub) => hub.id === job.hubId)
  if (!isMine) throw new OwnerError('not_found', `There is no undo "${id}".`)
}

const hubsOf = (mine: Mine, word: string | undefined) =>
  word === undefined ? mine.hubs() : [mine.hub(word).hub]

async function stop(
  parts: OwnerApiParts,
  mine: Mine,
  { hub: word, undo }: z.output<typeof STOP_INPUT>,
): Promise<StoppedView> {
  const { grants, now } = parts
  const hubs = []
  const undos: UndoView[] = []
  // All are shut first: what is undone takes its time.
  for (const hub of hubsOf(mine, word)) {
    hubs.push({ id: hub.id, name: hub.name, changed: await grants.setStopped(hub.id, true) })
  }
  const ids = new Set(hubs.map(({ id }) => id))
  for (const grant of await mine.grants()) {
    if (!ids.has(grant.hubId) || standing(grant, now()) !== 'stopped') continue
    const asked = await askUndo(parts, grant, undo, 'stop')
    if (asked) undos.push(asked)
  }
  return { hubs, undos }
}

async function resume(
  parts: OwnerApiParts,
  mine: Mine,
  word: string | undefined,
): Promise<StoppedView> {
  const { grants, traces, undoer, now } = parts
  const hubs = []
  const undos: UndoView[] = []
  for (const hub of hubsOf(mine, word)) {
    await traces.jobs.cancelStops(hub.id, now())
    const changed = await grants.setStopped(hub.id, false)
    hubs.push({ id: hub.id, name: hub.name, changed })
  }
  const resumed = new Set(hubs.filter(({ changed }) => changed).map(({ id }) => id))
  for (const grant of await mine.grants()) {
    if (!resumed.has(grant.hubId) || standing(grant, now()) !== 'live') continue
    const layers = await traces.store.ofGrant(grant.hubId, grant.id)
    if (!layers.some(({ offAt }) => offAt !== null)) continue
    undos.push(await viewOf(parts, await undoer.ask(grant.id, grant.hubId, 'on', 'resume')))
  }
  return { hubs, undos }
}
