// What is thought of clients, kept: submitting, reviewing, suspending, and looking at one anew each time that it
// comes, so that a change of it, or of what directories say, is never missed.
import type { ClientMetadata } from '../authorization/clients.ts'
import type { Directories } from '../directories/directories.ts'
import type { Grants } from '../grants/grants.ts'
import { OwnerError } from '../owner-error.ts'
import type { Database } from '../storage/database.ts'
import { moved, vettedOf } from './client-state.ts'
import { type Identity, identityOf, unlike } from './identity.ts'
import type { Manifest } from './manifest.ts'
import {
  after,
  DIRECTORY,
  isChanged,
  newReview,
  type Review,
  suspendedBy,
  withFacts,
} from './review.ts'
import { type Decision, ReviewStore, type Version } from './review-store.ts'
import { type Standing, standingOf } from './standing.ts'

/** What vetting stands on. */
export interface VettingParts {
  readonly database: Database
  readonly directories: Directories
  readonly grants: Pick<Grants, 'setHalted'>
  /** The grants of a client. */
  readonly grantsOf: (clientId: string) => Promise<readonly string[]>
  readonly now: () => number
  /** Told of a client that is suspended now, or not any more, other than by an owner. */
  readonly onSuspension: (clientId: string, isSuspended: boolean) => void
}

/** A client as it comes: its id and what it says of itself. */
export interface Client {
  readonly id: string
  readonly metadata: ClientMetadata
  /** Whether an owner added it: what they hand in may then be other than what it is. */
  readonly isByHand: boolean
}

/** How often a change is tried while others come first. */
const TRIES = 20

/** Keeps it. */
export class Vetting {
  readonly store: ReviewStore
  readonly #parts: VettingParts

  constructor(parts: VettingParts) {
    this.#parts = parts
    this.store = new ReviewStore(parts.database)
  }

  /** Where a client stands now; whatever changed since it was looked at last is taken in. */
  async look(client: Client): Promise<Standing> {
    return this.#change(client, (review) => review)
  }

  /** Where a client stands of which only what was thought is kept; undefined if nothing is. */
  async lookAtKept(id: string): Promise<Standing | undefined> {
    const review = await this.store.byId(id)
    return review && this.look({ id, metadata: metadataOf(review), isByHand: false })
  }

  /** The same, and it is remembered from now on: something is granted to it. */
  async remember(client: Client): Promise<Standing> {
    const standing = await this.#change(client, (review) => review, { isKept: true })
    if (standing.state === 'suspended') await this.#agree(client.id)
    return standing
  }

  /**
   * Hands a manifest in for a review; what was approved before goes on counting until then.
   * @throws OwnerError `manifest_mismatch` if it is not about this client
   */
  async submit(client: Client, manifest: Manifest, by: string): Promise<Standing> {
    const identity = identityOf(client.metadata)
    const other = client.isByHand ? [] : unlike(manifest, identity)
    if (other.length > 0) {
      const message = `The manifest is not about this client: ${other.map((part) => PARTS[part]).join(' and ')} differ. Change the registration or the manifest.`
      throw new OwnerError('manifest_mismatch', message)
    }
    const number = await this.store.addVersion(client.id, manifest, { at: this.#parts.now(), by })
    await this.#change(client, (review) => ({ ...after(review, 'submit'), waiting: number }))
    return this.look(client)
  }

  /**
   * Approves or gives back a version. A reviewer decides about what they saw: `number` says which.
   * @throws OwnerError `review_over` if another one waits by now; `review_refused` if nothing can be decided
   */
  async decide(
    client: Client,
    verdict: 'approved' | 'returned',
    said: { readonly number: number; readonly by: string; readonly findings: readonly string[] },
  ): Promise<Standing> {
    const { number } = said
    const decided = (review: Review): Review => {
      const about = review.waiting ?? (verdict === 'returned' ? review.approved : null)
      const event = verdict === 'approved' ? 'approve' : returning(review)
      const result = moved(review.at, event)
      if ('refused' in result) throw refusedReview(result.refused)
      if (about !== number) throw reviewOver(number, about)
      const next = { ...after(review, event), waiting: null }
      if (event === 'keep') return next
      if (event === 'return') return { ...next, approved: null, vouched: null }
      return { ...next, approved: number, vouched: review.seen }
    }
    const decision: Decision = { ...said, verdict, at: this.#parts.now() }
    return this.#change(client, decided, { decision })
  }

  /** Suspends a client: nothing is granted to it, and what was is halted at once. Twice is once. */
  async suspend(client: Client, by: string, because: string): Promise<Standing> {
    const one = { by, at: this.#parts.now(), because }
    return this.#change(client, (review) => {
      const others = review.suspensions.filter((suspension) => suspension.by !== by)
      return suspendedBy(review, [one, ...others])
    })
  }

  /**
   * Ends what an owner suspended; `all` ends that of every owner. Directories keep what they suspend.
   * @throws OwnerError `review_refused` if the caller suspends nothing
   */
  async resume(client: Client, by: string, all: boolean): Promise<Standing> {
    return this.#change(client, (review) => {
      const isMine = (one: { readonly by: string }) =>
        one.by === by || (all && !one.by.startsWith(DIRECTORY))
      const others = review.suspensions.filter((one) => !isMine(one))
      if (others.length === review.suspensions.length) throw refusedResume(review)
      return suspendedBy(review, others)
    })
  }

