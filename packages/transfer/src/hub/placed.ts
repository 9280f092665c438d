// The request that a call becomes: the operation as this hub has it, its path, its body. Everything that
// may be said is in V3's form; the dialect of the hub says how the hub is told.
import {
  buildPath,
  type Generation,
  type Operation,
  operationById,
  pathParameters,
} from '@latchkey/catalogue'
import { dialectOf, FACE, type HubCall, type HubRequest, placeParameters } from '@latchkey/homey'
import { NotOnThisHub } from './refused.ts'

/** How a hub is talked to. */
export interface Speech {
  /** What the hub is. */
  readonly generation: Generation
  /** What is spoken on the way there: the hub's own form, or V3's where a gateway translates. */
  readonly speaks: Generation
}

/** A call, ready to be sent. */
export interface Placed {
  /** The row in whose form the call was made. */
  readonly operation: Operation
  readonly ids: Readonly<Record<string, string>>
  readonly request: HubRequest
}

type Parameters = Readonly<Record<string, unknown>>

/** The operation as callers see it: in V3's form if V3 has it, else in the hub's own. */
export function operationOn({ generation }: Speech, id: string): Operation | undefined {
  const own = operationById(generation, id)
  if (!own) return undefined
  return dialectOf(generation).translates ? (operationById(FACE, id) ?? own) : own
}

/**
 * Makes the request of a call.
 * @throws NotOnThisHub; TypeError on parameters that the operation does not have, a mistake of the code
 */
export function placed(speech: Speech, id: string, parameters: Parameters): Placed {
  const operation = operationOn(speech, id)
  if (!operation) throw new NotOnThisHub(id)
  const { ids, query, body } = isBeside(operation)
    ? besideParameters(operation, parameters)
    : placeParameters(operation, parameters)
  if (Object.values(ids).some((one) => LEADS_ELSEWHERE.includes(one))) {
    throw new TypeError(`${id} cannot be asked with these ids`)
  }
  const told = inDialect(speech, { operation, ids, query, body })
  const path = buildPath(told.operation, told.ids)
  return {
    ...{ operation, ids },
    request: {
      method: told.operation.method,
      path: told.query === '' ? path : `${path}?${told.query}`,
      body: told.body === undefined ? undefined : JSON.stringify(told.body),
      effect: told.operation.effect,
    },
  }
}

/** As a part of a path these are none, however they are written. */
const LEADS_ELSEWHERE: readonly string[] = ['', '.', '..']

// A setting may have any name, with a slash in it or a question mark: encoded it is a name all the same.
// A gateway does not take such names, and says so.
const ANY_NAME = /^apps\.(?:get|set|unset)AppSetting$/

function inDialect({ speaks }: Speech, call: HubCall): HubCall {
  const { operation, ids, query, body } = call
  const told = dialectOf(speaks).toHub(operation, ids, query, body)
  if (told === 'not-on-this-hub') throw new NotOnThisHub(operation.id)
  if (told !== 'malformed-id') return told
  const own = ANY_NAME.test(operation.id) ? operationById(speaks, operation.id) : undefined
  if (!own) throw new TypeError(`${operation.id} cannot be asked with these ids`)
  return { ...call, operation: own }
}

// The scripts of HomeyScript stand in no specification, so neither do their parameters.
const isBeside = ({ manager }: Operation): boolean => manager === 'homeyscript'

function besideParameters(operation: Operation, parameters: Parameters) {
  const inPath = pathParameters(operation)
  const ids: Record<string, string> = {}
  for (const name of inPath) {
    const value = parameters[name]
    if (typeof value !== 'string' || value === '') {
      throw new TypeError(`${operation.id} needs the parameter ${name}`)
    }
    ids[name] = value
  }
  const others = Object.entries(parameters).filter(([name]) => !inPath.includes(name))
  const hasBody = operation.method === 'POST' || operation.method === 'PUT'
  return { ids, query: '', body: hasBody ? Object.fromEntries(others) : undefined }
}
