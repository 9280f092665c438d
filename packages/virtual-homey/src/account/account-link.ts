// What a hub knows of Athom's cloud: whether a delegation token is genuine, and for whom it speaks.

/** Who wants in, and through which program. */
export interface Delegate {
  /** The Athom id of the user, which is the same on every hub. */
  readonly athomId: string
  readonly clientId: string
  readonly clientName: string
  readonly scopes: readonly string[]
}

export interface AccountLink {
  /** The bearer of a token that this cloud signed and that is still good; else `undefined`. */
  readonly delegateOf: (token: string) => Delegate | undefined
}
