// The hub without its network: built from a home, or from a file in which another one was saved.
import { createHash } from 'node:crypto'
import type { HubClock } from './flows/hub-clock.ts'
import { type Generation, traitsOf } from './generations/generation.ts'
import type { Home } from './homes/home.ts'
import { homeNamed } from './homes/homes.ts'
import { houseOn } from './homes/house.ts'
import { INIT_MS } from './pairing/pair-device.ts'
import { hex, seededRandom } from './random.ts'
import { blankState } from './state/homey-state.ts'
import { all, change, type Hub, lookUp, newHub, put } from './state/hub.ts'
import { readSavedState } from './state/saved-state.ts'
import { finishStart, START_MS } from './store/install.ts'

/** What the hub is built from: a home or a file. */
export interface HubPlan {
  readonly home?: string | Home | undefined
  readonly state?: string | undefined
  readonly generation?: Generation | undefined
  readonly name?: string | undefined
  readonly id?: string | undefined
  readonly seed?: number | string | undefined
  readonly paced?: boolean | undefined
}

/** The hub. @throws Error if there is no such home, or the file holds no saved hub. */
export function buildHub(plan: HubPlan, time: HubClock): Hub {
  const hub = furnishedHub(plan, time)
  hub.later = (milliseconds, run) => void time.at(time.now().getTime() + milliseconds, run)
  if (plan.state !== undefined) goOn(hub)
  return hub
}

// What was under way when the hub was saved comes to its end.
function goOn(hub: Hub): void {
  for (const { id, state } of all(hub, 'apps')) {
    if (state === 'starting') hub.later(START_MS, () => finishStart(hub, id))
  }
  for (const { id, ready } of all(hub, 'devices')) {
    if (!ready) hub.later(INIT_MS, () => becomeReady(hub, id))
  }
}

function becomeReady(hub: Hub, id: string): void {
  if (lookUp(hub, 'devices', id)) change(hub, 'devices', id, { ready: true })
}

function furnishedHub(plan: HubPlan, time: HubClock): Hub {
  if (plan.state !== undefined) return loadHub(plan.state, plan, time)
  if (plan.home === undefined) throw new Error('A virtual Homey needs a home or a saved state.')
  const home = homeNamed(plan.home)
  const { name = 'Virtual Homey', generation = 'pro-2023' } = plan
  const seed = plan.seed ?? `${name}/${plan.id ?? ''}`
  // Two different hubs never share ids, not even with the same seed.
  const random = seededRandom(`${seed}/${home.name}/${generation}`)
  const drawn = hex(random, 24)
  const id = plan.id ?? drawn
  if (!/^[0-9a-f]{24}$/.test(id)) throw new Error(`A hub id is 24 hexadecimal digits, not "${id}".`)
  const state = blankState({
    ...{ id, name, version: traitsOf(generation).softwareVersion, timezone: 'Europe/Amsterdam' },
    ...{ bootedAt: time.now().toISOString(), externalAddress: null },
  })
  const hub = newHub(state, time.now, random, generation, plan.paced)
  if (generation !== 'cloud') setUpExperiments(hub)
  home.describe(houseOn(hub, generation))
  return hub
}

const EXPERIMENTS = [
  { id: 'ssh', name: 'SSH' },
  { id: 'homekit', name: 'HomeKit' },
  { id: 'poweruser', name: 'Power user' },
  { id: 'virtualdevices', name: 'Virtual devices' },
]

function setUpExperiments(hub: Hub): void {
  for (const experiment of EXPERIMENTS) put(hub, 'experiments', { ...experiment, enabled: false })
}

// The same file gives the same hub, and the same ids for what is made on it afterwards; those never
// meet the ids in the file, since their stream begins with the whole of it.
function loadHub(file: string, plan: HubPlan, time: HubClock): Hub {
  const { generation, home, name, id, seed } = plan
  if (home !== undefined || name !== undefined || id !== undefined || seed !== undefined) {
    throw new Error('A saved state has its own home, name, id and seed; give it alone.')
  }
  const saved = readSavedState(file)
  if (generation !== undefined && generation !== saved.generation) {
    throw new Error(`${file} holds a ${saved.generation}, not a ${generation}.`)
  }
  const digest = createHash('sha256').update(JSON.stringify(saved.state)).digest('hex')
  const random = seededRandom(`saved/${digest}`)
  return newHub(saved.state, time.now, random, saved.generation, plan.paced)
}
