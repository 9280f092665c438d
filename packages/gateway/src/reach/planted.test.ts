// Chains that were planted in random homes, through every kind of link: all of them are found, and what
// is found besides is counted.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Link } from './consequence.ts'
import { consequencesOf } from './follow.ts'
import { reachGraph } from './graph.ts'
import { PlantedHome } from './planted-home.test-support.ts'
import { LINKS, type PlantedLink } from './planted-links.test-support.ts'

const link = fc.constantFrom(...Object.keys(LINKS))

/** A chain from one device to a lock, by the kinds of its links, each flow of either kind. */
const chain = fc.record({
  links: fc.array(fc.record({ kind: link, advanced: fc.boolean() }), { maxLength: 5 }),
  advanced: fc.boolean(),
  /** Which of its flows is switched off, if any: then it leads nowhere. */
  broken: fc.option(fc.nat(5), { freq: 4 }),
})

/** Flows across what is there already: by what they hear of a device, and what they set. */
const noise = fc.record({
  hears: fc.constantFrom('onoff_true', 'dim_changed', 'measure_battery_changed'),
  ...{ from: fc.nat(), to: fc.nat(), advanced: fc.boolean(), enabled: fc.boolean() },
})

interface Noise {
  readonly hears: string
  readonly from: number
  readonly to: number
  readonly advanced: boolean
  readonly enabled: boolean
}

// Only what is turned on was set: a flow that hears how far a device is dimmed does not truly run.
function disturb(home: PlantedHome, { hears, from, to, ...how }: Noise): void {
  const [one = '', other = ''] = [from, to].map((at) => home.devices[at % home.devices.length])
  const trigger = {
    card: { id: `homey:device:${one}:${hears}`, args: {} },
    event: hears === 'onoff_true' ? `set ${one}` : undefined,
  }
  const act = { card: { id: `homey:device:${other}:on`, args: {} }, events: [`set ${other}`] }
  home.flow(trigger, [act], how)
}

interface Chain {
  readonly links: readonly { readonly kind: string; readonly advanced: boolean }[]
  readonly advanced: boolean
  readonly broken: number | null
}

const unlock = (lock: string) => ({
  card: { id: `homey:device:${lock}:unlock`, args: {} },
  events: [`set ${lock}`],
})

/** Plants a chain from its end to its beginning; the device that it begins at, and the lock. */
function plant(home: PlantedHome, { links, advanced, broken }: Chain) {
  const begin = home.device({ capabilities: ['onoff', 'dim'] })
  const lock = home.lock()
  const planted = links.map(({ kind }) => LINKS[kind]?.(home)).filter((one) => one !== undefined)
  let act = unlock(lock)
  for (const [at, one] of [...planted.entries()].reverse()) {
    act = before(home, one, act, { advanced: links[at]?.advanced ?? false, off: broken === at })
  }
  const trigger = {
    card: { id: `homey:device:${begin}:onoff_true`, args: {} },
    event: `set ${begin}`,
  }
  const beside = [unlock(home.lock())]
  home.flow(trigger, [act], { advanced, enabled: broken !== links.length, beside })
  return { begin, lock }
}

type Act = ReturnType<typeof unlock>

// What the flow before has to do so that this one runs, which does `act`.
function before(
  home: PlantedHome,
  { trigger, act: hearing, next, off }: PlantedLink,
  act: Act,
  how: { readonly advanced: boolean; readonly off: boolean },
): Act {
  const enabled = off !== true && !how.off
  const beside = [unlock(home.lock())]
  const id = home.flow(trigger, [act], { advanced: how.advanced, enabled, beside })
  const { card, events } = next?.(id) ?? hearing
  return { card: { id: '', args: {}, ...card }, events: [...events] }
}

const noises = fc.array(noise, { maxLength: 6 })
const words = (via: readonly Link[]) => via.map(({ by, kind, name }) => `${by} ${kind} ${name}`)

test('every planted chain is found, through every kind of link, and few that are not there', () => {
  const count = { homes: 0, chains: 0, found: 0, asked: 0, truths: 0, alarms: 0 }
  fc.assert(
    fc.property(fc.array(chain, { minLength: 1, maxLength: 5 }), noises, (chains, disturbing) => {
      const home = new PlantedHome()
      const planted = chains.map((one) => plant(home, one))
      for (const one of disturbing) disturb(home, one)
      const graph = reachGraph(home.home, home.extras)
      count.homes++
      for (const { begin, lock } of planted) {
        const start = { kind: 'device', id: begin, capability: 'onoff' } as const
        const all = consequencesOf(graph, [start])
        const truth = home.truthFrom(`set ${begin}`)
        const found = new Map(
          all.flatMap((one) => (one.kind === 'device-control' ? [[one.device, one] as const] : [])),
        )
        for (const device of home.devices) {
          if (truth.has(`set ${device}`)) {
            assert.ok(found.has(device), `${device} is not found from ${begin}`)
            count.truths++
          } else if (found.has(device)) count.alarms++
          count.asked++
        }
        if (!truth.has(`set ${lock}`)) continue
        const last = found.get(lock)
        assert.equal(last?.security, true)
        assert.equal(last?.role, 'lock')
        assert.equal(last?.via[0]?.id, begin, words(last?.via ?? []).join(', '))
        count.chains++
        if (last) count.found++
      }
    }),
    { numRuns: 1_000, seed: 7 },
  )
  const { homes, chains, found, asked, truths, alarms } = count
  console.log(
    `${homes} homes: ${found} of ${chains} whole chains found; ${asked} questions, ${truths} truly reached, ${alarms} false alarms`,
  )
  assert.equal(found, chains)
  assert.ok(chains > 1_000)
  assert.ok(alarms <= asked / 100, `${alarms} false alarms of ${asked}`)
})

for (const kind of Object.keys(LINKS)) {
  test(`a chain of six flows through ${kind} only is found link by link`, () => {
    for (const advanced of [false, true]) {
      const home = new PlantedHome()
      const links = Array.from({ length: 5 }, () => ({ kind, advanced }))
      const { begin, lock } = plant(home, { links, advanced, broken: null })
      const start = { kind: 'device', id: begin, capability: 'onoff' } as const
      const all = consequencesOf(reachGraph(home.home, home.extras), [start])
      const last = all.find((one) => one.kind === 'device-control' && one.device === lock)
      // Presence is one for the whole home, so the last flow of those hears the first as well.
      const flows = (last?.via ?? []).filter((one) => one.kind.endsWith('flow'))
      assert.equal(flows.length, kind === 'presence' ? 2 : 6, words(last?.via ?? []).join(', '))
    }
  })
}
