// Asks a hub for everything that goes round Latchkey, and says of each door whether it could be seen. One that
// cannot be seen keeps none of the others back.
import { GENERATION_NAMES, type Operation, operationById } from '@latchkey/catalogue'
import { type HubConnection, HubError } from '@latchkey/homey'
import type { Hub } from '../hubs/hub.ts'
import { DOORS, type DoorContext, type DoorEntry, type DoorName, type DoorRow } from './door.ts'

/** A door as it was found. */
export interface Door {
  readonly door: DoorName
  readonly title: string
  readonly state: 'seen' | 'not on this hub' | 'not permitted' | 'failed'
  /** Why it could not be seen; null if it was. */
  readonly message: string | null
  /** The scopes that the hub asks for it. */
  readonly scopes: readonly string[]
  readonly entries: readonly DoorEntry[]
}

/** What doors are read with. */
export interface DoorsParts {
  readonly hub: Hub
  /** With Latchkey's own credential. */
  readonly connection: HubConnection
  /** With a login of the owner, if there is one: it sees more. */
  readonly login?: HubConnection | undefined
  readonly now: number
}

/** All doors of a hub. */
export async function readDoors(parts: DoorsParts): Promise<readonly Door[]> {
  const context: DoorContext = { ours: await ownIds(parts), now: parts.now }
  return Promise.all(DOORS.map((row) => readDoor(row, parts, context)))
}

/** One door of a hub. */
export async function readDoorNamed(name: DoorName, parts: DoorsParts): Promise<Door> {
  const row = DOORS.find((one) => one.door === name)
  if (!row) throw new Error(`There is no door ${name}.`)
  return readDoor(row, parts, { ours: await ownIds(parts), now: parts.now })
}

// A key that was made by hand is told by the session that it is.
async function ownIds({ hub, connection }: DoorsParts): Promise<ReadonlySet<string>> {
  const minted = hub.mintedKeyId === undefined ? [] : [hub.mintedKeyId]
  const me = operationById(hub.generation, 'sessions.getSessionMe')
  if (!me) return new Set(minted)
  try {
    const session = await connection.call(me)
    const id = typeof session === 'object' && session !== null && 'id' in session ? session.id : ''
    return new Set([...minted, ...(typeof id === 'string' && id !== '' ? [id] : [])])
  } catch (error) {
    if (error instanceof HubError) return new Set(minted)
    throw error
  }
}

async function readDoor(row: DoorRow, parts: DoorsParts, context: DoorContext): Promise<Door> {
  const { door, title, absent } = row
  const { generation } = parts.hub
  const operations = row.operations.flatMap((id) => operationById(generation, id) ?? [])
  const scopes = [...new Set(operations.flatMap((one) => one.scopes))]
  const found = { door, title, scopes, entries: [] }
  if (operations.length < row.operations.length) {
    const message = `${absent} (${GENERATION_NAMES[generation]})`
    return { ...found, state: 'not on this hub', message }
  }
  try {
    const answers = await Promise.all(operations.map((one) => ask(one, row, parts)))
    return { ...found, state: 'seen', message: null, entries: row.read(answers, context) }
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return { ...found, ...unseen(error, row) }
  }
}

// Keys are seen by a login alone. The rest Latchkey sees itself, or else the login does.
async function ask(
  operation: Operation,
  { door }: DoorRow,
  { connection, login }: DoorsParts,
): Promise<unknown> {
  if (login && door === 'api-keys') return login.call(operation)
  try {
    return await connection.call(operation)
  } catch (error) {
    if (login && error instanceof HubError && isForbidden(error)) return login.call(operation)
    throw error
  }
}

const isForbidden = ({ status, code }: HubError): boolean =>
  status === 403 || code === 'hub_credential_refused'

function unseen(
  error: HubError,
  { unseen: hint }: DoorRow,
): { readonly state: 'not permitted' | 'failed'; readonly message: string } {
  return isForbidden(error)
    ? { state: 'not permitted', message: `${error.message} ${hint}` }
    : { state: 'failed', message: error.message }
}
