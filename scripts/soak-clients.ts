// The measured side of `soak.ts`, in a thread of its own so that the attackers' work is not measured: a
// healthy hub, and clients that ask it through the gateway at a steady pace.
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { startVirtualHomey } from '@latchkey/virtual-homey'

/** What the thread is told. */
export type Told =
  | { readonly kind: 'begin'; readonly url: string; readonly key: string }
  | { readonly kind: 'report' }
  | { readonly kind: 'end' }

/** What the clients saw since the last report; times in milliseconds. */
export interface Report {
  readonly asked: number
  readonly failed: number
  readonly p50: number
  readonly p99: number
}

/** The first is answered from what the gateway knows, the second by the hub. */
const PATHS = ['/api/manager/zones/zone', '/api/manager/alarms/alarm']
const CLIENTS = 8
const EVERY = 20

if (!parentPort) throw new Error('This is a part of soak.ts.')
const port = parentPort
const homey = await startVirtualHomey({ home: 'apartment', generation: 'pro-2023' })
const agent = new Agent({ keepAlive: true })
const stop = new AbortController()
let times: number[] = []
let failed = 0

function ask(url: string, path: string, key: string): Promise<boolean> {
  return new Promise((done) => {
    const headers = { authorization: `Bearer ${key}` }
    const options = { agent, headers, timeout: 15_000 }
    const sent = request(`${url}${path}`, options, (answer) => {
      answer.resume()
      answer.on('end', () => done(answer.statusCode === 200))
      answer.on('error', () => done(false))
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => done(false))
    sent.end()
  })
}

async function client(url: string, key: string): Promise<void> {
  for (let at = 0; !stop.signal.aborted; at++) {
    const path = PATHS[at % PATHS.length] ?? ''
    const started = performance.now()
    // A connection that was given to somebody else is opened again, once, as any client does.
    if (!(await ask(url, path, key)) && !(await ask(url, path, key))) failed++
    times.push(performance.now() - started)
    await wait(EVERY)
  }
}

function report(): Report {
  const sorted = times.sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN
  const said = { asked: sorted.length, failed, p50: at(0.5), p99: at(0.99) }
  times = []
  failed = 0
  return said
}

const clients: Promise<void>[] = []
port.on('message', async (told: Told) => {
  if (told.kind === 'begin') {
    for (let at = 0; at < CLIENTS; at++) clients.push(client(told.url, told.key))
  } else if (told.kind === 'report') {
    port.postMessage(report())
  } else {
    stop.abort()
    await Promise.all(clients)
    agent.destroy()
    await homey[Symbol.asyncDispose]()
    port.close()
  }
})
port.postMessage({ address: homey.address, key: homey.key })