  /** Forgets a client that is removed. */
  async forget(id: string): Promise<void> {
    await this.store.remove(id)
  }

  /**
   * Looks at all clients anew, as after a directory changed: those that are known, and those of which only
   * what was thought is.
   */
  async lookAtAll(known: readonly Client[]): Promise<void> {
    const ids = new Set(known.map(({ id }) => id))
    for (const client of known) await this.#lookAgain(client)
    for (const id of await this.store.ids()) {
      const review = ids.has(id) ? undefined : await this.store.byId(id)
      if (review) await this.#lookAgain({ id, metadata: metadataOf(review), isByHand: false })
    }
  }

  async #lookAgain(client: Client): Promise<void> {
    await this.look(client)
    await this.#agree(client.id)
  }

  async #change(
    client: Client,
    work: (review: Review) => Review,
    { isKept = false, decision }: { readonly isKept?: boolean; readonly decision?: Decision } = {},
  ): Promise<Standing> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { review: before, versions, listing, facts } = await this.#read(client)
      const looked = withFacts(before, facts)
      const next = work(looked)
      const isSame = isEqual(next, before)
      const isSuspended = next.at.state === 'suspended'
      // What directories say of a client that has nothing is worked out each time: anybody may register many.
      const isKnown =
        isKept ||
        before.revision > 0 ||
        next !== looked ||
        (!isSame && (await this.#parts.grantsOf(client.id)).length > 0)
      if (isKnown && (!isSame || before.revision === 0)) {
        if (!(await this.store.save(next, decision))) continue
        if (isSuspended !== (before.at.state === 'suspended')) {
          await this.#agree(client.id)
          if (isEqual(next, looked)) this.#parts.onSuspension(client.id, isSuspended)
        }
      }
      if (decision) return this.look(client)
      return standingOf(next, versions, listing)
    }
    throw new Error(`The client ${client.id} is being changed by too many at once.`)
  }

  async #read(client: Client) {
    const identity: Identity = identityOf(client.metadata)
    const review = (await this.store.byId(client.id)) ?? newReview(client.id, identity)
    const versions = review.revision === 0 ? [] : await this.store.versions(client.id)
    const formerly = review.suspensions.flatMap(({ redirectUris = [] }) => redirectUris)
    const { listing, suspensions: suspending } = await this.#parts.directories.said({
      ...{ id: client.id, identity, formerly },
    })
    const isWaitingFor = client.isByHand || isAbout(versions, review.waiting, identity)
    const isListed = listing !== undefined
    return { review, versions, listing, facts: { identity, isWaitingFor, isListed, suspending } }
  }

  // Two may do this at once with what was true a moment ago; whoever is last looks once more.
  async #agree(id: string): Promise<void> {
    const { grants, grantsOf } = this.#parts
    const isSuspended = async () => (await this.store.byId(id))?.at.state === 'suspended'
    for (let is = await isSuspended(), done = false; !done; ) {
      await grants.setHalted(await grantsOf(id), is)
      const now = await isSuspended()
      done = now === is
      is = now
    }
  }
}

const isEqual = (one: Review, other: Review): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

const metadataOf = ({ id, seen }: Review): ClientMetadata => ({
  ...{ client_id: id, client_name: seen.name, redirect_uris: seen.redirectUris },
  ...(seen.logo !== null && { logo_uri: seen.logo }),
})

/** A newer version is given back alone where one that was approved still stands for the client. */
const returning = (review: Review): 'keep' | 'return' =>
  review.waiting !== null && review.approved !== null && !isChanged(review) ? 'keep' : 'return'

const PARTS = { name: 'names', logo: 'pictures', redirectUris: 'redirect addresses' } as const

function isAbout(versions: readonly Version[], number: number | null, identity: Identity): boolean {
  const version = versions.find((one) => one.number === number)
  return version === undefined || unlike(version.manifest, identity).length === 0
}

function refusedReview(why: string): OwnerError {
  return new OwnerError(
    'review_refused',
    `That cannot be decided: ${why}. See: latchkey client show`,
  )
}

function reviewOver(number: number, waiting: number | null): OwnerError {
  const now = waiting === null ? 'none waits now' : `version ${waiting} waits now`
  const message = `You looked at version ${number}, and ${now}. Look again: latchkey client show`
  return new OwnerError('review_over', message)
}

function refusedResume({ at, suspensions }: Review): OwnerError {
  if (at.state !== 'suspended') {
    return new OwnerError('review_refused', `It is not suspended, but ${vettedOf(at)}.`)
  }
  const by = suspensions.map((one) => one.by).join(', ')
  const message = `It is not you who suspends it: ${by}. An owner ends it themselves; a directory's word ends with: latchkey directory remove`
  return new OwnerError('review_refused', message)
}
