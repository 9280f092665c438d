// Live events for an owner: server-sent events, each an audit event of the owner's own hubs as it is
// written. A reader that is too slow is let go, and so is one whose session has ended.
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { AuditLog } from '../audit/audit-log.ts'
import { OwnerError } from '../owner-error.ts'
import { approvalView } from './approval-views.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { requestView } from './request-views.ts'
import { type Call, type Route, route } from './route.ts'
import { eventView } from './views.ts'

/** How often the log is looked at, and how often a silent stream says that it lives, in milliseconds. */
const PERIOD = 250
const HEARTBEAT = 15_000
/** How many bytes may wait for a slow reader. */
const MAX_WAITING = 1_000_000
/** How many streams one owner may have, and all owners together. */
const MAX_STREAMS = { each: 10, all: 100 } as const
const PAGE = 200

const QUERY = z.strictObject({ after: z.coerce.number().int().min(0).optional() })

/** The route. */
export function eventRoutes(parts: OwnerApiParts): readonly Route[] {
  const streams = new Map<string, number>()
  return [
    route({
      ...{ method: 'GET', path: '/events', doors: ['tcp'], answerType: 'text/event-stream' },
      summary:
        'Audit events as they are written; each has its id, to go on after (Last-Event-ID). And questions and requests for more as they are put and answered (events approval, permission-request)',
      ...{ query: QUERY, answer: z.string().optional() },
      handle: async (call) => {
        const { owner } = call.caller
        const count = streams.get(owner?.id ?? '') ?? 0
        const all = [...streams.values()].reduce((sum, one) => sum + one, 0)
        if (count >= MAX_STREAMS.each || all >= MAX_STREAMS.all) {
          throw new OwnerError('busy', 'Too many live views are open. Close one.')
        }
        streams.set(owner?.id ?? '', count + 1)
        try {
          await stream(call, parts)
        } finally {
          streams.set(owner?.id ?? '', (streams.get(owner?.id ?? '') ?? 1) - 1)
        }
        return undefined
      },
    }),
  ]
}

async function stream(call: Call<z.output<typeof QUERY>, unknown>, parts: OwnerApiParts) {
  const { mine, caller, request, reply } = call
  const { audit, owners } = parts
  const told = Number(request.headers['last-event-id'])
  const resumed = Number.isSafeInteger(told) && told >= 0 ? told : undefined
  let last = call.query.after ?? resumed ?? (await newest(audit))
  const ended = new AbortController()
  const { raw } = reply
  raw.on('close', () => ended.abort())
  parts.closing.addEventListener('abort', () => ended.abort(), { signal: ended.signal })
  const stopAsking = tellApprovals(call, parts)
  const stopRequests = tellRequests(call, parts)
  const stopWatching = owners.sessions.onEnd(() => void check())
  const check = async () => {
    if (caller.owner && !(await owners.sessions.peek(caller.session.id))) ended.abort()
  }
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
  }
  reply.hijack()
  raw.writeHead(200, headers as Record<string, string>)
  raw.write(': begun\n\n')
  let spoke = parts.now()
  try {
    while (!ended.signal.aborted && raw.writableLength <= MAX_WAITING) {
      const query = { after: last, limit: PAGE, hubs: mine.auditedHubs() }
      const { events, through } = await audit.follow(query)
      last = through
      for (const event of events) {
        if (!mine.sees(event)) continue
        raw.write(`id: ${event.id}\nevent: audit\ndata: ${JSON.stringify(eventView(event))}\n\n`)
        spoke = parts.now()
      }
      if (parts.now() - spoke >= HEARTBEAT) {
        await check()
        raw.write(': here\n\n')
        spoke = parts.now()
      }
      if (events.length < PAGE) await wait(PERIOD, undefined, { signal: ended.signal })
    }
  } catch (error) {
    if (!ended.signal.aborted) parts.onError(error)
  } finally {
    stopWatching()
    stopAsking[Symbol.dispose]()
    stopRequests[Symbol.dispose]()
    ended.abort()
    raw.end()
  }
}

/** Tells of the owner's own questions. */
function tellApprovals({ mine, reply: { raw } }: Call<unknown, unknown>, parts: OwnerApiParts) {
  const tell = async (id: string) => {
    const approval = await parts.approvals.byId(id)
    if (!approval || !mine.hubs().some((hub) => hub.id === approval.hubId)) return
    const view = approvalView(approval, parts)
    // What begins before the head of the answer is written would be the head.
    if (raw.headersSent && !raw.writableEnded) {
      raw.write(`event: approval\ndata: ${JSON.stringify(view)}\n\n`)
    }
  }
  return parts.approvals.onChange((id) => void tell(id).catch(parts.onError))
}

/** Tells of requests to the owner for more. */
function tellRequests({ mine, reply: { raw } }: Call<unknown, unknown>, parts: OwnerApiParts) {
  const tell = async (id: string) => {
    const request = await parts.requests.byId(id)
    if (!request || !mine.hubs().some((hub) => hub.id === request.hubId)) return
    if (raw.headersSent && !raw.writableEnded) {
      raw.write(
        `event: permission-request\ndata: ${JSON.stringify(requestView(request, parts))}\n\n`,
      )
    }
  }
  return parts.requests.onChange((id) => void tell(id).catch(parts.onError))
}

async function newest(audit: AuditLog): Promise<number> {
  return (await audit.follow({ limit: 1 })).through
}
