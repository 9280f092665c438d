// How fresh the live model is: first the numbers (load, events, lists, memory), then a long look for lies
// with faults. `node --conditions=latchkey-source --expose-gc scripts/staleness.ts --seconds 60`.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { GENERATIONS } from '@latchkey/catalogue'
import { HOME_KINDS, type Item } from '../packages/gateway/src/limits/home.ts'
import { until, World } from '../packages/gateway/src/live/live.test-support.ts'
import { lookForLies } from '../packages/gateway/src/live/staleness.test-support.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' } } })
const seconds = Number(values.seconds)

const MODELS = 20

const FAULTS = ['PUT chance 0.05 -> lose-answer', 'chance 0.1 -> slow 30ms', 'chance 0.02 -> drop']

function quantile(of: readonly number[], part: number): string {
  const sorted = [...of].sort((one, other) => one - other)
  return (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(2)
}

function say(what: string, figures: string): void {
  console.log(`${what.padEnd(52)} ${figures}`)
}

async function load(): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    await using world = await World.open({ home: 'villa', generation: 'pro-2023' })
    const began = performance.now()
    await world.live.model.known(60_000)
    times.push(performance.now() - began)
  }
  say('load of villa, p50 / worst of 5 (ms)', `${quantile(times, 0.5)} / ${quantile(times, 1)}`)
}

async function events(world: World): Promise<void> {
  const devices = Object.values(world.homey.state.devices)
  const telling = devices.find(({ capabilitiesObj }) => capabilitiesObj['measure_power'])
  const id = telling?.id ?? ''
  const { model } = world.live
  const late: number[] = []
  for (let n = 1; n <= 500; n++) {
    const sent = performance.now()
    const told = Promise.withResolvers<void>()
    const stop = model.listen({ onChange: () => told.resolve() })
    world.homey.sense(id, 'measure_power', n)
    await told.promise
    stop()
    late.push(performance.now() - sent)
  }
  say(
    'event at the hub → in the model, p50 / p99 (ms)',
    `${quantile(late, 0.5)} / ${quantile(late, 0.99)}`,
  )
}

/** The cost of an event without its way: what the shelf and the next state cost. */
async function costOfEvents(world: World): Promise<void> {
  const { Shelves } = await import('../packages/gateway/src/live/shelves.ts')
  const state = await world.live.model.known(1_000)
  if (!state) return
  const shelves = new Shelves('pro-2023', () => 0)
  shelves.of.device.takeList(shelves.moments.next(), state.items.device)
  const ids = [...state.items.device].flatMap(([id, { capabilities }]) =>
    Array.isArray(capabilities) && capabilities.length > 0 ? [[id, String(capabilities[0])]] : [],
  )
  const event = { uri: '', event: 'capability', data: null }
  const one = (n: number): void => {
    const [id = '', capabilityId = ''] = ids[n % ids.length] ?? []
    const at = new Date(2_000_000_000_000 + n).toISOString()
    shelves.of.device.takeValue(id, { capabilityId, value: n, at, isHubsTime: true }, event)
    void shelves.state
  }
  for (let n = 0; n < 5_000; n++) one(n)
  const began = process.cpuUsage()
  for (let n = 5_000; n < 25_000; n++) one(n)
  const { user, system } = process.cpuUsage(began)
  say('CPU of an event, with a new state each time (µs)', ((user + system) / 20_000).toFixed(1))
}

function lists(world: World): void {
  const { live } = world
  const state = live.model.present
  if (!state) return
  const some = new Set([...state.items.device.keys()].filter((_, i) => i % 10 === 0))
  const ask = (covers: (kind: string, id: string) => boolean) =>
    live.answer(state, {
      ...{ operation: 'devices.getDevices', ids: {}, query: '', covers, suffix: 'g.1' },
      form: 'without-secrets',
    })
  const measure = (name: string, covers: (kind: string, id: string) => boolean): void => {
    let size = 0
    const once = (): void => {
      const answer = ask(covers)
      // What is sent is bytes: the text is made flat, as writing it does.
      if (typeof answer === 'object') size = Buffer.from(answer.body).length
    }
    for (let n = 0; n < 200; n++) once()
    const began = process.cpuUsage()
    for (let n = 0; n < 1_000; n++) once()
    const { user, system } = process.cpuUsage(began)
    say(`CPU of a list of ${name} (ms), ${size} bytes`, ((user + system) / 1e6).toFixed(3))
  }
  measure(`${some.size} of ${state.items.device.size} devices`, (_, id) => some.has(id))
  measure(`${state.items.device.size} devices`, () => true)
}

/** The memory of many models at once, without the virtual Homey, which is in this process as well. */
async function memory(world: World): Promise<void> {
  const { gc } = globalThis
  if (!gc) return say('memory of a hub', 'not measured without --expose-gc')
  const { Shelves } = await import('../packages/gateway/src/live/shelves.ts')
  const { ItemTexts } = await import('../packages/gateway/src/live/item-texts.ts')
  const state = await world.live.model.known(1_000)
  if (!state) return
  const texts = HOME_KINDS.map((kind) => JSON.stringify([...state.items[kind]]))
  const heap = (): number => {
    gc()
    gc()
    return process.memoryUsage().heapUsed / 1e6
  }
  const before = heap()
  const models = Array.from({ length: MODELS }, () => {
    const shelves = new Shelves('pro-2023', () => 0)
    HOME_KINDS.forEach((kind, i) => {
      const items = new Map<string, Item>(JSON.parse(texts[i] ?? '[]'))
      shelves.of[kind].takeList(shelves.moments.next(), items)
    })
    return shelves
  })
  const held = heap()
  const kept = new ItemTexts(world.live.secrets)
  for (const { state: one } of models) {
    for (const kind of HOME_KINDS) {
      for (const item of one.items[kind].values()) {
        kept.of(kind, item, 'whole')
        if (kind === 'device') kept.of(kind, item, 'without-secrets')
      }
    }
  }
  const each = [held - before, heap() - before].map((all) => (all / models.length).toFixed(2))
  say('memory of villa: objects / with both texts (MB)', each.join(' / '))
  // Used once more, so that the texts were still there when they were counted.
  for (const item of models[0]?.state.items.zone.values() ?? []) kept.of('zone', item, 'whole')
}

async function lies(): Promise<void> {
  for (const generation of GENERATIONS) {
    for (const isHard of [false, true]) {
      const {
        lies: told,
        reads,
        left,
        writes,
        oldest,
      } = await lookForLies({
        ...{ generation, home: 'apartment', milliseconds: (seconds * 1_000) / 6 },
        ...{ eventLatency: isHard ? 20 : 0, faults: isHard ? FAULTS : [] },
        ...{ cutEvery: isHard ? 2_000 : 0, allowed: 2_000, random: Math.random },
      })
      const figures = `${told.length} lies in ${reads} reads (${left} left to the hub), ${writes} writes`
      say(
        `${generation}${isHard ? ', with faults' : ''}`,
        `${figures}, oldest ${oldest.toFixed(1)} ms`,
      )
      for (const lie of told.slice(0, 5)) say('  lie', lie)
      if (told.length > 0) process.exitCode = 1
    }
  }
}

say(
  'load of the machine',
  loadavg()
    .map((one) => one.toFixed(1))
    .join(' '),
)
await load()
{
  await using world = await World.open({ home: 'villa', generation: 'pro-2023' })
  await world.live.model.known(60_000)
  await until('drivers', () => world.live.secrets.version > 10)
  await events(world)
  await costOfEvents(world)
  lists(world)
  await memory(world)
}
await lies()
