// Reads that need not go to the hub: what the live model says, cut to the limits of the grant.
import { type Coverage, coverageOf } from '../limits/coverage.ts'
import { cutItem } from '../limits/cut.ts'
import { HOME_KINDS, type HomeKind, type Item } from '../limits/home.ts'
import { KINDS } from '../live/kinds.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import { readRow } from '../live/read-table.ts'
import { type Answer, jsonText, refusalAnswer } from './answer.ts'
import type { Passed } from './limit.ts'

/** An answer of the model, and whether it is one to what is there. */
export interface FromModel {
  readonly reason: 'granted' | 'not-covered'
  readonly answer: Answer
}

/**
 * Which kinds besides its own decide whether an object of a kind is covered and how it is cut; for the
 * others all of them do. A zone names the devices that it is active by.
 */
const INVOLVED: Readonly<Partial<Record<HomeKind, readonly HomeKind[]>>> = {
  zone: ['device'],
  device: ['zone'],
  'flow-folder': [],
  variable: [],
  user: [],
}

/**
 * Answers a read from what is known of the hub; undefined where only the hub can, which then also gives
 * its own words for what is not there to a client that may see everything.
 */
export function answerFromModel(
  live: LiveHub,
  { admitted, call, coverage }: Passed,
  ifNoneMatch: string | undefined,
): FromModel | undefined {
  const row = readRow(call.operation.id)
  if (!row) return undefined
  const { model } = live
  const state = model.present
  if (!state) {
    // Nobody waits for it: whoever reads next is answered from it.
    void model.known(0)
    return undefined
  }
  const { grant, hub } = admitted
  const said = live.answer(state, {
    ...{ operation: call.operation.id, ids: call.ids, query: call.query, ifNoneMatch },
    // A change may have come between the judgement and this: the tag says by which state it was cut.
    ...limitsOf(row.kind, coverage && coverageOf(coverage.subject, state)),
    form: grant.permissions.has('device-secret:read') ? 'whole' : 'without-secrets',
    suffix: `${grant.id}.${grant.generation}`,
  })
  if (said === 'not-here') return undefined
  if (said === 'not-found') {
    return coverage && { reason: 'not-covered', answer: refusalAnswer('not-covered') }
  }
  const headers = {
    'x-homey-id': hub.hub.id,
    etag: said.etag,
    'cache-control': 'private, no-cache',
  }
  const answer =
    said.status === 304 ? { status: 304, headers, body: '' } : jsonText(200, said.body, headers)
  return { reason: 'granted', answer }
}

function limitsOf(kind: HomeKind, coverage: Coverage | undefined) {
  if (!coverage) return { covers: () => true }
  return {
    covers: (of: HomeKind, id: string) => coverage.covers(of, id),
    cut: (of: HomeKind, item: Item) => cutItem(KINDS[of].socket, item, coverage) ?? {},
    coversCapability: (_: string, capability: string) => coverage.coversCapability(capability),
    involved: INVOLVED[kind] ?? HOME_KINDS,
  }
}
