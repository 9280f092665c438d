// Step 2, the second half: what the limits of a grant say to a call (docs/decisions/0009). This file only
// sees to it that the policy, which is pure, has what it needs: the state of the hub, the present object
// where part of one is changed, and the grant as it is after every wait.
import { limitOf } from '@latchkey/catalogue'
import type { HubCall } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { LimitedCall } from '../limits/call.ts'
import { type Coverage, coverageOf } from '../limits/coverage.ts'
import { type Home, type Item, nothingKnown } from '../limits/home.ts'
import { judge, needsState } from '../limits/judge.ts'
import type { Allowed, Denied, Merging } from '../limits/judgement.ts'
import { mayMove, widened } from '../limits/moves.ts'
import { mayMoveSecurity, movesSecurity, SECURITY } from '../limits/security.ts'
import { type LimitedSubject, subjectOf } from '../limits/subject.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Admission, Admitted } from './admit.ts'
import { refusalAnswer } from './answer.ts'
import { ObjectLocks } from './object-locks.ts'
import type { DenyReason } from './reason.ts'

/** What limiting stands on. */
export interface LimitParts {
  readonly grants: Grants
  /** What is known of a hub. */
  readonly liveOf: (hub: ConnectedHub) => LiveHub
  /** Reads one object of the hub anew, in V3's form; undefined if it is not there. */
  readonly readObject: (
    hub: ConnectedHub,
    kind: Merging['kind'],
    id: string,
  ) => Promise<Item | undefined>
  readonly now: () => number
}

/** A call within the limits. */
export interface Passed {
  readonly admitted: Admitted
  /** What is sent: where the body was judged, exactly what was judged. */
  readonly call: HubCall
  /** By what the answer is cut; absent for a grant without limits. */
  readonly coverage?: Coverage
  /** Other grants that will cover more once it is done: the owner is told. */
  readonly widens?: readonly WidenedGrant[]
  /** Looked at right before it is sent; false if nobody waits for it any more. Then it is not sent. */
  readonly isAwaited?: (() => boolean) | undefined
  /** A permission that it needed besides those of the call itself. */
  readonly besides?: 'zone:move' | typeof SECURITY
}

/** Another grant that covers more after a move. */
export interface WidenedGrant {
  readonly grant: Grant
  readonly devices: readonly string[]
  readonly zones: readonly string[]
}

type Refused = Extract<Admission, { readonly refused: DenyReason }>

/** How long a call waits for the state of the hub, in milliseconds; the official client gives up at 10 s. */
const PATIENCE = 4_000

/** Holds calls to the limits of their grants. */
export class Limiter {
  readonly #parts: LimitParts
  readonly #locks = new ObjectLocks()

  constructor(parts: LimitParts) {
    this.#parts = parts
  }

  /** Does the work if the limits allow the call; else gives back the refusal. Waits where it has to. */
  async within<T>(
    admitted: Admitted,
    work: (passed: Passed) => Promise<T>,
  ): Promise<{ readonly done: T } | Refused> {
    const { limits, hubGeneration } = admitted.grant
    const mayWiden = this.#limitedGrants(admitted).length > 0
    if (limits === null && !mayWiden && !asksOfDevices(admitted)) {
      return this.#inTurn(admitted, work)
    }
    const asks = mayWiden || needsState(admitted.meant.operation.id)
    const home = asks
      ? await this.#parts.liveOf(admitted.hub).model.known(PATIENCE)
      : nothingKnown(hubGeneration)
    const again = admitted.again()
    if ('refused' in again) return again
    const moved = this.#moves(again.admitted, home)
    if ('refused' in moved) return moved
    const asked: typeof work = (passed) => work({ ...passed, ...moved })
    if (again.admitted.grant.limits === null) {
      return securityRefused(again.admitted, home) ?? this.#inTurn(again.admitted, asked)
    }
    if (!home) return stateUnknown(again.admitted)
    return this.#judged(again.admitted, home, asked)
  }

