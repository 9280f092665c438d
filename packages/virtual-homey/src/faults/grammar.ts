// What a fault rule says, as data. The words that a rule is written in are explained in the package's
// README; `parse.ts` turns them into this, `effects.ts` into what happens.

/** When a rule strikes. Everything that is said must hold; nothing said is every request. */
export interface When {
  /** `GET`, …, or `SOCKET` for a call over the socket. */
  readonly method?: string
  /** `<manager id>.<operation>`; `*` is any number of characters. */
  readonly operation?: string
  /** The path as received, with `*` likewise. */
  readonly path?: string
  /** Only the nth request that fits. */
  readonly nth?: number
  /** Every nth request that fits. */
  readonly every?: number
  /** Between 0 and 1; drawn from a stream that the rule's own words seed. */
  readonly chance?: number
  /** At most so often. */
  readonly times?: number
}

export type Selector =
  | { readonly by: 'any' }
  /** An object by name or id. */
  | { readonly by: 'name'; readonly name: string }

export type Effect =
  /** Answer so much later. */
  | { readonly does: 'slow'; readonly ms: number }
  /** Change the names in the body before the work is done. */
  | { readonly does: 'normalise'; readonly forms: readonly NameForm[] }
  /** Add a member to every object that is answered. */
  | { readonly does: 'add-field'; readonly name: string }
  /** End the session of the caller before the work is done. */
  | { readonly does: 'expire-session' }
  /** Before the work is done, change something that the caller did not ask for. */
  | {
      readonly does: 'edit'
      readonly kind: EditKind
      readonly which: Selector
      /** A new name; without one the object is deleted. */
      readonly rename?: string
    }
  | Ending

/** What becomes of the request itself; a rule can have one. */
export type Ending =
  | { readonly does: 'drop' }
  | { readonly does: 'lose-answer' }
  /** Close the connection now, and do the work after some time or that many more requests. */
  | { readonly does: 'commit-later'; readonly after: Delay }
  | { readonly does: 'refuse'; readonly status: RefusalStatus; readonly code?: string }
  /** Cut everything, and let nobody in for a while. */
  | { readonly does: 'restart'; readonly ms: number }

export interface Delay {
  readonly amount: number
  readonly unit: 'ms' | 'requests'
}

export const REFUSALS = ['401', '403', '429', '500'] as const
export type RefusalStatus = (typeof REFUSALS)[number]

export const NAME_FORMS = ['trim', 'nfc', 'spaces', 'short'] as const
export type NameForm = (typeof NAME_FORMS)[number]

export const EDIT_KINDS = [
  ...(['zones', 'devices', 'flows', 'advancedFlows', 'flowFolders'] as const),
  ...(['variables', 'moods', 'dashboards', 'alarms'] as const),
] as const
export type EditKind = (typeof EDIT_KINDS)[number]

/** One rule, with the words it was written in. */
export interface FaultSentence {
  readonly text: string
  readonly when: When
  readonly effects: readonly Effect[]
}
