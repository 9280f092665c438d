// The simulator: whether a key may make a call, and why, without making it. What the request would hold is
// not known, so the answer may be that it depends.
import {
  type Matched,
  nearest,
  type Operation,
  operationById,
  operations,
  pathParameters,
  TELLING_BODIES,
} from '@latchkey/catalogue'
import { dialectOf, FACE } from '@latchkey/homey'
import type { z } from 'zod'
import { type Grant, type Standing, standing } from '../grants/grant.ts'
import { decide, type Verdict } from '../hub-path/decide.ts'
import { meantBy } from '../hub-path/meant.ts'
import { REFUSALS } from '../hub-path/reason.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { OwnerError } from '../owner-error.ts'
import type { HubObjects, NamedMember } from './hub-objects.ts'
import type { CAN } from './key-answers.ts'
import { resolveNames } from './resolve-names.ts'

/** A call as far as it is known: its body is not. Ids that were not given are absent. */
export interface SimulatedCall {
  readonly operation: Operation
  readonly ids: Readonly<Record<string, string>>
}

/** What limits say of a call. */
export interface Simulated {
  readonly verdict: 'allow' | 'deny' | 'depends'
  /** From the closed list of reasons, or what it depends on. */
  readonly reason: string
  /** A sentence for the owner. */
  readonly message: string
}

/** Judges a call that the permissions of a limited grant allow, by its limits. */
export type Simulate = (call: SimulatedCall, grant: Grant) => Simulated | Promise<Simulated>

/** What is asked. */
export interface Question {
  /** An operation's id, or a method and a path. */
  readonly operation: string
  /** The object by id or name; where a path has several, all of them with slashes between. */
  readonly object?: string | undefined
  readonly grant: Grant
  readonly hub: ConnectedHub
  readonly objects: HubObjects
  readonly simulate: Simulate | undefined
  /** What house rules and restrictions say to what permissions and limits allow. */
  readonly oversee?: Simulate | undefined
  readonly now: number
}

type Can = z.output<typeof CAN>

/**
 * Answers whether a key may make a call.
 * @throws OwnerError `operation_unknown` with what was meant; `limit_unknown` for an unknown object.
 */
export async function simulateCall(question: Question): Promise<Can> {
  const { grant, now } = question
  const call = await callOf(question)
  const said = {
    operation: call.operation.id,
    object: await shown(call, question.objects),
    accepted: [],
  }
  const standingNow = standing(grant, now)
  if (standingNow !== 'live') return { ...said, verdict: 'deny', ...NOT_LIVE[standingNow] }
  if (!operationById(grant.hubGeneration, call.operation.id)) {
    const message = `${call.operation.id}: ${REFUSALS['not-on-this-hub'][2]}`
    return { ...said, verdict: 'deny', reason: 'not-on-this-hub', message }
  }
  const granted = await byGrant(question, call)
  const overseen =
    granted.verdict === 'deny' || granted.reason === 'always'
      ? undefined
      : await question.oversee?.(call, grant)
  if (!overseen || overseen.verdict === 'allow') return { ...said, ...granted }
  if (overseen.verdict === 'deny') return { ...said, ...overseen }
  return { ...said, ...granted, ...overseen, message: `${granted.message} ${overseen.message}` }
}

async function byGrant(question: Question, call: SimulatedCall): Promise<Permitted> {
  const { grant } = question
  const permitted = byPermissions(question, call)
  if (permitted.verdict === 'deny' || grant.limits === null || permitted.reason === 'always') {
    return permitted
  }
  const limited = await (question.simulate ?? leftOpen)(call, grant)
  if (limited.verdict === 'deny' || permitted.verdict === 'allow') return limited
  return { ...permitted, message: `${permitted.message} ${limited.message}` }
}

const NOT_LIVE: Readonly<Record<Exclude<Standing, 'live'>, { reason: string; message: string }>> = {
  revoked: { reason: 'token-revoked', message: 'This key is revoked.' },
  stopped: { reason: 'stopped', message: 'All keys of this Homey are stopped: latchkey resume' },
  halted: { reason: 'client-suspended', message: 'Its app is suspended: latchkey client list' },
  expired: { reason: 'token-expired', message: 'This key has expired.' },
  suspended: {
    reason: 'token-suspended',
    message: 'This key waits for your word since a restore: latchkey key resume',
  },
}

const leftOpen: Simulate = ({ operation }) => ({
  verdict: 'depends',
  reason: 'limits',
  message: `Its permissions allow ${operation.id}; whether its limits cover it is judged by each request.`,
})

type Permitted = Pick<Can, 'verdict' | 'reason' | 'message'> & Partial<Pick<Can, 'accepted'>>

function byPermissions({ grant, hub }: Question, { operation, ids }: SimulatedCall): Permitted {
  const matched: Matched = { matched: true, operation, ids, rest: [] }
  const { credentialUser } = hub.hub
  const bodies = operation.method === 'POST' || operation.method === 'PUT' ? TELLING_BODIES : [{}]
  const verdicts = bodies.map((body) => decide(grant, matched, { body, credentialUser }))
  const allowed = verdicts.find((one) => one.verdict === 'allow')
  const denied = verdicts.find((one) => one.verdict === 'deny')
  const needed = new Set(
    verdicts.flatMap((one) => (one.reason === 'permission-missing' ? one.alternatives : [])),
  )
  if (denied && allowed) {
    const message = `Some requests for ${operation.id} are allowed, others not: it depends on what stands in them. ${inWords(denied, operation)}`
    return { verdict: 'depends', reason: 'content', message, accepted: distinct(needed) }
  }
  if (denied) {
    const accepted = distinct(needed)
    return {
      ...{ verdict: 'deny', reason: denied.reason, message: inWords(denied, operation) },
      accepted,
    }
  }
  const reason = allowed?.reason ?? 'granted'
  const missing = pathParameters(operation).filter((name) => ids[name] === undefined)
  if (reason === 'granted' && missing.includes('capabilityId')) {
    const message = `${operation.id} is allowed; locks, garage doors and alarms need security-device:control besides. Name the capability: DEVICE/onoff`
    if (!grant.permissions.has('security-device:control')) {
      return { verdict: 'depends', reason: 'content', message }
    }
  }
  return { verdict: 'allow', reason, message: `Its permissions allow ${operation.id}.` }
}

