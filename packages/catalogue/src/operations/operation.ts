// One call that a hub offers, as the rest of the program sees it. Every operation that exists
// here has a requirement; what the catalogue cannot classify is not an operation and is denied.
import type { Generation } from '../generation.ts'
import type { Requirement } from '../permissions/classify.ts'
import type { SpecificationParameter } from '../specification.ts'

/** The methods that hubs use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A piece of a path: fixed text, or the name of the parameter that stands there. */
export type Segment = { readonly literal: string } | { readonly parameter: string }

/** One operation of one generation. */
export interface Operation {
  /** `<manager>.<name>`, the same on every generation. */
  readonly id: string
  /** Its place in `operations(generation)`: the bit that stands for it in a compiled grant. */
  readonly index: number
  readonly generation: Generation
  /** The manager's id on the wire; `app` for Web APIs of apps, `files` for images and icons. */
  readonly manager: string
  readonly name: string
  readonly method: Method
  /** The path as the hub expects it, with `:parameter` in place of values. */
  readonly path: string
  readonly segments: readonly Segment[]
  /** Anything may follow the path (Web APIs of apps). */
  readonly open: boolean
  readonly parameters: Readonly<Record<string, SpecificationParameter>>
  /** Athom's scopes, all of which the hub asks of a session. */
  readonly scopes: readonly string[]
  readonly requirement: Requirement
  /** Whether it can have an effect; a GET may (reference 4.4). */
  readonly effect: boolean
}

/** The names of an operation's path parameters, in the order of the path. */
export function pathParameters(operation: Operation): readonly string[] {
  return operation.segments.flatMap((one) => ('parameter' in one ? [one.parameter] : []))
}
