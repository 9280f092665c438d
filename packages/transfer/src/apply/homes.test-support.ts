// Two homes for tests of applying: the apartment, and the same apartment when its devices have just been
// paired on another hub: all in one room, under other names, with nothing set up. It can be put back.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Generation,
  type KeyedVirtualHomey,
  startVirtualHomey,
  type VirtualHomey,
} from '@latchkey/virtual-homey'
import { AT_ONCE, TAKING } from '../homes.test-support.ts'
import { openHub } from '../hub/open-hub.ts'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { TransferPlan } from '../plan/plan.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { planForTest } from './plan.test-support.ts'
import type { ApplyOptions } from './surroundings.ts'

/** Applying without the pauses that a real hub is given. */
export const FAST: ApplyOptions = {
  ...{ lateAnswer: 0, concurrency: 4 },
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
}

/** Both homes, and how to get from one to the other. */
export interface TwoHomes extends AsyncDisposable {
  readonly source: VirtualHomey
  readonly target: VirtualHomey
  readonly sourceHub: TransferHub
  readonly hub: TransferHub
  readonly snapshot: Snapshot
  readonly baseline: Snapshot
  readonly plan: TransferPlan
  /** A folder for journals. */
  readonly folder: string
  /** The target as it was in the beginning. */
  reset(): void
  /** The target as it is now. */
  look(): Promise<Snapshot>
}

/** What is otherwise than usual. */
export interface TwoHomesOptions {
  readonly latency?: number
  /** Of the source. */
  readonly generation?: Generation
  /** Changes either before anything is read. */
  readonly arrange?: (source: VirtualHomey['state'], target: VirtualHomey['state']) => void
  /** The plan, if it is not to go by names. */
  readonly plan?: (source: Snapshot, target: Snapshot) => TransferPlan
}

/** Starts both. */
export async function twoHomes(options: TwoHomesOptions = {}): Promise<TwoHomes> {
  const { latency = 0, generation = 'pro-2023', arrange, plan = planForTest } = options
  await using stack = new AsyncDisposableStack()
  const source = stack.use(
    await startVirtualHomey({ home: 'apartment', seed: 1, name: 'Old', generation, paced: false }),
  )
  addMore(source)
  const target = stack.use(await pairedAnew({ seed: 2, latency }))
  arrange?.(source.state, target.state)
  const first = structuredClone(target.state)
  const sourceHub = stack.use(
    await openHub({
      ...{ address: source.address, key: source.key ?? source.signIn(), generation },
      ...(generation === 'pro-2019' && { pace: AT_ONCE }),
    }),
  )
  const hub = stack.use(await openHub({ address: target.address, key: target.key }))
  const snapshot = await takeSnapshot(sourceHub, TAKING)
  const baseline = await takeSnapshot(hub, TAKING)
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-apply-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const owned = stack.move()
  return {
    ...{ source, target, sourceHub, hub, snapshot, baseline, folder },
    plan: plan(snapshot, baseline),
    reset: () => void Object.assign(target.state, structuredClone(first)),
    look: () => takeSnapshot(hub, TAKING),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The apartment when its devices have just been paired on another hub. */
export async function pairedAnew(options: {
  readonly seed: number
  readonly latency?: number
  readonly name?: string
}): Promise<KeyedVirtualHomey> {
  const homey = await startVirtualHomey({ home: 'apartment', name: 'New', ...options })
  emptied(homey)
  return homey
}

// Twins, and a setting that the target lacks and that names an object.
function addMore({ state }: VirtualHomey): void {
  const [flow] = Object.values(state.flows)
  const [variable] = Object.values(state.variables)
  if (!flow || !variable) throw new Error('The apartment has flows and variables.')
  const id = (digit: string): string => `${digit.repeat(8)}-1111-4111-8111-111111111111`
  for (const [one, other] of [['a', 'e'] as const, ['b', 'f'] as const]) {
    state.flows[id(one)] = { ...structuredClone(flow), id: id(one), name: 'Twin' }
    state.variables[id(other)] = { ...variable, id: id(other), name: 'Twin' }
  }
  state.appSettings['com.example.echo'] = {
    ...state.appSettings['com.example.echo'],
    watched: { flow: flow.id },
  }
}

function emptied({ state }: VirtualHomey): void {
  const root = Object.values(state.zones).find(({ parent }) => parent === null)
  if (!root) throw new Error('Every home has a root.')
  const paired = Object.entries(state.devices)
    .filter(([, { driverId }]) => driverId !== 'homey:virtualdrivergroup:driver')
    .map(([id, one]) => [id, { ...one, name: `New ${one.name}`, zone: root.id, group: null }])
  Object.assign(state, {
    ...{ devices: Object.fromEntries(paired), zones: { [root.id]: root } },
    ...{ flows: {}, advancedFlows: {}, flowFolders: {}, variables: {}, moods: {}, alarms: {} },
    dashboards: {},
  })
  state.appSettings['com.athom.homeyscript'] = {}
}
