// What owners are shown of traces and undos: names and words, never what an object held.
import { operationById, PERMISSIONS } from '@latchkey/catalogue'
import type { z } from 'zod'
import { isTraceKind, KIND_ROWS } from '../traces/kinds.ts'
import { didOf } from '../traces/layer.ts'
import { OUTCOMES } from '../traces/trace-store.ts'
import type { Traces } from '../traces/traces.ts'
import type { Job } from '../traces/undo/jobs.ts'
import type { BEYOND, TRACE, TRACES, UNDO } from './trace-answers.ts'

/** One object that a key left behind. */
export type TraceView = z.output<typeof TRACE>

/** Something that nothing can undo from here. */
export type BeyondView = z.output<typeof BEYOND>

/** An undo. */
export type UndoView = z.output<typeof UNDO>

/** What a key left behind. */
export type TracesView = z.output<typeof TRACES>

/** What is called how, as far as that is known at once. */
export type NameIn = (hubId: string, id: string) => string | undefined

type Row = Awaited<ReturnType<Traces['store']['rowsOf']>>[number]

const iso = (time: number): string => new Date(time).toISOString()

const DID = { created: 'was created', changed: 'was changed', deleted: 'was deleted' } as const

const HINDERED: Readonly<Record<string, string>> = {
  unread: OUTCOMES['left-unread'],
  'too-large': OUTCOMES['left-too-large'],
  'too-many': OUTCOMES['left-too-many'],
}

function traceView(row: Row, traces: Traces, nameIn: NameIn): TraceView | undefined {
  const { kind, hub_id: hubId, object_id: id, outcome } = row
  if (!isTraceKind(kind)) return undefined
  const sealed = traces.store.opened(row)
  const isOpen =
    outcome === null || outcome.startsWith('left') || outcome === 'off' || outcome === 'on'
  const did = isOpen && row.hindrance === null ? didWith(sealed) : null
  const name = sealed.name === id ? settingName(hubId, id, nameIn) : sealed.name
  const came =
    outcome !== null && outcome in OUTCOMES ? OUTCOMES[outcome as keyof typeof OUTCOMES] : null
  const happened = did === null ? (HINDERED[row.hindrance ?? ''] ?? null) : DID[did]
  const said = [happened, came].filter((one) => one !== null).join('; ')
  return {
    ...{ kind, id, name, did, since: iso(Number(row.created_at)) },
    undoable: isOpen && row.hindrance === null,
    outcome,
    words: `${KIND_ROWS[kind].label} "${name ?? id}" ${said}`.trimEnd(),
  }
}

// A write that nobody heard of is told as what it was to be.
function didWith(sealed: ReturnType<Traces['store']['opened']>) {
  const { before, after, pending } = sealed
  return didOf({ before, after: pending?.after === undefined ? after : pending.after })
}

function settingName(hubId: string, id: string, nameIn: NameIn): string {
  const at = id.indexOf('/')
  const owner = nameIn(hubId, id.slice(0, at))
  return owner === undefined ? id : `${owner}: ${id.slice(at + 1)}`
}

function beyondView(row: Row, nameIn: NameIn): BeyondView {
  const [operation = '', ...targets] = row.object_id.split(' ')
  const [first = ''] = targets
  const requirement = operationById('pro-2023', operation)?.requirement
  const permission = requirement?.class === 'permission' ? requirement.permission : undefined
  const label = PERMISSIONS.get(permission ?? '')?.label ?? operation
  const target = targets.join(' ')
  const name = nameIn(row.hub_id, first)
  const to = name === undefined ? target : `"${name}"`
  return {
    ...{ operation, target, since: iso(Number(row.created_at)) },
    words: `${label} (${operation})${to === '' ? '' : `: ${to}`}`,
  }
}

/** An undo with what it came to. */
export async function undoView(job: Job, traces: Traces, nameIn: NameIn): Promise<UndoView> {
  const rows = await traces.store.rowsOf(job.grantId)
  const mine = rows.filter((row) => row.job_id === job.id)
  const views = mine.flatMap((row) => traceView(row, traces, nameIn) ?? [])
  const isLeft = ({ outcome }: TraceView) => outcome?.startsWith('left') ?? false
  return {
    ...{ id: job.id, key: job.grantId, mode: job.mode, because: job.because, state: job.state },
    ...{ attempts: job.attempts, problem: job.problem, asked: iso(job.createdAt) },
    finished: job.finishedAt === null ? null : iso(job.finishedAt),
    done: views.filter((one) => !isLeft(one)),
    left: views.filter(isLeft),
    notUndoable: rows.filter(isBeyond).map((row) => beyondView(row, nameIn)),
  }
}

const isBeyond = ({ kind }: Row): boolean => kind === 'beyond'

/** Everything that a key left behind. */
export async function tracesView(
  grant: { readonly id: string; readonly client: string },
  traces: Traces,
  nameIn: NameIn,
): Promise<TracesView> {
  const rows = await traces.store.rowsOf(grant.id)
  const jobs = await traces.jobs.ofGrant(grant.id)
  return {
    ...{ key: grant.id, name: grant.client },
    traces: rows.flatMap((row) => traceView(row, traces, nameIn) ?? []),
    notUndoable: rows.filter(isBeyond).map((row) => beyondView(row, nameIn)),
    undos: await Promise.all(jobs.map((job) => undoView(job, traces, nameIn))),
  }
}
