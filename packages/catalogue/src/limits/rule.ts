// How an operation is judged under a limit: a closed vocabulary, as data. The gateway has one judge for
// each word; what has no row is refused (docs/decisions/0009).
import type { CardRole } from '../references/manager-cards.ts'

/** Kinds of which single objects are judged. */
export type LimitedKind =
  | 'advanced-flow'
  | 'app'
  | 'dashboard'
  | 'device'
  | 'flow'
  | 'flow-folder'
  | 'mood'
  | 'script'
  | 'variable'
  | 'zone'

/** Kinds whose bodies are judged whole, with everything that they name. */
export type JudgedKind = 'flow' | 'advanced-flow' | 'mood' | 'group' | 'dashboard'

/** Kinds whose bodies name at most what they lie in. */
export type PlainKind = 'device' | 'zone' | 'flow-folder' | 'variable'

/** What is in an answer; where the socket tells of them, by their names there. */
export type AnsweredKind =
  | 'advancedflow'
  | 'app'
  | 'dashboard'
  | 'device'
  | 'flow'
  | 'flowcardaction'
  | 'flowcardcondition'
  | 'flowcardtrigger'
  | 'flowfolder'
  | 'flowtoken'
  | 'image'
  | 'log'
  | 'mood'
  | 'notification'
  | 'notificationowner'
  | 'script'
  | 'variable'
  | 'video'
  | 'zone'

/** Where in an answer there is something to cut. */
export type LimitedAnswer =
  /** One object, which has to be covered. */
  | { readonly one: AnsweredKind }
  /** One object, which this very call made. */
  | { readonly made: AnsweredKind }
  /** A list or map, out of which goes what is not covered. */
  | { readonly all: AnsweredKind }
  /** What can be picked for an argument: whatever names something that is not covered goes. */
  | { readonly picks: true }

/** The judge of an operation, and what it has to know. */
export type LimitRule =
  /** Never asked: the gateway answers by itself, or no grant has it. */
  | { readonly judge: 'gateway' }
  /** Limits do not narrow it. */
  | { readonly judge: 'free' }
  /** Refused under any limit, or under one that names rooms, devices or capabilities. */
  | { readonly judge: 'refused'; readonly under: 'any' | 'room' }
  /** The answer is cut, and says what is covered. */
  | { readonly judge: 'answer' }
  /** One object in the path, to see or (`effect`) to change. `otherwise`: refused under a room limit unless covered. */
  | {
      readonly judge: 'object'
      readonly kind: LimitedKind
      readonly parameter: string
      readonly effect?: 'start' | 'delete' | 'other'
      readonly otherwise?: 'limited'
    }
  /** A capability of a device in the path. */
  | { readonly judge: 'capability'; readonly effect?: true }
  /** A log, a tag or another thing of an owner, in the path. */
  | { readonly judge: 'owned'; readonly what: 'log' | 'token' | 'owner' }
  /** An image or a video in the path, of the device that has it. */
  | { readonly judge: 'media' }
  /** A card in the path; without a role the path says it. */
  | { readonly judge: 'card'; readonly role?: CardRole; readonly run?: true }
  /** A body that is judged whole. */
  | { readonly judge: 'write'; readonly kind: JudgedKind; readonly mode: 'create' | 'update' }
  /** A body of plain members, and what the object is to lie in. */
  | { readonly judge: 'change'; readonly kind: PlainKind; readonly mode: 'create' | 'update' }
  /** Settings of a device. */
  | { readonly judge: 'settings' }
  /** A zone is taken away, and what lies in it goes elsewhere. */
  | { readonly judge: 'delete-zone' }
  /** A device leaves a group. */
  | { readonly judge: 'leave-group' }
  /** Code of HomeyScript is written or run. */
  | { readonly judge: 'code'; readonly mode: 'create' | 'update' | 'run' }
  /** Settings of an app. */
  | { readonly judge: 'app-settings' }
  /** An app is put on the hub. */
  | { readonly judge: 'install' }

/** The row of an operation. */
export type LimitRow = LimitRule & { readonly answer?: LimitedAnswer }

/** Rows by operation id. */
export type LimitTable = Readonly<Record<string, LimitRow>>
