// The villa, in V2's form and in V3's: what really happens there, when things are set, started and
// changed one after the other, is among what reach says of it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { HOMEYSCRIPT, operationById } from '@latchkey/catalogue'
import { type Effect, startVirtualHomey } from '@latchkey/virtual-homey'
import fc from 'fast-check'
import { type Home, type Item, withItem } from '../limits/home.ts'
import { homeOf } from '../limits/home-of.test-support.ts'
import { isObject } from '../limits/json.ts'
import type { Consequence, Start } from './consequence.ts'
import { reachedDevice } from './devices.ts'
import type { Extras, ScriptFacts } from './extras.ts'
import { consequencesOf, stepsOf } from './follow.ts'
import { reachGraph } from './graph.ts'
import { reachOf } from './reach.ts'

type Homey = Awaited<ReturnType<typeof startVirtualHomey>>

/** A hub of the villa, and a way to ask it for something that it will not find too hasty. */
async function villa(generation: 'pro-2019' | 'pro-2023') {
  let now = Date.parse('2026-05-01T12:00:00Z')
  const pause = () => {
    now += 10_000
  }
  const homey: Homey = await startVirtualHomey({
    ...{ home: 'villa', generation, clock: () => new Date(now) },
  })
  const authorization = `Bearer ${homey.key ?? homey.signIn()}`
  const call = async (operation: string, id: string, body?: unknown): Promise<void> => {
    pause()
    const { method, path = '' } = operationById(generation, operation) ?? {}
    const response = await fetch(`${homey.address}${path.replace(':id', id)}`, {
      ...{
        method: method ?? 'POST',
        headers: { authorization, 'content-type': 'application/json' },
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    await response.text()
  }
  const home = await homeOf(homey, pause)
  return { homey, home, call, [Symbol.asyncDispose]: () => homey.close() }
}

/** The scripts and apps as they stand in the hub's memory. */
function extrasOf({ state }: Homey): Extras {
  const kept = state.appSettings[HOMEYSCRIPT]?.['scripts']
  const scripts = Object.values(isObject(kept) ? kept : {}).filter(isObject)
  const facts = scripts.map(({ id, name, code }): ScriptFacts => {
    return { id: String(id), name: String(name), code: String(code) }
  })
  const apps = Object.values(state.apps).map(
    ({ id, name }) => [id, { id, name, api: false }] as const,
  )
  return { scripts: new Map(facts.map((one) => [one.id, one])), apps: new Map(apps) }
}

const text = (effect: Effect, name: string) => String(effect[name])

/** By kind of effect: whether it is among what was said. Effects of the hub itself are not here. */
const SAID: Readonly<
  Record<
    string,
    (effect: Effect, all: readonly Consequence[], flows: ReadonlySet<string>) => boolean
  >
> = {
  'flow-started': (effect, _all, flows) => flows.has(text(effect, 'flowId')),
  'capability-set': (effect, all) =>
    all.some((one) => one.kind === 'device-control' && one.device === text(effect, 'deviceId')),
  'mood-set': (effect, all) =>
    all.some((one) => one.kind === 'mood' && one.id === text(effect, 'moodId')),
  'script-run': (_effect, all) => all.some((one) => one.kind === 'unknown' && one.why === 'code'),
  'app-card-run': (effect, all) =>
    all.some((one) => one.kind === 'app-card' && one.app === text(effect, 'appId')),
  pushed: (_effect, all) => all.some(({ kind }) => kind === 'push'),
  'notification-created': (_effect, all) => all.some(({ kind }) => kind === 'timeline'),
  said: (_effect, all) => all.some(({ kind }) => kind === 'speech' || kind === 'app-card'),
}

interface Tried {
  readonly start: Start
  readonly act: () => void | Promise<void>
}

/** Everything that a client can set off in the villa, one by one, with another value than before. */
function everything({ homey, home, call }: Awaited<ReturnType<typeof villa>>): readonly Tried[] {
  const { state } = homey
  const devices = [...home.items.device].flatMap(([id, item]) =>
    reachedDevice(item).settable.map((capability): Tried => {
      const start: Start = { kind: 'device', id, capability }
      return { start, act: () => flip(homey, id, capability) }
    }),
  )
  const variables = [...home.items.variable.keys()].map((id): Tried => {
    const { value } = state.variables[id] ?? {}
    const other = typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : 'x'
    const body = { value: other }
    return { start: { kind: 'variable', id }, act: () => call('logic.updateVariable', id, body) }
  })
  const moods = [...home.items.mood.keys()].map((id): Tried => {
    return { start: { kind: 'mood', id }, act: () => call('moods.setMood', id, {}) }
  })
  const flows = (['flow', 'advanced-flow'] as const).flatMap((kind) =>
    [...home.items[kind].keys()].map((id): Tried => {
      const operation = kind === 'flow' ? 'flow.triggerFlow' : 'flow.triggerAdvancedFlow'
      return { start: { kind, id }, act: () => call(operation, id, {}) }
    }),
  )
  const people = [...home.items.user.keys()].map((id): Tried => {
    const body = { value: state.users[id]?.present !== true }
    return { start: { kind: 'presence' }, act: () => call('presence.setPresent', id, body) }
  })
  return [...devices, ...variables, ...moods, ...flows, ...people]
}

function flip(homey: Homey, id: string, capability: string): void {
  const {
    value,
    type,
    values = [],
    max,
    min,
  } = homey.state.devices[id]?.capabilitiesObj[capability] ?? {}
  const other =
    type === 'boolean'
      ? value !== true
      : type === 'number'
        ? value === (max ?? 1)
          ? (min ?? 0)
          : (max ?? 1)
        : (values.find((one) => one.id !== value)?.id ?? 'x')
  homey.sense(id, capability, other)
}

const flowsIn = (home: Home, extras: Extras, start: Start): ReadonlySet<string> =>
  new Set(
    stepsOf(reachGraph(home, extras), [start]).flatMap(({ node }) =>
      node.kind === 'run' || node.kind === 'start' ? [node.id] : [],
    ),
  )

for (const generation of ['pro-2023', 'pro-2019'] as const) {
  test(`whatever happens in the villa was foreseen: ${generation}`, {
    timeout: 60_000,
  }, async () => {
    await using there = await villa(generation)
    const { homey, home } = there
    const extras = extrasOf(homey)
    const graph = reachGraph(home, extras)
    const count = { tried: 0, effects: 0, foreseen: 0, ran: 0 }
    for (const { start, act } of everything(there)) {
      const before = homey.state.effects.length
      await act()
      await homey.settled()
      const all = consequencesOf(graph, [start])
      const flows = flowsIn(home, extras, start)
      const effects = homey.state.effects.slice(before)
      for (const effect of effects) {
        const said = SAID[effect.kind]?.(effect, all, flows) ?? true
        assert.ok(said, `${JSON.stringify(start)} did ${JSON.stringify(effect)}`)
        if (SAID[effect.kind]) count.effects++
      }
      count.tried++
      count.foreseen += flows.size
      count.ran += new Set(effects.flatMap((one) => one['flowId'] ?? [])).size
    }
    console.log(
      `${generation}: ${count.tried} things done, ${count.effects} effects, all foreseen; ${count.ran} flows ran of ${count.foreseen} that may, by their conditions and the values that are set`,
    )
    assert.ok(count.effects > 500)
  })
}

interface Change {
  readonly kind: 'flow' | 'advanced-flow' | 'mood' | 'device'
  readonly at: number
  readonly other: number
}

test('what was remembered of objects is what they say now, after any changes', async () => {
  await using there = await villa('pro-2023')
  const extras = extrasOf(there.homey)
  const kinds = ['flow', 'advanced-flow', 'mood', 'device'] as const
  const change = fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(), other: fc.nat() })
  const permissions = new Set(['device:control', 'mood:set', 'flow:start', 'presence:update'])
  const grant = { permissions, limits: null, created: new Set<never>() }
  let home = there.home
  const apply = ({ kind, at, other }: Change) => {
    const all = [...home.items[kind]]
    const [id = '', item] = all[at % all.length] ?? []
    const [, like] = all[other % all.length] ?? []
    // It becomes like another of its kind in all but its name, or is switched over.
    const {
      id: _id,
      name: _name,
      ...rest
    }: Item = at % 2 ? { ...like } : { enabled: !item?.['enabled'] }
    home = withItem(home, kind, id, { ...item, ...rest })
  }
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      for (const one of changes) apply(one)
      const anew = reachOf(grant, structuredClone(home), extras)
      assert.deepEqual(reachOf(grant, home, extras), anew)
    }),
    { numRuns: 25, seed: 11 },
  )
})

test('which flows reach a lock is the same in both forms', async () => {
  const byForm: string[][] = []
  for (const generation of ['pro-2023', 'pro-2019'] as const) {
    await using there = await villa(generation)
    const graph = reachGraph(there.home, extrasOf(there.homey))
    const names = [...there.home.items.flow].flatMap(([id, { name }]) => {
      const all = consequencesOf(graph, [{ kind: 'switch-on', id }])
      const locks = all.filter((one) => one.kind === 'device-control' && one.role === 'lock')
      return locks.map((one) => `${String(name)}: ${one.kind === 'device-control' ? one.name : ''}`)
    })
    byForm.push(names.sort())
  }
  assert.ok((byForm[0]?.length ?? 0) > 5)
  assert.deepEqual(byForm[0], byForm[1])
})
