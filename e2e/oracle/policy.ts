// The policy of the gateway, asked directly: its public entry and nothing else of it. It is compared with
// the oracle, so no other file here may import it.
import {
  buildPath,
  type CreatedId,
  type Generation,
  match,
  operationById,
} from '@latchkey/catalogue'
import { coverageOf } from '../../packages/gateway/src/limits/coverage.ts'
import { cutAnswer } from '../../packages/gateway/src/limits/cut.ts'
import type { Home, HomeKind, Item } from '../../packages/gateway/src/limits/home.ts'
import { judge } from '../../packages/gateway/src/limits/judge.ts'
import { type Kind, LISTS, type OracleCall, type OracleGrant, type State } from './state.ts'

/** What the policy says of a call. */
export interface Judged {
  readonly verdict: 'pass' | 'not-found' | 'refused'
  readonly reason?: string
  /** What is sent to the hub. */
  readonly body?: unknown
}

/** The home as the policy sees it. */
export function homeOf(state: State, generation: Generation): Home {
  const of = (kind: Kind): ReadonlyMap<string, Item> => {
    const list = LISTS[kind]
    return new Map((list ? state[list] : []).map((one) => [String(one['id']), one]))
  }
  const items: Record<HomeKind, ReadonlyMap<string, Item>> = {
    ...{ zone: of('zone'), device: of('device'), flow: of('flow') },
    ...{ 'advanced-flow': of('advanced-flow'), 'flow-folder': of('flow-folder') },
    ...{ variable: of('variable'), mood: of('mood'), dashboard: of('dashboard'), user: of('user') },
  }
  versions += 1
  return { generation, version: versions, items }
}

// No two homes are the same to the policy.
let versions = 0

type Subject = Parameters<typeof judge>[1]

/** The grant as the policy sees it. */
export function subjectOf({ limits, created, permissions }: OracleGrant): Subject {
  return {
    limits,
    created: new Set(created as readonly CreatedId[]),
    permissions: new Set(permissions),
  }
}

/** The call as the policy sees it; undefined where no path leads to this operation with these ids. */
function matchedOf({ operation, ids }: OracleCall) {
  for (const generation of ['pro-2023', 'cloud'] as const) {
    const found = operationById(generation, operation)
    if (!found) continue
    const rest = found.open ? ['x'] : []
    const matched = match(generation, found.method, buildPath(found, ids, rest))
    return matched.matched && matched.operation === found ? { matched, generation } : undefined
  }
  return undefined
}

/** Asks the policy; `undefined` where the call does not come so far. */
export function askPolicy(state: State, grant: OracleGrant, call: OracleCall): Judged | undefined {
  const found = matchedOf(call)
  if (!found) return undefined
  const home = homeOf(state, found.generation)
  const query = new URLSearchParams(call.query).toString()
  const limited = { matched: found.matched, query, body: call.body }
  const first = judge(limited, subjectOf(grant), home)
  const last =
    first.verdict === 'merge'
      ? first.judge(home.items[first.kind as HomeKind].get(first.id))
      : first
  if (last.verdict === 'allow') return { verdict: 'pass', body: last.body }
  return { verdict: last.reason === 'not-covered' ? 'not-found' : 'refused', reason: last.reason }
}

/** Whether the policy covers an object. */
export function policyCovers(home: Home, grant: OracleGrant, kind: Kind, id: string): boolean {
  return coverageOf(subjectOf(grant), home).covers(kind as never, id)
}

/** What the policy leaves of an answer; undefined where it leaves nothing. */
export function cutByPolicy(
  home: Home,
  grant: OracleGrant,
  call: OracleCall,
  value: unknown,
): { readonly covered: boolean; readonly value?: unknown } | undefined {
  const found = matchedOf(call)
  if (!found) return undefined
  const query = new URLSearchParams(call.query).toString()
  const limited = { matched: found.matched, query, body: call.body }
  return cutAnswer(limited, value, coverageOf(subjectOf(grant), home))
}