function distinct(alternatives: Iterable<readonly string[]>): (readonly string[])[] {
  return [...new Map([...alternatives].map((all) => [all.join(), all])).values()]
}

function inWords(verdict: Extract<Verdict, { verdict: 'deny' }>, { id }: Operation): string {
  if (verdict.reason === 'withheld') return `${id} is never granted: ${verdict.because}.`
  const words = verdict.alternatives.map((all) => all.join(' and ')).join(', or ')
  return `${id} needs ${words}.`
}

const REQUEST = /^(GET|POST|PUT|DELETE)\s+(\/[^\s?]*)/i

async function callOf(question: Question): Promise<SimulatedCall> {
  const { operation: text, object, grant } = question
  const { hubGeneration } = grant
  const [, method, path] = REQUEST.exec(text) ?? []
  if (method === undefined || path === undefined) {
    const operation = operationById(hubGeneration, text) ?? operationById(FACE, text)
    if (!operation) throw unknownOperation(text)
    return { operation, ids: await idsOf(operation, object, question) }
  }
  const meant = meantBy(hubGeneration, dialectOf(hubGeneration), method.toUpperCase(), path)
  if (!meant.matched) {
    throw new OwnerError('operation_unknown', `${path}: ${REFUSALS[meant.reason][2]}`)
  }
  if (object === undefined) return { operation: meant.operation, ids: meant.ids }
  throw new OwnerError('invalid_request', 'A path names its objects itself: leave the object out.')
}

function unknownOperation(text: string): OwnerError {
  const all = operations(FACE).map((one) => one.id)
  const like = all.filter((id) => id.split('.')[1] === text)
  const near = [...like, ...nearest(text, all, 3)].slice(0, 3)
  const suggestion = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  return new OwnerError(
    'operation_unknown',
    `"${text}" is no operation.${suggestion} See: latchkey permissions --operations`,
  )
}

async function idsOf(
  operation: Operation,
  object: string | undefined,
  { objects }: Question,
): Promise<Readonly<Record<string, string>>> {
  if (object === undefined) return {}
  const names = pathParameters(operation)
  if (names.length === 0) {
    throw new OwnerError('invalid_request', `${operation.id} is done to no object: leave it out.`)
  }
  const parts = partsOf(object, names.length)
  const ids: Record<string, string> = {}
  for (const [at, name] of names.entries()) {
    const part = parts[at]
    if (part === undefined) break
    ids[name] = await idOf(memberOf(operation, name), part, objects)
  }
  return ids
}

// A name may hold slashes: the first part takes those that are too many.
function partsOf(object: string, count: number): readonly string[] {
  const pieces = object.split('/')
  const spare = Math.max(0, pieces.length - count)
  return [pieces.slice(0, spare + 1).join('/'), ...pieces.slice(spare + 1)]
}

async function idOf(
  member: NamedMember | undefined,
  word: string,
  objects: HubObjects,
): Promise<string> {
  if (member === undefined) return word
  const { ids, problems, away } = await resolveNames(member, [word], objects)
  if (ids[0] !== undefined) return ids[0]
  throw new OwnerError(away ? 'hub_away' : 'limit_unknown', problems.join('\n'))
}

/** Which kind of object a path parameter is, by operation; the first row that fits counts. */
const OBJECTS: readonly (readonly [operation: RegExp, member: NamedMember | undefined])[] = [
  [/^devices\.getCapability$/, 'capabilities'],
  [/^devices\./, 'devices'],
  [/^zones\./, 'zones'],
  [/^moods\./, 'moods'],
  [/^logic\./, 'variables'],
  [/^dashboards\./, 'dashboards'],
  [/^apps\./, 'apps'],
  [/^homeyscript\./, 'scripts'],
  [/^flow\.\w*FlowCard/, undefined],
  [/^flow\.\w*FlowFolder/, 'flowFolders'],
  [/^flow\./, 'flows'],
]

function memberOf({ id }: Operation, parameter: string): NamedMember | undefined {
  if (parameter === 'capabilityId') return 'capabilities'
  if (parameter !== 'id' && parameter !== 'deviceId') return undefined
  return OBJECTS.find(([pattern]) => pattern.test(id))?.[1]
}

async function shown(
  { operation, ids }: SimulatedCall,
  objects: HubObjects,
): Promise<Can['object']> {
  const [first] = pathParameters(operation)
  const id = ids[first ?? '']
  if (first === undefined || id === undefined) return null
  const member = memberOf(operation, first)
  const listing = member && (await objects.list(member))
  const known = listing && 'objects' in listing ? listing.objects : []
  const name = known.find((one) => one.id === id)?.name ?? null
  return { id: Object.values(ids).join('/'), name }
}
