// What reach has to know of a hub that the live model does not hold: the code of scripts, and which apps
// may control everything. What could not be read is undefined, and counts as if it were anything.

/** A script, as far as it can be read. */
export interface ScriptFacts {
  readonly id: string
  readonly name: string
  readonly code: string
}

/** An app, as far as its reach goes. */
export interface AppFacts {
  readonly id: string
  readonly name: string
  /** Whether it holds `homey:manager:api`: it may control every device and start every Flow. */
  readonly api: boolean
}

/** What is known besides the home, by id. It never changes; what was read anew is another one. */
export interface Extras {
  readonly scripts: ReadonlyMap<string, ScriptFacts> | undefined
  readonly apps: ReadonlyMap<string, AppFacts> | undefined
}

/** Nothing could be read. */
export const NO_EXTRAS: Extras = { scripts: undefined, apps: undefined }
