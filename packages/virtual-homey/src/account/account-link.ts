// What a hub and Athom's cloud know of each other. Neither imports the other: they meet in these types.
import type { Generation } from '../generations/generation.ts'
import type { HomeyState } from '../state/homey-state.ts'

/** Who wants in, and through which program. */
export interface Delegate {
  /** The Athom id of the user, which is the same on every hub. */
  readonly athomId: string
  readonly clientId: string
  readonly clientName: string
  readonly scopes: readonly string[]
}

/** The cloud as a hub sees it. */
export interface AccountLink {
  /** The bearer of a token that this cloud signed and that is still good; else `undefined`. */
  readonly delegateOf: (token: string) => Delegate | undefined
}

/** A hub as the cloud sees it. */
export interface AccountHub {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly generation: Generation
  readonly state: HomeyState
  /** From now on users of this cloud may sign in at the hub. */
  readonly join: (link: AccountLink) => void
  /** Signs in as a client does, without a request. @throws HubError 401 */
  readonly signInDelegated: (token: string) => { readonly token: string; readonly session: unknown }
}

/** What a person or a program needs to know to use an account. */
export interface AccountFacts {
  /** Where Athom's cloud is, for `ATHOM_CLOUD_API_BASEURL`. */
  readonly url: string
  /** A client that the user has registered; it gets what Athom gives to third parties. */
  readonly clientId: string
  readonly clientSecret: string
  /** The e-mail address that the user signs in with. */
  readonly user: string
  readonly password: string
}
