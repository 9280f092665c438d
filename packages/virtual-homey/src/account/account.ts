// Athom's cloud without its network: one user, the hubs that the user has, the programs that may act
// for the user, and what was handed out to them. Everything but the signing key is plain data.
import type { KeyObject } from 'node:crypto'
import { hex, type Random } from '../random.ts'
import type { AccountHub } from './account-link.ts'

/** The person that the account belongs to. */
export interface AthomUser {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly firstname: string
  readonly lastname: string
  readonly language: string
}

/** A program. Only Athom's own are first-party and may have every scope. */
export interface Client {
  readonly id: string
  /** `null` takes any secret: a program that everyone has cannot keep one. */
  readonly secret: string | null
  name: string
  redirectUri: string[]
  scopes: string[]
  readonly firstParty: boolean
}

/** A code that the user's browser carries to a program. Used once. */
export interface Code {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly expiresAt: number
}

/** What stands behind an access or refresh token. `userId` is `null` for a program by itself. */
export interface Grant {
  readonly clientId: string
  readonly userId: string | null
  readonly scopes: readonly string[]
  readonly expiresAt: number | null
}

export interface AccountState {
  readonly user: AthomUser
  readonly clients: Record<string, Client>
  readonly codes: Record<string, Code>
  readonly accessTokens: Record<string, Grant>
  readonly refreshTokens: Record<string, Grant>
}

export interface Account {
  readonly state: AccountState
  readonly hubs: readonly AccountHub[]
  readonly clock: () => Date
  readonly random: Random
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
}

/** Milliseconds since 1970 by the account's clock. */
export function time(account: Account): number {
  return account.clock().getTime()
}

/** A secret of the kind that this cloud hands out. */
export function newSecret(account: Account): string {
  return hex(account.random, 40)
}
