// Builds a hub from a home and puts it on the network. This is the one place where clock, randomness
// and port come together.
import { once } from 'node:events'
import { startVirtualAccount, type VirtualAccount } from './account/start-account.ts'
import { buildHub } from './build-hub.ts'
import { controlResource } from './control/control.ts'
import { FlowEngine } from './flows/engine.ts'
import { HubClock } from './flows/hub-clock.ts'
import { GENERATIONS, type Generation, isGeneration } from './generations/generation.ts'
import { routesOfGeneration } from './generations/routes.ts'
import type { Home } from './homes/home.ts'
import type { FaultTarget } from './http/fault.ts'
import type { HubRequest } from './http/message.ts'
import type { RequestSeen } from './http/request-log.ts'
import { hubServer } from './http/server.ts'
import { scriptCalls } from './scripts/script-calls.ts'
import { ScriptHost, type ScriptLimits } from './scripts/script-host.ts'
import { openSockets } from './socket/sockets.ts'
import { type KeyedVirtualHomey, VirtualHomey } from './virtual-homey.ts'

/** How a virtual Homey is to be. A home or a saved state is needed, the rest has a default. */
export interface VirtualHomeyOptions {
  readonly home?: string | Home
  /** A file that a hub was saved to, instead of a home. */
  readonly state?: string
  /** What kind of hub it is; a Pro (Early 2023) if it is not said. */
  readonly generation?: Generation
  readonly name?: string
  /** 24 hexadecimal digits. */
  readonly id?: string
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly host?: string
  /** Milliseconds that every answer takes longer. */
  readonly latency?: number
  /** False for a hub that answers whatever is asked of it, however quickly, where that is not the point. */
  readonly paced?: boolean
  /** Milliseconds that every event is under way, in the order in which they happened. */
  readonly eventLatency?: number
  readonly clock?: () => Date
  /** What a script of HomeyScript may use up: 30 seconds and 64 megabytes if it is not said. */
  readonly scriptLimits?: Partial<ScriptLimits>
  /** The same seed gives the same ids, keys and secrets. The default differs by home, name and id. */
  readonly seed?: number | string
  /** What opens the control endpoint; drawn at random if it is not said. */
  readonly controlToken?: string
  /** True for an account of Athom's whose one hub this is; it is found at `account` of the hub. */
  readonly account?: boolean | { readonly port?: number }
}

/** Starts a virtual Homey. @throws Error if there is no such home or generation. */
export function startVirtualHomey(
  options: VirtualHomeyOptions & { readonly generation?: 'pro-2023' },
): Promise<KeyedVirtualHomey>
export function startVirtualHomey(options: VirtualHomeyOptions): Promise<VirtualHomey>
export async function startVirtualHomey(options: VirtualHomeyOptions): Promise<VirtualHomey> {
  const { generation = 'pro-2023', host = '127.0.0.1', port = 0 } = options
  const { latency = 0, eventLatency = 0 } = options
  if (!isGeneration(generation)) {
    throw new Error(
      `There is no "${String(generation)}" here. Generations: ${GENERATIONS.join(', ')}.`,
    )
  }
  const time = new HubClock(options.clock ?? (() => new Date()))
  const hub = buildHub(options, time)
  const { controlToken } = options
  const requests: RequestSeen[] = []
  const closing = new AbortController()
  let homey: VirtualHomey | undefined
  const world = {
    ...{ hub, requests, latency, eventLatency, closing: closing.signal },
    routes: routesOfGeneration(hub.generation),
    fault: () => (target: FaultTarget) => homey?.fault?.(target) ?? homey?.faults.choose(target),
    control: async (request: HubRequest, whenAnswered: (then: () => void) => void) =>
      homey && controlResource({ hub, requests, ...homey.controls(whenAnswered) }, request),
  }
  const server = hubServer(world)
  const sockets = openSockets(world, server)
  server.on('connection', (connection) => {
    if (homey?.faults.isDown) connection.destroy()
  })
  const engine = new FlowEngine(hub, time)
  const scripts = new ScriptHost(options.scriptLimits)
  hub.scripts = { host: scripts, call: scriptCalls(hub, world.routes) }
  const stop = () => {
    engine.stop()
    scripts.close()
  }
  closing.signal.addEventListener('abort', stop, { once: true })
  server.listen(port, host)
  await once(server, 'listening')
  const bound = server.address()
  const actual = typeof bound === 'object' && bound ? bound.port : port
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
  const parts = { hub, server, sockets, time, address, requests, closing }
  homey = new VirtualHomey({ ...parts, ...(controlToken && { controlToken }) })
  if (!options.clock) letTimePass(homey, closing.signal)
  try {
    if (options.account) homey.account = await accountOf(homey, options)
  } catch (error) {
    await homey.close()
    throw error
  }
  return homey
}

// A clock that was given stands for whoever gave it to move; the real one moves by itself.
function letTimePass(homey: VirtualHomey, closing: AbortSignal): void {
  const ticking = setInterval(() => homey.advance(0), 1000).unref()
  closing.addEventListener('abort', () => clearInterval(ticking), { once: true })
}

function accountOf(
  homey: VirtualHomey,
  { account, host, clock, seed }: VirtualHomeyOptions,
): Promise<VirtualAccount> {
  const { port = 0 } = typeof account === 'object' ? account : {}
  return startVirtualAccount({
    ...{ hubs: [homey], port, ...(host && { host }) },
    ...(clock && { clock }),
    ...(seed !== undefined && { seed }),
  })
}
