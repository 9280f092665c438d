// The door for whoever tests with a virtual hub from another process or language: faults, the log of
// requests, effects, the state and the clock. It opens only with its own token in its own header;
// without it these paths answer as on any hub, so that no client meets them by accident.
import { timingSafeEqual } from 'node:crypto'
import type { Faults } from '../faults/faults.ts'
import { type HubAnswer, type HubRequest, jsonAnswer } from '../http/message.ts'
import type { RequestSeen } from '../http/request-log.ts'
import { isRecord, type JsonRecord, rowOf } from '../json.ts'
import type { Hub } from '../state/hub.ts'
import { checkSavedState, savedJson } from '../state/saved-state.ts'

/** What can be controlled. */
export interface Controlled {
  readonly token: string
  readonly hub: Hub
  readonly faults: Faults
  readonly requests: RequestSeen[]
  readonly advance: (milliseconds: number) => unknown
  /** Cuts every connection, once the answer to this very request is out. */
  readonly restart: () => void
}

interface ControlCall extends Controlled {
  /** What follows the name of the resource. */
  readonly id: string | undefined
  readonly body: JsonRecord
}

/** Answers a request with the right token; `undefined` says that this is none of our business. */
export async function controlResource(
  it: Controlled,
  request: HubRequest,
): Promise<HubAnswer | undefined> {
  const [, virtual, resource = '', id, ...rest] = (request.path.split('?')[0] ?? '').split('/')
  const token = request.headers['x-virtual-homey']
  if (virtual !== 'virtual' || token === undefined || !same(token, it.token)) return undefined
  const methods = rowOf(RESOURCES, resource)
  const run = methods && rest.length === 0 ? rowOf(methods, request.method) : undefined
  if (!run) {
    const paths = Object.entries(RESOURCES).map(
      ([name, known]) => `${Object.keys(known).join('|')} /virtual/${name}`,
    )
    return jsonAnswer({ error: 'Not Found', resources: paths }, 404)
  }
  try {
    return jsonAnswer(await run({ ...it, id, body: bodyOf(request) }))
  } catch (error) {
    return jsonAnswer({ error: error instanceof Error ? error.message : String(error) }, 400)
  }
}

type Resource = Readonly<Record<string, (call: ControlCall) => unknown>>

const RESOURCES: Readonly<Record<string, Resource>> = {
  faults: {
    GET: ({ faults }) => faults.list(),
    POST: ({ faults, body }) => {
      const rule = body['rule']
      if (typeof rule !== 'string') throw new Error('Expected { "rule": "<when> -> <effect>" }.')
      return { id: faults.add(rule) }
    },
    DELETE: ({ faults, id }) => {
      if (id === undefined) faults.clear()
      else if (!faults.remove(id)) throw new Error(`There is no fault "${id}".`)
    },
  },
  requests: {
    GET: ({ requests }) => requests,
    DELETE: ({ requests }) => void requests.splice(0),
  },
  effects: {
    GET: ({ hub }) => hub.state.effects,
    DELETE: ({ hub }) => void hub.state.effects.splice(0),
  },
  state: {
    GET: ({ hub }) => savedJson({ generation: hub.generation, state: hub.state }),
    PUT: replaceState,
  },
  clock: {
    GET: ({ hub }) => ({ now: hub.clock().toISOString() }),
    POST: async ({ hub, advance, body }) => {
      const milliseconds = body['advance']
      if (typeof milliseconds !== 'number' || !(milliseconds >= 0)) {
        throw new Error('Expected { "advance": <milliseconds> }; a clock is not turned back.')
      }
      await advance(milliseconds)
      return { now: hub.clock().toISOString() }
    },
  },
  restart: { POST: ({ restart }) => restart() },
}

// Whoever is connected would otherwise go on believing in the state before.
function replaceState({ hub, body, restart }: ControlCall): void {
  const { generation, state } = checkSavedState(body, 'The body')
  if (generation !== hub.generation) {
    throw new Error(`The body holds a ${generation}, and this hub is a ${hub.generation}.`)
  }
  Object.assign(hub.state, state)
  restart()
}

function bodyOf({ body }: HubRequest): JsonRecord {
  const value: unknown = body.trim() === '' ? {} : JSON.parse(body)
  if (!isRecord(value)) throw new Error('Expected a JSON object.')
  return value
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
