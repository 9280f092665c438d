// The owner API for the command line: through the control socket of the gateway that runs on the
// data directory, or, when none does, the same code in this process under the directory's lock.
import { existsSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import {
  controlSocketPath,
  DirectoryInUse,
  type Installation,
  openInstallation,
} from '@latchkey/gateway'
import { CommandError, EXIT, exitFor } from './exit.ts'
import type { Place } from './place.ts'

/** A way to the owner API. */
export interface OwnerClient extends AsyncDisposable {
  /** @throws CommandError with the exit code that belongs to what the API said. */
  request<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>
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
    return client((method, path, body) => overSocket(socketPath, method, path, body))
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
  return client(
    async (method, path, body) => {
      const answer = await installation.owner.inject({
        method,
        url: path,
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return { status: answer.statusCode, text: answer.payload }
    },
    () => installation[Symbol.asyncDispose](),
  )
}

function client(
  send: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<Raw>,
  close: () => PromiseLike<void> = async () => {},
): OwnerClient {
  return {
    request: async <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
      const { status, text } = await send(method, path, body)
      const value: unknown = JSON.parse(text)
      if (status >= 200 && status < 300) return value as T
      const { error, message } = value as { error: string; message: string }
      throw new CommandError(exitFor(error), error, message)
    },
    [Symbol.asyncDispose]: close,
  }
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
