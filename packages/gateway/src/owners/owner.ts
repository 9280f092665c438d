// An owner: a person who may decide about some of the hubs of this installation.

/** One owner. */
export interface Owner {
  readonly id: string
  readonly name: string
  readonly createdAt: number
}

/** The owner of what was made before anybody set up an account; the first owner takes it over. */
export const NOBODY = ''

/** Names are told apart without regard to case or form: `José` and `JOSÉ` are one. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** What the audit is told of owners; never a secret. */
export interface OwnerEvent {
  readonly kind:
    | 'set-up'
    | 'recovered'
    | 'signed-in'
    | 'sign-in-failed'
    | 'sign-in-slowed'
    | 'setup-failed'
    | 'credentials-changed'
    | 'signed-out'
  readonly at: number
  /** The owner; null where it is not known, or does not exist. */
  readonly owner: string | null
  readonly address: string
}