  // What has no limits is sent as it came, but not between the reading and the writing of a merge.
  async #inTurn<T>(
    admitted: Admitted,
    work: (passed: Passed) => Promise<T>,
  ): Promise<{ readonly done: T }> {
    const { call, hub } = admitted
    const row = limitOf(call.operation.id)
    const moved = this.#moved(admitted)
    const go = async () => ({ done: await work({ admitted, call, ...moved }) })
    if (row.judge !== 'write' || row.mode !== 'update') return go()
    return this.#locks.run(lockName(hub, row.kind, call.ids['id'] ?? ''), go)
  }

  // What a grant uses is counted: while the state is not known, as the more that it may be.
  #moved(admitted: Admitted): Pick<Passed, 'besides'> {
    const { grant, hub, meant } = admitted
    if (!grant.permissions.has(SECURITY) || !mayMoveSecurity(meant.operation.id)) return {}
    const home = this.#parts.liveOf(hub).model.present
    return !home || movesSecurity(limitedCall(admitted), home) ? { besides: SECURITY } : {}
  }

  async #judged<T>(
    admitted: Admitted,
    home: Home,
    work: (passed: Passed) => Promise<T>,
  ): Promise<{ readonly done: T } | Refused> {
    const subject = subjectOf(admitted.grant)
    if (!subject) return { done: await work({ admitted, call: admitted.call }) }
    const judgement = judge(limitedCall(admitted), subject, home)
    if (judgement.verdict === 'merge') return this.#merged(admitted, judgement, work)
    return settle(admitted, subject, home, judgement, work)
  }

  // Between reading the object and writing it nobody else may write it through here.
  #merged<T>(
    admitted: Admitted,
    { kind, id }: Merging,
    work: (passed: Passed) => Promise<T>,
  ): Promise<{ readonly done: T } | Refused> {
    return this.#locks.run(lockName(admitted.hub, kind, id), async () => {
      // Waiting for the lock may have taken its time, and so may reading.
      const still = admitted.again()
      if ('refused' in still) return still
      const { hub } = still.admitted
      const present = await this.#parts.readObject(hub, kind, id)
      const home = await this.#parts.liveOf(hub).model.known(PATIENCE)
      const again = admitted.again()
      if ('refused' in again) return again
      const subject = subjectOf(again.admitted.grant)
      if (!home) return stateUnknown(again.admitted)
      if (!subject) return { done: await work({ admitted, call: again.admitted.call }) }
      const judgement = judge(limitedCall(again.admitted), subject, home)
      const judged = judgement.verdict === 'merge' ? judgement.judge(present) : judgement
      return settle(again.admitted, subject, home, judged, work)
    })
  }

  /** The live grants that a call, if it is a move, may let reach more. */
  #limitedGrants(admitted: Admitted): readonly Grant[] {
    if (!mayMove(limitedCall(admitted))) return []
    const { grants, now } = this.#parts
    return grants.liveOn(admitted.grant.hubId, now()).filter(({ limits }) => limits !== null)
  }

  /** Whether a move would let some live grant reach more, which takes a permission of its own. */
  #moves(admitted: Admitted, home: Home | undefined): Refused | Pick<Passed, 'widens' | 'besides'> {
    const { grant } = admitted
    const limited = this.#limitedGrants(admitted)
    if (limited.length === 0) return {}
    const widens = home && widenedGrants(limitedCall(admitted), home, limited)
    if (widens ? widens.length === 0 : !limited.some(hasZones)) return {}
    if (grant.permissions.has('zone:move'))
      return { besides: 'zone:move', ...(widens && { widens }) }
    return refusedFor(
      admitted,
      'permission-missing',
      'this would let another key reach more than it does. It needs zone:move besides.',
      {
        'x-latchkey-accepted-permissions': [...ownPermission(admitted), 'zone:move'].join(','),
      },
    )
  }
}

// A group is a device to the model, and a group to the limit column.
const lockName = ({ hub }: ConnectedHub, kind: string, id: string): string =>
  `${hub.id} ${kind === 'group' ? 'device' : kind} ${id}`

/** Whether it has to be looked at what the devices are that a call without limits moves. */
function asksOfDevices({ grant, meant }: Admitted): boolean {
  return (
    grant.limits === null && !grant.permissions.has(SECURITY) && mayMoveSecurity(meant.operation.id)
  )
}

function securityRefused(admitted: Admitted, home: Home | undefined): Refused | undefined {
  if (!asksOfDevices(admitted)) return undefined
  if (!home) return stateUnknown(admitted)
  if (!movesSecurity(limitedCall(admitted), home)) return undefined
  return refusedFor(
    admitted,
    'permission-missing',
    `this moves a lock, a garage door, an alarm or a siren. It needs ${SECURITY} besides.`,
    { 'x-latchkey-accepted-permissions': [...ownPermission(admitted), SECURITY].join(',') },
  )
}

const hasZones = ({ limits }: Grant): boolean =>
  limits?.zones !== undefined || limits?.except?.zones !== undefined

function widenedGrants(call: LimitedCall, home: Home, grants: readonly Grant[]): WidenedGrant[] {
  return grants.flatMap((grant) => {
    const subject = subjectOf(grant)
    const more = subject ? widened(call, home, [subject]) : []
    return more.map(({ devices, zones }) => ({ grant, devices, zones }))
  })
}

function ownPermission({ call }: Admitted): readonly string[] {
  const { requirement } = call.operation
  return requirement.class === 'permission' ? [requirement.permission] : []
}

const limitedCall = ({ meant, call, body }: Admitted): LimitedCall => ({
  ...{ matched: meant, query: call.query, body },
})

async function settle<T>(
  admitted: Admitted,
  subject: LimitedSubject,
  home: Home,
  judgement: Allowed | Denied,
  work: (passed: Passed) => Promise<T>,
): Promise<{ readonly done: T } | Refused> {
  if (judgement.verdict === 'deny') {
    const { reason, message, alternatives } = judgement
    const accepted = alternatives?.map((all) => all.join(',')).join('; ')
    const headers = accepted === undefined ? {} : { 'x-latchkey-accepted-permissions': accepted }
    return refusedFor(admitted, reason, message, headers)
  }
  const call = admitted.withBody(judgement.body)
  if (typeof call === 'string') return refusedFor(admitted, call)
  return { done: await work({ admitted, call, coverage: coverageOf(subject, home) }) }
}

function stateUnknown(admitted: Admitted): Refused {
  return refusedFor(admitted, 'hub-state-unknown', undefined, { 'retry-after': '2' })
}

function refusedFor(
  { grant, meant, call }: Admitted,
  reason: DenyReason,
  message?: string,
  headers?: Readonly<Record<string, string>>,
): Refused {
  const matched = { ...meant, operation: call.operation, ids: call.ids }
  return {
    refused: reason,
    answer: refusalAnswer(reason, message, headers),
    known: { grant, matched },
  }
}
