// Looks for lies: several writers change objects of a hub through the gateway, behind its back and by
// themselves, with faults, while readers ask the model; every answer is held against what was written.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Generation } from '@latchkey/catalogue'
import type { HomeKind } from '../limits/home.ts'
import { isObject } from './json.ts'
import { type Act, World } from './live.test-support.ts'

/** How to look. */
export interface Look {
  readonly generation: Generation
  readonly home: string
  readonly milliseconds: number
  readonly eventLatency: number
  /** Rules for faults of the virtual Homey. */
  readonly faults: readonly string[]
  /** Milliseconds between two cuts of all sockets; 0 for none. */
  readonly cutEvery: number
  /** How old an answer may be in what the gateway did not do itself, in milliseconds. */
  readonly allowed: number
  readonly random: () => number
}

/** What was found. */
export interface Found {
  readonly lies: readonly string[]
  readonly reads: number
  /** Reads that the model left to the hub. */
  readonly left: number
  readonly writes: number
  /** The oldest answer in what was done behind the gateway's back, in milliseconds. */
  readonly oldest: number
}

interface Written {
  readonly value: unknown
  readonly began: number
  /** When it was certainly done; infinite if nobody knows whether it was. */
  done: number
  readonly how: 'through' | 'behind' | 'sense' | 'first'
}

/** Something that has one value, which writers change one after the other. */
interface Cell {
  readonly name: string
  readonly kind: HomeKind
  readonly id: string
  readonly one: string
  readonly valueOf: (object: unknown) => unknown
  readonly write: ((value: number) => Act) | undefined
  readonly sense?: (value: number) => void
  readonly valueFor: (n: number) => unknown
  readonly history: Written[]
}

/** Looks for a time. */
export async function lookForLies(look: Look): Promise<Found> {
  const { generation, home, eventLatency } = look
  await using world = await World.open({ generation, home, eventLatency, latency: 1 })
  const { model } = world.live
  using _lease = model.need()
  if (!(await model.known(30_000))) throw new Error('the model never came to know the hub')
  const cells = cellsOf(world)
  const found = { lies: [] as string[], reads: 0, left: 0, writes: 0, oldest: 0 }
  for (const rule of look.faults) world.homey.faults.add(rule)
  const end = performance.now() + look.milliseconds
  const isOver = () => performance.now() > end
  const jobs = cells.flatMap((cell) => [
    keepWriting(world, cell, look, found, isOver),
    keepReading(world, cell, look, found, isOver),
  ])
  if (look.cutEvery > 0) jobs.push(keepCutting(world, look.cutEvery, isOver))
  await Promise.all(jobs)
  return found
}

function cellsOf({ homey }: World): readonly Cell[] {
  const { variables, zones, devices, flows } = homey.state
  const numbers = Object.values(variables).filter(({ type }) => type === 'number')
  const named = (name: string, kind: HomeKind, id: string, one: string, update: string) => ({
    ...{ name, kind, id, one, valueFor: (n: number) => `N${n}`, history: [] },
    valueOf: (object: unknown) => (isObject(object) ? object['name'] : undefined),
    write: (n: number) => ({
      operation: update,
      parameters: { id, [kind]: { name: `N${n}` } },
    }),
  })
  const variable = numbers[0]?.id ?? ''
  const sensing = Object.values(devices).find(
    ({ capabilitiesObj }) => capabilitiesObj['measure_power'],
  )
  const dimming = Object.values(devices).find(
    ({ capabilitiesObj }) => capabilitiesObj['dim']?.setable,
  )
  const value = (capability: string) => (object: unknown) => {
    const all = isObject(object) ? object['capabilitiesObj'] : undefined
    const state = isObject(all) ? all[capability] : undefined
    return isObject(state) ? state['value'] : undefined
  }
  const device = { kind: 'device', one: 'devices.getDevice', history: [] } as const
  const [deviceId = '', [zone = ''], [flow = '']] = [
    sensing?.id,
    Object.keys(zones),
    Object.keys(flows),
  ]
  return [
    {
      ...{ name: 'variable', kind: 'variable', id: variable, one: 'logic.getVariable' },
      valueFor: (n) => n,
      valueOf: (object) => (isObject(object) ? object['value'] : undefined),
      write: (n) => ({
        operation: 'logic.updateVariable',
        parameters: { id: variable, variable: { value: n } },
      }),
      history: [],
    },
    named('zone', 'zone', zone, 'zones.getZone', 'zones.updateZone'),
    named('flow', 'flow', flow, 'flow.getFlow', 'flow.updateFlow'),
    named('device', 'device', deviceId, 'devices.getDevice', 'devices.updateDevice'),
    {
      ...{ ...device, name: 'power', id: deviceId, valueFor: (n) => n, write: undefined },
      valueOf: value('measure_power'),
      sense: (n) => homey.sense(deviceId, 'measure_power', n),
      history: [],
    },
    {
      ...{ ...device, name: 'dim', id: dimming?.id ?? '', valueFor: (n) => (n % 997) / 997 },
      valueOf: value('dim'),
      write: (n) => ({
        operation: 'devices.setCapabilityValue',
        parameters: { deviceId: dimming?.id, capabilityId: 'dim', value: (n % 997) / 997 },
      }),
      history: [],
    },
  ]
}

