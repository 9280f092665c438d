// Real gateways for a measurement: data directories with the upstream as hub and a key, and `latchkey
// start` on them, with audit and metrics, spoken to through the control socket as the CLI does.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { controlSocketPath, openInstallation } from '@latchkey/gateway'
import { HUB_KEY } from './frame.ts'
import { type Started, started } from './processes.ts'

const LATCHKEY = resolve(import.meta.dirname, '../../packages/cli/bin/latchkey.mjs')

/** A gateway that runs. */
export type Gateway = Started<{ readonly url: string }>

/** A data directory with a hub, and a key to it. */
export interface Data extends Disposable {
  readonly path: string
  readonly key: string
}

/** A directory that is gone when the measurement is. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

const WANTED = { hub: 'Home', name: 'Bench', permissions: ['flow:read'] }

/** Makes a data directory with the upstream as its hub and one key that may read flows. */
export async function newData(upstream: number): Promise<Data> {
  const directory = temporaryDirectory()
  await using installation = await openInstallation({
    data: directory.path,
    onError: (error) => console.error(error),
  })
  const post = async (url: string, payload: object): Promise<unknown> => {
    const answer = await installation.owner.inject({ method: 'POST', url, payload })
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.payload}`)
    return answer.json()
  }
  await post('/hubs', { name: 'Home', address: `http://127.0.0.1:${upstream}`, key: HUB_KEY })
  const { key } = (await post('/keys', WANTED)) as { key: string }
  return { ...directory, key }
}

/** The same installation once more. */
export function copyOf(data: Data): Data {
  const directory = temporaryDirectory()
  cpSync(data.path, directory.path, { recursive: true })
  return { ...directory, key: data.key }
}

/** Starts a gateway. */
export function startGateway(
  data: Pick<Data, 'path'>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Gateway> {
  const options = ['--data', data.path, '--port', '0', '--metrics-port', '0', '--json']
  return started([LATCHKEY, 'start', ...options], environment)
}

/** Where a gateway listens. */
export const portOf = ({ said }: Gateway): number => Number(new URL(said.url).port)

const AGENT = new Agent({ keepAlive: true })

/** Asks the owner API of the gateway that runs on a data directory. @throws Error with what it said */
export function owner<T>(data: Data, method: string, path: string, body?: unknown): Promise<T> {
  return new Promise((done, fail) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const socketPath = controlSocketPath(data.path)
    const sent = request({ socketPath, agent: AGENT, method, path, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
      answer.on('end', () => {
        if (answer.statusCode === 200) done(JSON.parse(text) as T)
        else fail(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
      })
    })
    sent.on('error', fail).end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** Makes one more key that may read flows. */
export const newKey = (data: Data): Promise<{ readonly id: string; readonly key: string }> =>
  owner(data, 'POST', '/keys', WANTED)
