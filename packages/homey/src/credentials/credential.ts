// What opens a hub, as the connection sees it. A credential gives a token for the present and is told
// when the hub refused it; no token ever stands in a message.

/** The kinds of credential, from the best to hold to the last resort; see `ladder.ts`. */
export const CREDENTIAL_KINDS = ['local-key', 'homey-cli', 'athom-client'] as const

/** A kind of credential. */
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number]

/** The hub's own door for logins: only a hub that has said who it is is given a delegation token. */
export interface HubDoor {
  /**
   * Signs in with a delegation token, and gives back the token of the new session.
   * @throws HubError `hub_credential_refused` if the hub takes no such login.
   */
  signIn(delegationToken: string, signal: AbortSignal): Promise<string>
}

/** A credential of one hub. */
export interface Credential {
  readonly kind: CredentialKind
  /** When what it gives at present ends, in milliseconds since 1970; undefined if it does not. */
  readonly expiresAt: number | undefined
  /** The token, where there is only one and it is at hand: nobody has to be waited for. */
  readonly constant?: string
  /**
   * The token to send now, after signing in if that is needed.
   * @throws HubError `hub_credential_lapsed` with what the owner does; `account_*` by the cloud.
   */
  token(hub: HubDoor, signal: AbortSignal): Promise<string>
  /**
   * Another token in place of `stale`, which the hub refused. Whoever asks while a renewal is under
   * way shares it, and whoever comes with an older token gets the present one.
   * @throws HubError `hub_credential_refused` or `hub_credential_lapsed` if there is no other.
   */
  renew(stale: string, hub: HubDoor, signal: AbortSignal): Promise<string>
  /** What it is, for people; holds no secret. */
  describe(): string
}
