// One call of every operation of a specification, as a client in that spelling writes it. The samples
// of both spellings mean the same objects, so a V3 call must reach a V2 hub as its V2 twin.
import type { Generation } from '@latchkey/catalogue'
import {
  loadSpecification,
  type SpecificationOperation,
  type SpecificationParameter,
} from '@latchkey/catalogue/specification'
import { SCRIPT_ROUTES } from './permissions-45.ts'

/** One call of the matrix. */
export interface Call {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly body: string | undefined
  /** The permission that HomeyScript's routes need; the rest stands in the table. */
  readonly permission?: string
}

const ID = '7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10'
const OWNER = `homey:device:${ID}`
const KEY = '0b0e4c9e-3c0f-4f3a-8b4e-2f1f3a0c1d2e'

/** The spellings of a card, of whatever belongs to an owner, by hand. */
interface Spelling {
  readonly ownedId: string
  readonly card: object
  readonly onCanvas: object
  readonly driver: object
}

const V3: Spelling = {
  ownedId: `${OWNER}:on`,
  card: { id: `${OWNER}:on`, args: {} },
  onCanvas: { id: `${OWNER}:on`, type: 'action', x: 0, y: 0, args: {} },
  driver: { type: 'pair', driverId: `${OWNER}:on` },
}
const V2: Spelling = {
  ownedId: 'on',
  card: { uri: OWNER, id: 'on', args: {} },
  onCanvas: { ownerUri: OWNER, id: 'on', type: 'action', x: 0, y: 0, args: {} },
  driver: { type: 'pair', driverUri: OWNER, driverId: 'on' },
}
const SPELLINGS: Readonly<Record<Generation, Spelling>> = {
  'pro-2019': V2,
  'pro-2023': V3,
  cloud: V3,
}

const flow = ({ card }: Spelling) => ({
  name: 'text',
  trigger: card,
  conditions: [card],
  actions: [{ ...card, group: 'then' }],
})
const canvas = ({ onCanvas }: Spelling) => ({ name: 'text', cards: { [KEY]: onCanvas } })

/** Bodies that are not spelled alike. */
const BODIES: Readonly<Record<string, (spelling: Spelling) => object>> = {
  'flow.createFlow': flow,
  'flow.updateFlow': flow,
  'flow.testFlow': (spelling) => ({ flow: flow(spelling), tokens: {}, sessionId: 'text' }),
  'flow.createAdvancedFlow': canvas,
  'flow.updateAdvancedFlow': canvas,
  'drivers.createPairSession': ({ driver }) => driver,
  'system.setDebug': () => ({ namespace: ID }),
}

/** The body that the hub must see of a call in V3's spelling: its twin's where the two differ. */
export function bodySeen(call: Call, twin: Call): string | undefined {
  return BODIES[call.id] ? twin.body : call.body
}

/** What belongs to an owner and is asked for by the whole id alone, in V3. */
const OWNED = new Set(['drivers.getDriver', 'flowtoken.getFlowToken', 'insights.getLog'])

function sampleOf(parameter: Omit<SpecificationParameter, 'in'>): unknown {
  const type = Array.isArray(parameter.type) ? parameter.type[0] : parameter.type
  const values: Record<string, unknown> = { number: 1, boolean: true, array: [], string: 'text' }
  if (type !== 'object' || !parameter.properties) return values[type ?? ''] ?? {}
  const entries = Object.entries(parameter.properties).map(([name, one]) => [name, sampleOf(one)])
  return Object.fromEntries(entries)
}

function callOf(
  generation: Generation,
  id: string,
  manager: string,
  operation: SpecificationOperation,
): Call {
  const spelling = SPELLINGS[generation]
  const parameters = operation.parameters ?? {}
  const owned = OWNED.has(id) || ('uri' in parameters && 'id' in parameters)
  let path = `/api/manager/${manager}${operation.path}`
  let body: unknown = {}
  const query: string[] = []
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = name === 'uri' ? OWNER : name === 'id' && owned ? spelling.ownedId : ID
    if (parameter.in === 'path') path = path.replace(`:${name}`, value)
    else if (parameter.in === 'query') query.push(`${name}=text`)
    else if (parameter.root) body = sampleOf(parameter)
    else body = { ...(body as object), [name]: sampleOf(parameter) }
  }
  const method = operation.method.toUpperCase()
  const takesBody = method === 'POST' || method === 'PUT'
  if (query.length > 0) path += `?${query.join('&')}`
  body = BODIES[id]?.(spelling) ?? body
  return { id, method, path, body: takesBody ? JSON.stringify(body) : undefined }
}

/** One call for each operation of a generation's specification, in its own spelling. */
export function callsOf(generation: Generation): readonly Call[] {
  return Object.values(loadSpecification(generation).managers).flatMap((manager) =>
    Object.entries(manager.operations).map(([name, operation]) =>
      callOf(generation, `${manager.id}.${name}`, manager.id, operation),
    ),
  )
}

/** HomeyScript's routes, which are the same on every generation. */
export const SCRIPT_CALLS: readonly Call[] = SCRIPT_ROUTES.map(([method, route, permission]) => ({
  id: `homeyscript ${method} ${route}`,
  method,
  path: `/api/app/com.athom.homeyscript${route}`,
  body: method === 'POST' || method === 'PUT' ? '{"name":"a","code":"b"}' : undefined,
  permission,
}))
