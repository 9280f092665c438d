// The words of this chapter: where a chain begins, what it passes, and what in the end happens. A chain is
// followed in one state of a home; all ids and objects are in V3's form.
import type { Item } from '../limits/home.ts'

/** What a home's devices are to whoever asks how bad something is. */
export type Role = 'lock' | 'garage' | 'alarm' | 'siren' | 'camera'

/**
 * Where a chain begins: what a client does, or would do.
 * - `device`: a capability is set; `null` if it is not known which
 * - `flow`, `advanced-flow`: it is started; `mood`: it is set; `script`: it is run
 * - `variable`, `presence`, `alarm`, `webhook`: it is changed, moved or called
 * - `switch-on`: a flow of either kind is switched on, and runs when its own trigger comes
 * - `app`: an app is called, set up, started or stopped; `manager`: a manager is used in some other way
 * - `content`: a flow, mood, script or single card that may not be in the home is run, set or carried out
 * An alarm with the id `*` stands for whichever.
 */
export type Start =
  | { readonly kind: 'device'; readonly id: string; readonly capability: string | null }
  | { readonly kind: StartKind; readonly id: string }
  | { readonly kind: 'presence' | 'webhook' }
  | {
      readonly kind: 'content'
      readonly of: 'flow' | 'advanced-flow' | 'mood' | 'card' | 'script'
      readonly item: Item
    }

/** Starts that are about one object. */
export type StartKind =
  | 'flow'
  | 'advanced-flow'
  | 'switch-on'
  | 'mood'
  | 'script'
  | 'variable'
  | 'alarm'
  | 'app'
  | 'manager'

/** What one link of a chain is. */
export type LinkKind =
  | 'device'
  | 'group'
  | 'zone'
  | 'variable'
  | 'flow'
  | 'advanced-flow'
  | 'mood'
  | 'script'
  | 'alarm'
  | 'presence'
  | 'webhook'
  | 'app'
  | 'manager'
  | 'card'

/** How a link comes about by the one before it. */
export type LinkBy =
  | 'begins'
  | 'sets'
  | 'changes'
  | 'triggers'
  | 'starts'
  | 'switches-on'
  | 'runs'
  | 'uses'

/** One link of a chain. */
export interface Link {
  readonly kind: LinkKind
  /** The id of the object; empty where there is but one of its kind. */
  readonly id: string
  /** Its name at the hub; its id where it has none. */
  readonly name: string
  readonly by: LinkBy
}

/** A capability of a device is set. */
export interface DeviceControl {
  readonly kind: 'device-control'
  readonly device: string
  readonly name: string
  /** `null`: it cannot be told which. */
  readonly capability: string | null
  /** Whether it is a security device (decision 9), or may be a security capability that is set. */
  readonly security: boolean
  readonly role: Role | null
}

/** An object is set, run, started or switched. */
export interface ObjectChange {
  readonly kind:
    | 'variable'
    | 'mood'
    | 'script'
    | 'flow-start'
    | 'flow-on'
    | 'flow-off'
    | 'alarm-clock'
  /** Empty where it cannot be told which. */
  readonly id: string
  readonly name: string
}

/** Something happens that no object stands for. */
export interface Happening {
  readonly kind: HappeningKind
  /** The full id of the card that does it. */
  readonly card: string
}

/** `app-install`: apps are installed, switched or removed; `system`: the Homey itself is moved. */
export type HappeningKind =
  | 'speech'
  | 'push'
  | 'timeline'
  | 'sound'
  | 'led-ring'
  | 'presence'
  | 'system'
  | 'app-install'

/** A card of an app is carried out. What it does outside of Homey is the app's own business. */
export interface AppCard {
  readonly kind: 'app-card'
  readonly app: string
  readonly name: string
  readonly card: string
}

/** Why it cannot be told what happens. */
export type UnknownWhy =
  | 'code'
  | 'app-with-api'
  | 'app-not-known'
  | 'manager-card'
  | 'card'
  | 'shape'
  | 'reference'

/** Something happens of which it cannot be told what. It may be anything that the home can do. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly why: UnknownWhy
  /** What it is that cannot be seen through: a script's id, an app's, a card's, a flow's. */
  readonly what: string
  readonly name: string
}

/** What in the end happens, by itself. */
export type Outcome = DeviceControl | ObjectChange | Happening | AppCard | Unknown

/** What in the end happens, and how it comes about. */
export type Consequence = Outcome & {
  /**
   * From what the client does to what brings this about, the shortest way; empty where the client
   * does it itself.
   */
  readonly via: readonly Link[]
}
