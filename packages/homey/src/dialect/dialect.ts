// The dialect of a hub: how to put to it what clients say in V3's form, and how to understand what it
// answers. Later hubs speak V3 themselves, so for them every function gives back what it was given.
import type { Generation, Operation } from '@latchkey/catalogue'
import { fromHub, isAnsweredOtherwise } from './answers.ts'
import { type HubCall, type Ids, meantBody, toHub, type Untranslatable } from './requests.ts'

/** The generation whose paths and forms clients speak, whatever the hub is. */
export const FACE: Generation = 'pro-2023'

/** Between V3's form and a hub's own. All of it is pure. */
export interface Dialect {
  /** Whether there is anything to translate. */
  readonly translates: boolean
  /** A request as the hub takes it, from V3's form or the hub's own; or why it cannot be put. */
  readonly toHub: (
    operation: Operation,
    ids: Ids,
    query: string,
    body: unknown,
  ) => HubCall | Untranslatable
  /** What a body means, in V3's form: what is to be judged. */
  readonly meantBody: (operation: string, body: unknown) => unknown
  /** Whether the answer of an operation has to be read to be understood. */
  readonly isAnsweredOtherwise: (operation: string) => boolean
  /** The hub's answer in V3's form. */
  readonly fromHub: (operation: string, value: unknown, ids?: Ids) => unknown
}

const V2: Dialect = { translates: true, toHub, meantBody, isAnsweredOtherwise, fromHub }

const V3: Dialect = {
  translates: false,
  toHub: (operation, ids, query, body) => ({ operation, ids, query, body }),
  meantBody: (_, body) => body,
  isAnsweredOtherwise: () => false,
  fromHub: (_, value) => value,
}

const DIALECTS: Readonly<Record<Generation, Dialect>> = {
  'pro-2019': V2,
  'pro-2023': V3,
  cloud: V3,
}

/** The dialect of the hubs of a generation. */
export function dialectOf(generation: Generation): Dialect {
  return DIALECTS[generation]
}
