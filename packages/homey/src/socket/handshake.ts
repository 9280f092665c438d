// From a connection to a namespace in which a hub tells what happens (reference 3.2): say who we are,
// open the namespace that the hub names, and see that it stays open.
import { setTimeout as sleep } from 'node:timers/promises'
import { withoutKeys } from '../answer.ts'
import type { HubConnection, HubEntry } from '../hub-connection.ts'
import { HubError } from '../hub-error.ts'
import {
  acknowledged,
  arrival,
  type Namespace,
  type SocketConnection,
  socketConnection,
} from './socket-io.ts'

/** A socket that the hub let in. */
export interface OpenSocket {
  readonly connection: SocketConnection
  readonly api: Namespace
}

/** Waits for acknowledgements, in milliseconds (reference 3.2). */
export const ACKNOWLEDGEMENT = 10_000
/** A hub may let a namespace in and cut it off at once; one that stays so long stays (reference 3.2). */
const STAYS = 25

/** Opens a socket; a session that was refused is renewed once. @throws HubError */
export async function openSocket(hub: HubConnection, signal: AbortSignal): Promise<OpenSocket> {
  const first = await hub.entry(signal)
  try {
    return await handshake(first, signal)
  } catch (error) {
    if (!(error instanceof HubError && error.status === 401)) throw error
  }
  await hub.credential.renew(first.token, hub, signal)
  return handshake(await hub.entry(signal), signal)
}

// A hub may take the connection and never say another word, so the signal ends whatever is waited for.
async function handshake(entry: HubEntry, signal: AbortSignal): Promise<OpenSocket> {
  const connection = socketConnection(entry.address, entry.pin.lookup)
  const { promise: over, reject } = Promise.withResolvers<never>()
  const end = (): void => reject(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([opened(connection, entry), over])
  } catch (error) {
    connection.close()
    throw socketError(error)
  } finally {
    signal.removeEventListener('abort', end)
  }
}

async function opened(connection: SocketConnection, entry: HubEntry): Promise<OpenSocket> {
  const root = connection.namespace('/')
  const arrived = arrival(root, 'connect', ['connect_error', 'connect_timeout', 'error'])
  root.open()
  await arrived
  const hello = { token: entry.token, homeyId: entry.id }
  const result = await acknowledged(root, 'handshakeClient', hello, ACKNOWLEDGEMENT)
  const { namespace } = (result ?? {}) as Readonly<Record<string, unknown>>
  const api = connection.namespace(typeof namespace === 'string' ? namespace : '/api')
  const entered = arrival(api, 'connect', ['connect_error', 'error'])
  api.open()
  await entered
  await sleep(STAYS)
  if (!api.connected) throw new HubError('hub_offline', 'The Homey cut off the socket.')
  return { connection, api }
}

/** What a hub said on the socket, as an error with a code; its words are cut, they hold no token. */
export function socketError(error: unknown): HubError {
  if (error instanceof HubError) return error
  const said = (typeof error === 'object' && error !== null ? error : {}) as Readonly<
    Record<string, unknown>
  >
  const status = Number(said['statusCode'] ?? said['code'])
  const words = withoutKeys(
    String(said['error_description'] ?? said['error'] ?? said['message'] ?? error),
  )
  const unauthorised = status === 401 || /Missing Session ID|Session Not Found/.test(words)
  if (unauthorised) {
    return new HubError('hub_credential_refused', 'The Homey refused the session on its socket.', {
      status: 401,
    })
  }
  if (Number.isInteger(status) && status >= 400) {
    return new HubError('hub_refused', `The Homey said on its socket: ${words.slice(0, 200)}`, {
      status,
    })
  }
  return new HubError(
    'hub_offline',
    `The socket to the Homey cannot be opened (${words.slice(0, 100)}).`,
  )
}
