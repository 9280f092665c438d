// Reads the objects of a kind from a hub, in V3's form.
import { operationById } from '@latchkey/catalogue'
import { dialectOf, type HubConnection, HubError } from '@latchkey/homey'
import type { HomeKind, Item } from '../limits/home.ts'
import { isObject } from './json.ts'
import { KINDS } from './kinds.ts'

/**
 * Reads a kind, by id and in the hub's order; undefined if the hub does not have it, or its credential
 * may not read it. Hubs list objects as maps by id (reference 0), and so does the model.
 * @throws HubError
 */
export async function readAll(
  connection: HubConnection,
  kind: HomeKind,
): Promise<ReadonlyMap<string, Item> | undefined> {
  const operation = operationById(connection.generation, KINDS[kind].list)
  if (!operation) return undefined
  try {
    const said = await connection.call(operation)
    const value = dialectOf(connection.generation).fromHub(operation.id, said)
    if (!isObject(value) && !Array.isArray(value)) throw unreadable(operation.id)
    return byId(operation.id, Object.values(value))
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

/** Reads one object; undefined if it is not there. @throws HubError */
export async function readOne(
  connection: HubConnection,
  kind: HomeKind,
  id: string,
): Promise<Item | undefined> {
  const operation = operationById(connection.generation, KINDS[kind].one)
  if (!operation) throw unreadable(KINDS[kind].one)
  try {
    const said = await connection.call(operation, { id })
    const value = dialectOf(connection.generation).fromHub(operation.id, said, { id })
    if (isObject(value)) return value
    throw unreadable(operation.id)
  } catch (error) {
    if (error instanceof HubError && error.code === 'hub_refused' && error.status === 404) {
      return undefined
    }
    throw error
  }
}

function byId(operation: string, values: readonly unknown[]): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>()
  for (const value of values) {
    if (!isObject(value) || typeof value['id'] !== 'string') throw unreadable(operation)
    items.set(value['id'], value)
  }
  return items
}

// Missing scopes are a refused credential with 403; an operation that a firmware lacks is a refusal.
function isRefusal(error: unknown): boolean {
  if (!(error instanceof HubError)) return false
  if (error.code === 'hub_credential_refused') return error.status === 403
  const status = error.status ?? 0
  const isMissing = /missing_api_method/.test(error.message)
  return error.code === 'hub_refused' && ((status >= 400 && status < 500) || isMissing)
}

function unreadable(operation: string): HubError {
  return new HubError('hub_answer_invalid', `The Homey answered ${operation} with something else.`)
}
