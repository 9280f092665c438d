// The operations of each generation: those of the specification, then those beside it. Built once
// from the installed `homey-api`; an operation that cannot be classified is reported, not listed.
import type { Generation } from '../generation.ts'
import { classify } from '../permissions/classify.ts'
import { loadSpecification, type SpecificationOperation } from '../specification.ts'
import { BESIDE, type OperationBeside } from './beside.ts'
import type { Method, Operation, Segment } from './operation.ts'
import { scopeName } from './scopes.ts'

interface Listed {
  readonly operations: readonly Operation[]
  readonly byId: ReadonlyMap<string, Operation>
  readonly unclassified: readonly string[]
}

/** GETs that change something (reference 4.4): their audit row is written as a write's is. */
const GET_WITH_EFFECT: ReadonlySet<string> = new Set([
  'thread.apiEnable',
  'thread.apiDisable',
  'logic.triggerWebhook',
])

const listed = new Map<Generation, Listed>()

/** All operations of a generation; an operation's `index` is its place here. */
export function operations(generation: Generation): readonly Operation[] {
  return list(generation).operations
}

/** The operation with this id (`flow.createFlow`) on a generation, if it has it. */
export function operationById(generation: Generation, id: string): Operation | undefined {
  return list(generation).byId.get(id)
}

/** Operations of the specification that the catalogue has no permission for; denied, all of them. */
export function unclassified(generation: Generation): readonly string[] {
  return list(generation).unclassified
}

function list(generation: Generation): Listed {
  const known = listed.get(generation)
  if (known) return known
  const built = build(generation)
  listed.set(generation, built)
  return built
}

function build(generation: Generation): Listed {
  const found: Operation[] = []
  const unknown: string[] = []
  for (const manager of Object.values(loadSpecification(generation).managers)) {
    for (const [name, specified] of Object.entries(manager.operations)) {
      const operation = fromSpecification(generation, manager.id, name, specified, found.length)
      if (operation) found.push(operation)
      else unknown.push(`${manager.id}.${name}`)
    }
  }
  for (const one of BESIDE) found.push(fromBeside(generation, one, found.length))
  return {
    operations: found,
    byId: new Map(found.map((one) => [one.id, one])),
    unclassified: unknown,
  }
}

function fromSpecification(
  generation: Generation,
  manager: string,
  name: string,
  specified: SpecificationOperation,
  index: number,
): Operation | undefined {
  const requirement = classify(manager, name)
  if (!requirement) return undefined
  const id = `${manager}.${name}`
  const method = specified.method.toUpperCase() as Method
  const path = `/api/manager/${manager}${specified.path}`
  return {
    id,
    index,
    generation,
    manager,
    name,
    method,
    path,
    segments: segments(path),
    open: false,
    parameters: specified.parameters ?? {},
    scopes: (specified.scopes ?? []).map(scopeName),
    requirement,
    effect: method !== 'GET' || GET_WITH_EFFECT.has(id),
  }
}

function fromBeside(generation: Generation, one: OperationBeside, index: number): Operation {
  return {
    id: `${one.manager}.${one.name}`,
    index,
    generation,
    manager: one.manager,
    name: one.name,
    method: one.method,
    path: one.path,
    segments: segments(one.path),
    open: one.open ?? false,
    parameters: {},
    scopes: [],
    requirement: { class: 'permission', permission: one.permission },
    effect: one.effect ?? one.method !== 'GET',
  }
}

function segments(path: string): readonly Segment[] {
  return path
    .split('/')
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith(':') ? { parameter: piece.slice(1) } : { literal: piece }))
}
