// Which scopes a subscription needs. Nothing public says what a real hub asks for; inferred here: to be
// told of something takes what reading it over HTTP takes.

import type { Route, Routes } from '../http/routes.ts'
import { invalid, notFound } from '../hub-error.ts'

/** For what nobody can read: only a session that may do everything is told of it. */
const EVERYTHING = ['homey']

/** The scopes for subscribing to a URI. @throws HubError if there is no such URI. */
export function scopesOfUri(routes: Routes, uri: string): readonly string[] {
  const [homey, kind = '', id = ''] = uri.split(':')
  if (homey !== 'homey' || kind === '' || id === '') throw invalid(`Invalid URI: ${uri}`)
  return kind === 'manager' ? scopesOfManager(routes, id) : scopesOfItem(routes, kind, uri)
}

/** The scopes for being told of an object of a kind. */
export function scopesOfItem(routes: Routes, kind: string, uri?: string): readonly string[] {
  const readers = routes.all.filter(({ item, operation }) => item === kind && reads(operation))
  if (readers.length === 0 && uri !== undefined && !routes.kinds.has(kind)) {
    throw notFound('Item', uri)
  }
  return (pick(readers, 'getOne') ?? pick(readers, 'getAll'))?.operation.scopes ?? EVERYTHING
}

/** The scopes of an operation; those for everything if there is no such operation. */
export function scopesOfOperation(routes: Routes, name: string): readonly string[] {
  return routes.named(name)?.operation.scopes ?? EVERYTHING
}

// A manager is read by its list; one without a list by the first other thing that can be read.
function scopesOfManager(routes: Routes, id: string): readonly string[] {
  const own = routes.all.filter((route) => route.manager === id)
  if (own.length === 0) throw notFound('Manager', id)
  const readers = own.filter(
    ({ operation }) => reads(operation) && (operation.scopes ?? []).length > 0,
  )
  const list = pick(readers, 'getAll')
  const other = readers.find((route) => !route.name.endsWith('.getState')) ?? readers[0]
  return (list ?? other)?.operation.scopes ?? EVERYTHING
}

function reads(operation: Route['operation']): boolean {
  return operation.method.toUpperCase() === 'GET'
}

function pick(routes: readonly Route[], type: string): Route | undefined {
  return routes.find((route) => route.operation.crud?.type === type)
}
