// The owner API for the command line: through the control socket of the gateway that runs on the
// data directory, or, when none does, the same code in this process under the directory's lock.
import { existsSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import {
  controlSocketPath,
  DirectoryInUse,
  type Installation,
  listen,
  openInstallation,
} from '@latchkey/gateway'
import { CommandError, EXIT, exitFor } from './exit.ts'
import type { Place } from './place.ts'

/** A way to the owner API. */
export interface OwnerClient extends AsyncDisposable {
  /** @throws CommandError with the exit code that belongs to what the API said. */
  request<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>
  /**
   * Where keys of this gateway open hubs, from this machine; of one in this process, as long as it lasts.
   * @throws CommandError if the gateway is only just starting
   */
  address(): Promise<string>
}

interface Raw {
  readonly status: number
  readonly text: string
}

/**
 * Finds the way to the owner API of a data directory.
 * @throws CommandError if another process holds the directory and does not answer.
 */
export async function connectOwner(place: Place): Promise<OwnerClient> {
  const socketPath = controlSocketPath(place.data)
  if (existsSync(socketPath) && (await answers(socketPath))) {
    const send: Send = (method, path, body) => overSocket(socketPath, method, path, body)
    return client(send, { addressOf: runningAt })
  }
  let installation: Installation
  try {
    installation = await openInstallation(place)
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error
    throw new CommandError(
      EXIT.error,
      'directory_in_use',
      'A Latchkey is just starting or stopping on this data directory. Try again in a moment.',
    )
  }
  return inProcess(installation)
}

function inProcess(installation: Installation): OwnerClient {
  const stack = new AsyncDisposableStack()
  stack.use(installation)
  const open = async () => stack.use(await listen(installation, { host: '127.0.0.1', port: 0 })).url
  let address: Promise<string> | undefined
  const send: Send = async (method, path, body) => {
    const answer = await installation.owner.inject({
      method,
      url: path,
      ...(body === undefined ? {} : { payload: body as object }),
    })
    return { status: answer.statusCode, text: answer.payload }
  }
  return client(send, {
    addressOf: () => {
      address ??= open()
      return address
    },
    close: () => stack.disposeAsync(),
  })
}

/** Where a gateway in another process listens. */
async function runningAt(owner: Pick<OwnerClient, 'request'>): Promise<string> {
  const { url } = await owner.request<{ readonly url: string | null }>('GET', '/gateway')
  if (url !== null) return url
  const message = 'The gateway on this data directory is only just starting. Try again in a moment.'
  throw new CommandError(EXIT.unreachable, 'gateway_starting', message)
}

type Send = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<Raw>

interface Behind {
  addressOf(owner: Pick<OwnerClient, 'request'>): Promise<string>
  close?(): PromiseLike<void>
}

function client(send: Send, { addressOf, close = async () => {} }: Behind): OwnerClient {
  const owner: Pick<OwnerClient, 'request'> = {
    request: async <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
      const { status, text } = await send(method, path, body)
      const value: unknown = JSON.parse(text)
      if (status >= 200 && status < 300) return value as T
      const { error, message } = value as { error: string; message: string }
      throw new CommandError(exitFor(error), error, message)
    },
  }
  return { ...owner, address: () => addressOf(owner), [Symbol.asyncDispose]: close }
}

async function answers(socketPath: string): Promise<boolean> {
  try {
    await overSocket(socketPath, 'GET', '/hubs')
    return true
  } catch (error) {
    // A socket that nobody listens at was left by a process that was killed.
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false
    throw error
  }
}

/** Longest wait for the owner API; adding a hub waits for the hub. */
const DEADLINE = 60_000

function overSocket(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = payload === undefined ? {} : { 'content-type': 'application/json' }
    const sent = httpRequest({ socketPath, method, path, headers, timeout: DEADLINE }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece) => {
        text += piece
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 500, text }))
      answer.on('error', reject)
    })
    sent.on('timeout', () => sent.destroy(new Error('The gateway does not answer.')))
    sent.on('error', reject)
    sent.end(payload)
  })
}
