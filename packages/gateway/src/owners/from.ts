// Who is at the other end of a request of an owner, as far as signing in needs it.

/** The other end. */
export interface From {
  readonly address: string
  /** Whether that is this machine or its own network. */
  readonly near: boolean
}

/** The household's own network, and all the rest: what one uses up the other still has. */
export type Zone = 'near' | 'far'

/** The zone of an address. */
export const zoneOf = ({ near }: From): Zone => (near ? 'near' : 'far')