type Counts = { -readonly [K in keyof Found]: K extends 'lies' ? string[] : number }

async function keepWriting(
  world: World,
  cell: Cell,
  { random }: Look,
  found: Counts,
  isOver: () => boolean,
): Promise<void> {
  for (let n = 1; !isOver(); n++) {
    const how = cell.sense ? 'sense' : random() < 0.6 ? 'through' : 'behind'
    const value = cell.valueFor(n)
    const entry: Written = { value, how, began: performance.now(), done: Number.POSITIVE_INFINITY }
    cell.history.push(entry)
    found.writes++
    try {
      if (cell.sense) cell.sense(n)
      const act = cell.write?.(n)
      const said =
        act && how !== 'sense' ? await world[how === 'through' ? how : 'behind'](act) : undefined
      if ((said?.status ?? 200) < 300) entry.done = performance.now()
    } catch {
      // It may have happened or not; nobody was told.
    }
    if (how === 'through' && entry.done < Number.POSITIVE_INFINITY)
      await read(world, cell, 0, found)
    await sleep(1 + random() * 15)
  }
}

async function keepReading(
  world: World,
  cell: Cell,
  { allowed, random }: Look,
  found: Counts,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await read(world, cell, allowed, found)
    await sleep(random() * 4)
  }
}

async function keepCutting(world: World, every: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(every)
    world.homey.restart()
  }
}

async function read(world: World, cell: Cell, allowed: number, found: Counts): Promise<void> {
  const { model } = world.live
  const asked = performance.now()
  const state = await model.fresh(cell.kind, cell.id, 1_000)
  if (!state) {
    found.left++
    return
  }
  const answer = world.live.answer(state, {
    ...{ operation: cell.one, ids: { id: cell.id }, query: '', covers: () => true },
    ...{ form: 'whole', suffix: '' },
  })
  const answered = performance.now()
  if (answer === 'not-here' || answer === 'not-found') {
    found.left++
    return
  }
  found.reads++
  const value = cell.valueOf(JSON.parse(String(answer.body)))
  judge(cell, value, asked, answered, allowed, found)
}

/** The value is a lie if it was never written, or if another was written since, and long enough ago. */
function judge(
  { name, history }: Cell,
  value: unknown,
  asked: number,
  answered: number,
  allowed: number,
  found: Counts,
): void {
  const at = history.findLastIndex((one) => one.value === value && one.began <= answered)
  // A write that was cut off may still be done by the hub, later than others that came after it.
  if (history[at]?.done === Number.POSITIVE_INFINITY) return
  // What was there at first has no entry.
  for (const later of history.slice(at + 1)) {
    const age = asked - later.done
    if (!(age > 0)) continue
    if (later.how === 'through') {
      found.lies.push(
        `${name}: ${String(value)} was overwritten by ${String(later.value)} ${age} ms ago, by ourselves`,
      )
    } else {
      found.oldest = Math.max(found.oldest, age)
      if (allowed > 0 && age > allowed) {
        found.lies.push(`${name}: ${String(value)} is ${age} ms old`)
      }
    }
    return
  }
}
