// The faces of the live model: what others may ask of it and are told by it. `LiveHome` is the one
// that stands on a hub.
import type { Home, HomeKind, Item } from '../limits/home.ts'

/** What became of an object. */
export type Change = 'create' | 'update' | 'delete'

/** One event of a hub that changed an object, as its subscribers get it. */
export interface ModelEvent {
  readonly uri: string
  readonly event: string
  readonly data: unknown
}

/** One change of the model. Changes are told in the order in which they entered it. */
export interface ModelChange {
  readonly kind: HomeKind
  readonly change: Change
  readonly id: string
  /** Absent when it was created, or was not known. */
  readonly before?: Item
  /** Absent when it was deleted. */
  readonly after?: Item
  /** The event that brought it; absent if it came by an answer or a repair. */
  readonly event?: ModelEvent
}

/** What is told to who listens to the model. */
export interface ModelListener {
  readonly onChange?: (change: ModelChange) => void
  /** `up`: the state is known again. `down`: what happens at the hub is not seen any more. */
  readonly onState?: (state: 'up' | 'down') => void
}

/**
 * The state of a hub at one moment, with a number for each kind that changes whenever an object of
 * that kind does. A number never comes twice in the life of one model.
 */
export interface LiveState extends Home {
  readonly versions: Readonly<Record<HomeKind, number>>
}

/**
 * How well a kind is known: `live`, told of by events; `read`, whose events the hub refuses, so it is
 * read anew for whoever asks; `absent`, which this hub does not have or its credential may not read.
 */
export type KindState = 'live' | 'read' | 'absent' | 'unknown'

/** Holds the model open. Dispose of it when it is no longer needed. */
export interface Lease extends Disposable {
  readonly [Symbol.dispose]: () => void
}

/** What of an object is put into JSON: all of it, or all but the secrets. */
export type TextForm = 'whole' | 'without-secrets'

/** A call of an operation that changes something, in the hub's own ids and V3's body. */
export interface WriteCall {
  readonly operation: string
  readonly ids: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A write that is under way: begun before it is sent, ended before the client is answered. */
export interface Written {
  /** The hub did it and answered this, in V3's form. */
  readonly answered: (value: unknown) => void
  /** It may have happened or not: what it could have touched is read anew. */
  readonly doubtful: () => void
}

/** What the rest of the gateway may ask of the model of one hub. */
export interface LiveModel {
  /** Everything as it is; undefined while any of it is not known for certain. */
  readonly present: LiveState | undefined
  /** Waits for the state to be known, at most `withinMs`, and gives it back; undefined if it is not. */
  known(withinMs: number): Promise<LiveState | undefined>
  /**
   * Waits, at most `withinMs`, until all of a kind, or one object of it, is exactly what the hub would
   * answer, with everything done that was done through `writing`.
   */
  fresh(kind: HomeKind, id: string | undefined, withinMs: number): Promise<LiveState | undefined>
  /** Whether `fresh` would say so at once. */
  isFresh(kind: HomeKind, id: string | undefined): boolean
  /** How well a kind is known. */
  stateOf(kind: HomeKind): KindState
  /** Tells of changes from now on, until the returned function is called. */
  listen(listener: ModelListener): () => void
  /** Starts the model if it stands still, and keeps it from stopping. */
  need(): Lease
  /** Begins a write; to be called before it is sent. */
  writing(call: WriteCall): Written
}
