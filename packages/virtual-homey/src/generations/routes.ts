// The routes of a generation. The older specification leaves out what a body may hold and names some
// scopes by the constants of its source; both are filled in here from what is known of the hub.
import {
  loadSpecification,
  type Specification,
  type SpecificationItem,
  type SpecificationManager,
  type SpecificationOperation,
  type SpecificationParameter,
} from '@latchkey/catalogue/specification'
import { type Routes, routesOf } from '../http/routes.ts'
import { type Generation, traitsOf } from './generation.ts'

/** The routes that a hub of this generation has. */
export function routesOfGeneration(generation: Generation): Routes {
  const specification = loadSpecification(generation)
  if (!traitsOf(generation).shortIds) return routesOf(specification)
  return routesOf(completed(specification, loadSpecification('pro-2023')))
}

/**
 * The older specification with the bodies of the newer one: a hub checks what it is sent whether or
 * not its specification says so, and the kinds have the same members but for the ids.
 */
function completed(old: Specification, next: Specification): Specification {
  const managers = Object.entries(old.managers).map(([name, manager]) => {
    const known = next.managers[name]
    const operations = Object.entries(manager.operations).map(
      ([id, operation]) =>
        [id, complete(`${manager.id}.${id}`, operation, known?.operations[id])] as const,
    )
    const items = nullableAsIn(manager.items, known)
    return [name, { ...manager, items, operations: Object.fromEntries(operations) }] as const
  })
  return { managers: Object.fromEntries(managers) }
}

function nullableAsIn(
  items: SpecificationManager['items'],
  known: SpecificationManager | undefined,
): Readonly<Record<string, SpecificationItem>> {
  const entries = Object.entries(items ?? {})
  return Object.fromEntries(
    entries.map(([name, item]) => [name, { ...item, ...known?.items?.[name] }]),
  )
}

function complete(
  name: string,
  operation: SpecificationOperation,
  known: SpecificationOperation | undefined,
): SpecificationOperation {
  const parameters = Object.entries(operation.parameters ?? {}).map(([parameter, shape]) => {
    const newer = known?.parameters?.[parameter]
    const vague = shape.in === 'body' && shape.type === undefined && newer !== undefined
    return [parameter, adjust(`${name} ${parameter}`, vague ? borrow(shape, newer) : shape)]
  })
  return {
    ...operation,
    parameters: Object.fromEntries(parameters),
    scopes: (operation.scopes ?? []).map((scope) => SCOPES[scope] ?? scope),
  }
}

function borrow(
  shape: SpecificationParameter,
  { type, properties }: SpecificationParameter,
): SpecificationParameter {
  return { ...shape, ...(type && { type }), ...(properties && { properties }) }
}

/** Where the bodies of the older hub do differ. */
const ADJUSTED: Readonly<Record<string, SpecificationParameter['properties']>> = {
  'drivers.createPairSession pairsession': { driverUri: { type: 'string', required: true } },
  // Its database is what notices a flow without a trigger.
  'flow.createFlow flow': { trigger: { type: 'object' } },
}

function adjust(key: string, shape: SpecificationParameter): SpecificationParameter {
  const more = ADJUSTED[key]
  return more ? { ...shape, properties: { ...shape.properties, ...more } } : shape
}

const SCOPES: Readonly<Record<string, string>> = {
  SYSTEM: 'homey.system',
  SYSTEM_READONLY: 'homey.system.readonly',
  GEOLOCATION: 'homey.geolocation',
  GEOLOCATION_READONLY: 'homey.geolocation.readonly',
  UPDATES: 'homey.updates',
  UPDATES_READONLY: 'homey.updates.readonly',
  USER_READONLY: 'homey.user.readonly',
}
