// Builds a hub from a home and puts it on the network. This is the one place where clock, randomness
// and port come together.
import { once } from 'node:events'
import { startVirtualAccount, type VirtualAccount } from './account/start-account.ts'
import { FlowEngine } from './flows/engine.ts'
import { HubClock } from './flows/hub-clock.ts'
import { GENERATIONS, type Generation, isGeneration, traitsOf } from './generations/generation.ts'
import { routesOfGeneration } from './generations/routes.ts'
import type { Home } from './homes/home.ts'
import { homeNamed } from './homes/homes.ts'
import { houseOn } from './homes/house.ts'
import type { RequestSeen } from './http/request-log.ts'
import { hubServer } from './http/server.ts'
import { hex, seededRandom } from './random.ts'
import { openSockets } from './socket/sockets.ts'
import { blankState } from './state/homey-state.ts'
import { type Hub, newHub, put } from './state/hub.ts'
import { type KeyedVirtualHomey, VirtualHomey } from './virtual-homey.ts'

/** How a virtual Homey is to be. Everything but the home has a default. */
export interface VirtualHomeyOptions {
  readonly home: string | Home
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
  readonly clock?: () => Date
  /** The same seed gives the same ids, keys and secrets. The default differs by home, name and id. */
  readonly seed?: number | string
  /** True for an account of Athom's whose one hub this is; it is found at `account` of the hub. */
  readonly account?: boolean | { readonly port?: number }
}

const EXPERIMENTS = [
  { id: 'ssh', name: 'SSH' },
  { id: 'homekit', name: 'HomeKit' },
  { id: 'poweruser', name: 'Power user' },
  { id: 'virtualdevices', name: 'Virtual devices' },
]

/** Starts a virtual Homey. @throws Error if there is no such home or generation. */
export function startVirtualHomey(
  options: VirtualHomeyOptions & { readonly generation?: 'pro-2023' },
): Promise<KeyedVirtualHomey>
export function startVirtualHomey(options: VirtualHomeyOptions): Promise<VirtualHomey>
export async function startVirtualHomey(options: VirtualHomeyOptions): Promise<VirtualHomey> {
  const { generation = 'pro-2023', host = '127.0.0.1', port = 0, latency = 0 } = options
  if (!isGeneration(generation)) {
    throw new Error(
      `There is no "${String(generation)}" here. Generations: ${GENERATIONS.join(', ')}.`,
    )
  }
  const time = new HubClock(options.clock ?? (() => new Date()))
  const hub = buildHub(options, time)
  const requests: RequestSeen[] = []
  const closing = new AbortController()
  let homey: VirtualHomey | undefined
  const world = {
    ...{ hub, requests, latency, closing: closing.signal },
    routes: routesOfGeneration(generation),
    fault: () => homey?.fault,
  }
  const server = hubServer(world)
  const sockets = openSockets(world, server)
  const engine = new FlowEngine(hub, time)
  closing.signal.addEventListener('abort', () => engine.stop(), { once: true })
  server.listen(port, host)
  await once(server, 'listening')
  const bound = server.address()
  const actual = typeof bound === 'object' && bound ? bound.port : port
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
  homey = new VirtualHomey({ hub, server, sockets, time, address, requests, closing })
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

function buildHub(options: VirtualHomeyOptions, time: HubClock): Hub {
  const home = homeNamed(options.home)
  const { name = 'Virtual Homey', generation = 'pro-2023' } = options
  const seed = options.seed ?? `${name}/${options.id ?? ''}`
  // Two different hubs never share ids, not even with the same seed.
  const random = seededRandom(`${seed}/${home.name}/${generation}`)
  const drawn = hex(random, 24)
  const id = options.id ?? drawn
  if (!/^[0-9a-f]{24}$/.test(id)) throw new Error(`A hub id is 24 hexadecimal digits, not "${id}".`)
  const state = blankState({
    ...{ id, name, version: traitsOf(generation).softwareVersion, timezone: 'Europe/Amsterdam' },
    ...{ bootedAt: time.now().toISOString(), externalAddress: null },
  })
  const hub = newHub(state, time.now, random, generation)
  for (const experiment of EXPERIMENTS) put(hub, 'experiments', { ...experiment, enabled: false })
  home.describe(houseOn(hub, generation))
  return hub
}
