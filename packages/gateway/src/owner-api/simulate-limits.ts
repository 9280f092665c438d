// What the limits of a key would say to a call whose body nobody knows: asked of the same policy that
// judges requests, with the state of the hub as it is now.
import { limitOf, type Operation, pathParameters } from '@latchkey/catalogue'
import { coverageOf } from '../limits/coverage.ts'
import type { Home } from '../limits/home.ts'
import { judge } from '../limits/judge.ts'
import { explain, type OutsideReason } from '../limits/judgement.ts'
import { type LimitedSubject, subjectOf } from '../limits/subject.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Simulate, Simulated, SimulatedCall } from './key-can.ts'

/** How long the owner waits for the state of the hub, in milliseconds. */
export const PATIENCE = 6_000

/** Simulates by limits; `liveOf` gives what is known of a hub. */
export function simulateLimits(liveOf: (hubId: string) => LiveHub | undefined): Simulate {
  return async (call, grant) => {
    const subject = subjectOf(grant)
    if (!subject) return WITHOUT
    const home = await liveOf(grant.hubId)?.model.known(PATIENCE)
    return home ? simulated(call, subject, home) : UNKNOWN
  }
}

const WITHOUT: Simulated = { verdict: 'allow', reason: 'granted', message: 'It has no limits.' }

const UNKNOWN: Simulated = {
  verdict: 'depends',
  reason: 'hub-state-unknown',
  message: 'The state of the Homey is not known now, so it cannot be told what the limits cover.',
}

/** Refusals that another body could avoid. */
const OF_CONTENT: readonly OutsideReason[] = ['not-understood', 'content-not-covered']

function simulated(
  { operation, ids }: SimulatedCall,
  subject: LimitedSubject,
  home: Home,
): Simulated {
  const missing = pathParameters(operation).filter((name) => ids[name] === undefined)
  const content = hasContent(operation)
  if (missing.length > 0 && needsObject(operation)) return whichObject(operation)
  const matched = { matched: true, operation, ids, rest: [] } as const
  const judgement = judge({ matched, query: '', body: sample(operation) }, subject, home)
  const message = `${operation.id}: ${explain(judgement)}`
  if (judgement.verdict === 'deny') {
    const { reason } = judgement
    if (!content || !OF_CONTENT.includes(reason)) return { verdict: 'deny', reason, message }
  }
  if (content) return byContent(operation)
  // What a list is cut to is said by how much of it is left.
  const shown = coverageOf(subject, home)
  const devices = [...home.items.device.keys()].filter((id) => shown.covers('device', id)).length
  const cut = limitOf(operation.id).judge === 'answer' ? ` (devices now: ${devices})` : ''
  return { verdict: 'allow', reason: 'granted', message: `${message}${cut}.` }
}

const needsObject = ({ id }: Operation): boolean => {
  const { judge: rule } = limitOf(id)
  return rule !== 'free' && rule !== 'refused' && rule !== 'answer'
}

// Whether the limits look into the body, so that another body may come to another verdict.
function hasContent({ id }: Operation): boolean {
  const row = limitOf(id)
  if (row.judge === 'card') return row.run === true
  return ['write', 'change', 'settings', 'code', 'install'].includes(row.judge)
}

const sample = ({ id, method }: Operation): unknown => {
  if (limitOf(id).judge === 'capability') return { value: true }
  return method === 'POST' || method === 'PUT' ? {} : undefined
}

const byContent = ({ id }: Operation): Simulated => ({
  verdict: 'depends',
  reason: 'content',
  message: `${id} is allowed where all that is written is understood and covered by the limits.`,
})

const whichObject = ({ id }: Operation): Simulated => ({
  verdict: 'depends',
  reason: 'object',
  message: `${id} depends on the object: name it, and the answer is exact.`,
})
