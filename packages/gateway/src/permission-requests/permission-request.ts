// A client's request for more than its grant has: what it asks for, what became of it, and how much may be asked.
import type { ListMember } from '../owner-api/limit-inputs.ts'

/** How long a request waits for its answer, in milliseconds. */
export const REQUEST_LIFE = 7 * 86_400_000

/** How long requests are kept to be looked at, in milliseconds. */
export const KEPT = 30 * 86_400_000

/** Within so long a client is counted, and an identical request is not put again after a no, in milliseconds. */
export const DAY = 86_400_000

/** How many requests may wait of one grant, and how many a grant and a client may put within a day. */
export const MOST = { openOfGrant: 5, dayOfGrant: 10, dayOfClient: 20 } as const

/** Objects that are to be covered besides those that are. */
export type AskedObjects = { readonly [member in ListMember]?: readonly string[] }

/** What is asked for, or given. */
export interface Extension {
  /** Sorted; none of them is held already. */
  readonly permissions: readonly string[]
  readonly objects: AskedObjects
  /** Whether the owner is asked before each use of the permissions. */
  readonly askFirst: boolean
  /** For how long, in milliseconds from the owner's yes; null for as long as the grant. */
  readonly life: number | null
}

/** What was given, and when that ends; null with the grant. */
export interface GivenExtension extends Omit<Extension, 'life'> {
  readonly until: number | null
}

/** What an owner answers. */
export type RequestAnswer = 'granted' | 'declined'

/** A request. Times are milliseconds since 1970. */
export interface PermissionRequest {
  readonly id: string
  readonly hubId: string
  readonly grantId: string
  /** The client of the authorization server; of a key the grant's id. */
  readonly clientId: string
  readonly asked: Extension
  /** In the client's own words, cleaned. */
  readonly reason: string
  readonly askedAt: number
  readonly expiresAt: number
  readonly answer: RequestAnswer | 'expired' | null
  readonly answeredAt: number | null
  /** The owner who answered; `local` for the control socket. */
  readonly answeredBy: string | null
  readonly given: GivenExtension | null
  /** The owner's word with a no. */
  readonly word: string | null
}

/** What became of a request. */
export const REQUEST_STATES = ['open', 'granted', 'declined', 'expired'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** What became of a request by now. */
export function stateOf({ answer, expiresAt }: PermissionRequest, now: number): RequestState {
  if (answer !== null) return answer
  return expiresAt <= now ? 'expired' : 'open'
}

/** What was asked for and not given; empty while nothing is decided. */
export function notGiven({ asked, given, answer }: PermissionRequest): readonly string[] {
  if (answer === null) return []
  return asked.permissions.filter((one) => !given?.permissions.includes(one))
}
