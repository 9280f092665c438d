// The states of a client, as a table: what each event makes of each, and why. Pure; what it means for a client is
// in `vetting.ts`.

/** What is thought of a client that is not suspended. */
export type Vetted = 'self-asserted' | 'submitted' | 'reviewed' | 'listed'

/** What is thought of a client. */
export type ClientState = Vetted | 'suspended'

/** What happens to one. */
export type ClientEvent =
  /** A manifest was handed in, with a reason for each permission. */
  | 'submit'
  /** A reviewer approved what waits. */
  | 'approve'
  /** A reviewer gave back what waits, or took an approval back. */
  | 'return'
  /** A reviewer gave back what waits, and what was approved before goes on counting. */
  | 'keep'
  /** Its name, logo or redirect addresses are others than those that were vouched for. */
  | 'change'
  /** A directory vouches for it as it is. */
  | 'list'
  /** No directory does any more. */
  | 'unlist'
  /** Somebody suspended it who had not before. */
  | 'suspend'
  /** Nobody suspends it any more. */
  | 'resume'

/** Where a client stands. `before` is where a suspended one comes back to. */
export type Position =
  | { readonly state: Vetted; readonly before?: undefined }
  | { readonly state: 'suspended'; readonly before: Vetted }

/** What an event came to: another position, or the same with the reason why not. */
export type Moved =
  | { readonly at: Position; readonly because: string }
  | { readonly refused: string }

type Move = readonly [to: Vetted, because: string] | { readonly refused: string }

const NOTHING_WAITS: Move = { refused: 'nothing of it waits for a review' }
const NOT_LISTED: Move = { refused: 'no directory listed it' }

/** Where a new client begins. */
export const FIRST: Position = { state: 'self-asserted' }

/** Events that have a row for what is vetted. */
type VettedEvent = Exclude<ClientEvent, 'suspend' | 'resume'>

/** What an event makes of a client that is not suspended. */
export const TABLE: Readonly<Record<Vetted, Readonly<Record<VettedEvent, Move>>>> = {
  'self-asserted': {
    submit: ['submitted', 'its manifest waits for a review'],
    approve: NOTHING_WAITS,
    return: NOTHING_WAITS,
    keep: NOTHING_WAITS,
    change: ['self-asserted', 'nobody vouched for it before either'],
    list: ['listed', 'a directory vouches for it'],
    unlist: NOT_LISTED,
  },
  submitted: {
    submit: ['submitted', 'a newer version waits in place of the one before'],
    approve: ['reviewed', 'a reviewer approved it'],
    return: ['self-asserted', 'a reviewer gave it back'],
    keep: ['reviewed', 'the version that was approved before still counts'],
    change: ['self-asserted', 'it is not what was submitted any more'],
    list: ['submitted', 'a review of our own waits, and counts more than a directory'],
    unlist: NOT_LISTED,
  },
  reviewed: {
    submit: ['submitted', 'a changed version must be reviewed again'],
    approve: NOTHING_WAITS,
    return: ['self-asserted', 'a reviewer took the approval back'],
    keep: NOTHING_WAITS,
    change: ['self-asserted', 'it is not what was reviewed any more'],
    list: ['reviewed', 'a review of our own counts more than a directory'],
    unlist: NOT_LISTED,
  },
  listed: {
    submit: ['submitted', 'its manifest waits for a review of our own'],
    approve: NOTHING_WAITS,
    return: { refused: 'it was not reviewed here; remove the directory that lists it' },
    keep: NOTHING_WAITS,
    change: ['self-asserted', 'it is not what the directory lists any more'],
    list: ['listed', 'a directory vouches for it'],
    unlist: ['self-asserted', 'no directory vouches for it any more'],
  },
}

/** What an event makes of a suspended client: refused, or what it does to where it comes back to. */
const SUSPENDED: Readonly<Record<VettedEvent, 'within' | { readonly refused: string }>> = {
  submit: 'within',
  approve: { refused: 'it is suspended; let it go on first' },
  return: 'within',
  keep: 'within',
  change: 'within',
  list: 'within',
  unlist: 'within',
}

/** What an event makes of a client. */
export function moved(from: Position, event: ClientEvent): Moved {
  if (event === 'suspend') {
    return { at: { state: 'suspended', before: vettedOf(from) }, because: 'it was suspended' }
  }
  if (event === 'resume') {
    if (from.state !== 'suspended') return { refused: 'it is not suspended' }
    return { at: { state: from.before }, because: 'nobody suspends it any more' }
  }
  if (from.state !== 'suspended') return movedWithin(from.state, event)
  const row = SUSPENDED[event]
  if (row !== 'within') return row
  const inner = movedWithin(from.before, event)
  if ('refused' in inner) return inner
  return { at: { state: 'suspended', before: vettedOf(inner.at) }, because: inner.because }
}

function movedWithin(from: Vetted, event: VettedEvent): Moved {
  const row = TABLE[from][event]
  if ('refused' in row) return row
  const [state, because] = row
  return { at: { state }, because }
}

/** What is thought of it, suspended or not. */
export const vettedOf = (at: Position): Vetted => (at.state === 'suspended' ? at.before : at.state)
