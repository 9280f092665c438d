// From method and path to an operation, straight from the specification. A literal segment wins over
// a parameter; ids come raw or percent-encoded; one trailing slash is the same path without it.
import type { Specification, SpecificationOperation } from '@latchkey/catalogue/specification'

/** An operation with the name it has in the table of behaviours: `<manager id>.<operation>`. */
export interface Route {
  readonly name: string
  readonly manager: string
  /** The kind of object that it is about, by its name on the socket (`advancedflow`). */
  readonly item: string | undefined
  readonly itemSchema: unknown
  readonly operation: SpecificationOperation
}

export interface RouteMatch {
  readonly route: Route
  readonly path: Readonly<Record<string, string>>
}

interface Branch {
  readonly literals: Map<string, Branch>
  parameter: Branch | undefined
  readonly routes: Map<string, { readonly route: Route; readonly names: readonly string[] }>
}

export interface Routes {
  readonly all: readonly Route[]
  /** The kinds of object that there are, by their names on the socket. */
  readonly kinds: ReadonlySet<string>
  /** The route with the name `<manager id>.<operation>`. */
  readonly named: (name: string) => Route | undefined
  readonly match: (method: string, segments: readonly string[]) => RouteMatch | undefined
}

/** The routes of a specification, below `/api/manager/`. */
export function routesOf(specification: Specification): Routes {
  const root = branch()
  const all: Route[] = []
  const kinds = new Set<string>()
  for (const manager of Object.values(specification.managers)) {
    for (const { id } of Object.values(manager.items ?? {})) kinds.add(id)
    for (const [id, operation] of Object.entries(manager.operations)) {
      const item = operation.crud && manager.items?.[operation.crud.item]
      const route = {
        ...{ name: `${manager.id}.${id}`, manager: manager.id, operation },
        ...{ item: item?.id, itemSchema: item?.schema },
      }
      all.push(route)
      plant(root, route)
    }
  }
  const byName = new Map(all.map((route) => [route.name, route]))
  return {
    ...{ all, kinds },
    named: (name) => byName.get(name),
    match: (method, segments) => climb(root, method, segments, []),
  }
}

function plant(root: Branch, route: Route): void {
  const names: string[] = []
  let at = root
  for (const segment of [route.manager, ...segmentsOf(route.operation.path)]) {
    if (segment.startsWith(':')) {
      names.push(segment.slice(1))
      at.parameter ??= branch()
      at = at.parameter
    } else {
      const next = at.literals.get(segment) ?? branch()
      at.literals.set(segment, next)
      at = next
    }
  }
  // The specification writes some methods in upper case.
  at.routes.set(route.operation.method.toUpperCase(), { route, names })
}

function climb(
  at: Branch,
  method: string,
  segments: readonly string[],
  values: readonly string[],
): RouteMatch | undefined {
  const [segment, ...rest] = segments
  if (segment === undefined) {
    const found = at.routes.get(method)
    if (!found) return undefined
    const path = Object.fromEntries(found.names.map((name, i) => [name, values[i] ?? '']))
    return { route: found.route, path }
  }
  const literal = at.literals.get(segment)
  const byLiteral = literal && climb(literal, method, rest, values)
  if (byLiteral || !at.parameter || segment === '') return byLiteral
  return climb(at.parameter, method, rest, [...values, segment])
}

/** The segments of a path, still encoded; a leading and one trailing slash are dropped. */
export function segmentsOf(path: string): string[] {
  const inner = path.replace(/^\//, '').replace(/\/$/, '')
  return inner === '' ? [] : inner.split('/')
}

function branch(): Branch {
  return { literals: new Map(), parameter: undefined, routes: new Map() }
}
