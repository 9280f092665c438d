// The nasty scenarios of reference 5 that are about what points at what, by number, with real effects on
// virtual hubs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import { makePlan } from '../plan/make-plan.ts'
import {
  addFlow,
  type Moved,
  moved,
  named,
  readable,
  type State,
  starting,
  telling,
} from './moved.test-support.ts'

const TIMEOUT = { timeout: 40_000 }

async function trigger(homey: VirtualHomey, id: string, kind = 'flow'): Promise<void> {
  const headers = { authorization: `Bearer ${homey.key}` }
  const path = `/api/manager/flow/${kind}/${id}/trigger`
  const response = await fetch(`${homey.address}${path}`, { method: 'POST', headers })
  assert.ok(response.ok, await response.text())
  await homey.settled()
}

const created = (homey: VirtualHomey, path: string): number =>
  homey.requests.filter((one) => one.method === 'POST' && one.path.endsWith(path)).length

test(
  '4: every creation reaches the hub once, however often its answer is lost',
  TIMEOUT,
  async () => {
    await using done = await moved({
      before: ({ faults }) => faults.add('every 2 *.create* -> lose-answer'),
    })
    const { homes, outcome } = done
    assert.equal(outcome.exit, 'done', outcome.reason ?? '')
    const flows = homes.snapshot.objects.flow.size
    assert.equal(created(homes.target, '/flow/flow'), flows)
    assert.equal(Object.keys(homes.target.state.flows).length, flows)
    assert.equal(
      homes.target.requests.some(({ method }) => method === 'SOCKET'),
      false,
    )
  },
)

test(
  '6: identical flows stay as many as they were, each with one of its own',
  TIMEOUT,
  async () => {
    await using done = await moved({
      before: ({ faults }) => faults.add('every 2 flow.createFlow -> lose-answer'),
      applying: () => ({ concurrency: 8 }),
    })
    const { homes, outcome, idOf } = done
    assert.equal(outcome.exit, 'done', outcome.reason ?? '')
    const twins = (state: State) => Object.values(state.flows).filter(({ name }) => name === 'Twin')
    const ids = twins(homes.source.state).map(({ id }) => idOf(id))
    assert.equal(new Set(ids).size, 2)
    assert.deepEqual(
      twins(homes.target.state)
        .map(({ id }) => id)
        .sort(),
      ids.sort(),
    )
  },
)

/** Which flow starts which: itself, a ring of four, two rings that share one, and a chain. */
const STARTS: readonly (readonly number[])[] = [
  [0],
  ...[[2], [3], [4], [1]],
  ...[[6, 7], [5], [5]],
  ...[[9], []],
]
const RINGS = [0, 1, 2, 3, 4, 5, 6, 7]
const CANVAS = readable(99)

function addRings({ flows, advancedFlows }: State, state: State): void {
  for (const [at, others] of STARTS.entries()) {
    addFlow(
      state,
      readable(at),
      `Ring ${at}`,
      others.map((one) => starting(readable(one))),
    )
  }
  addFlow(state, readable(98), 'Starts a canvas', [starting(CANVAS, 'advancedflow')])
  const start = '11111111-2222-4222-8222-222222222222'
  const action = '11111111-3333-4333-8333-333333333333'
  const [any] = Object.values(advancedFlows)
  assert.ok(any && flows)
  advancedFlows[CANVAS] = {
    ...structuredClone(any),
    ...{ id: CANVAS, name: 'Starts what starts it', enabled: true },
    cards: {
      [start]: { type: 'start', x: 0, y: 0, outputSuccess: [action] },
      [action]: { ...starting(readable(98)), type: 'action', x: 200, y: 0 },
    },
  }
}

test('7: rings of flows arrive whole, patched where they close, and run', TIMEOUT, async () => {
  let early = 0
  await using done = await moved({
    arrange: (source) => addRings(source, source),
    applying: ({ target }) => ({
      onProgress: ({ phase }) => {
        const { flows, advancedFlows } = target.state
        const all = [...Object.values(flows), ...Object.values(advancedFlows)]
        if (phase !== 'cutover' && all.some(({ enabled }) => enabled)) early++
      },
    }),
  })
  const { homes, outcome, idOf } = done
  assert.equal(outcome.exit, 'done', outcome.reason ?? '')
  assert.equal(early, 0, 'nothing is on before the barrier')
  const patched = homes.plan.steps
    .filter(({ verb }) => verb === 'patch')
    .map(({ source }) => source)
  const members = [...RINGS, 98, 99].map(readable)
  assert.ok(patched.length > 0)
  assert.deepEqual(
    patched.filter((id) => !members.includes(id)),
    [],
  )
  const { flows } = homes.target.state
  for (const [at, others] of STARTS.entries()) {
    const now = flows[idOf(readable(at))]
    assert.equal(now?.enabled, true)
    assert.deepEqual(
      now.actions.map(({ args }) => Object(args).flow.id),
      others.map((one) => idOf(readable(one))),
    )
  }
  await trigger(homes.target, idOf(readable(5)))
  await trigger(homes.target, idOf(CANVAS), 'advancedflow')
  const ran = new Set(homes.target.state.effects.map(({ flowId }) => flowId))
  for (const at of [5, 6, 7, 98, 99]) assert.ok(ran.has(idOf(readable(at))), `${at} ran`)
})

// The devices of the target have the very ids of the source, and two of them have changed places.
test('8: two devices that swap identity are swapped once, everywhere', TIMEOUT, async () => {
  let pair: readonly [string, string] = ['', '']
  await using done = await moved({
    arrange: (source, target) => {
      const [one, other] = ['Ceiling light', 'Reading lamp'].map(
        (name) => named(source.devices, name).id,
      )
      pair = [one ?? '', other ?? '']
      const root = Object.values(target.zones).find(({ parent }) => parent === null)
      const groups = Object.values(source.devices).filter(({ driverId }) => /group/.test(driverId))
      target.devices = structuredClone(source.devices)
      for (const { id } of groups) delete target.devices[id]
      for (const device of Object.values(target.devices)) {
        Object.assign(device, { zone: root?.id, group: null })
      }
      addFlow(source, readable(1), 'Swapped', [
        { id: `homey:device:${pair[0]}:on`, args: {} },
        { id: `homey:device:${pair[1]}:off`, args: {} },
        telling(`[[homey:device:${pair[0]}|onoff]] [[homey:device:${pair[1]}|onoff]]`),
      ])
    },
    plan: (source, target) => {
      const swap = (id: string): string =>
        id === pair[0] ? pair[1] : id === pair[1] ? pair[0] : id
      const mapping = {
        ...({ format: 'homey-mapping', version: 1, questions: [] } as const),
        ...{ source: source.manifest.hub.id, target: target.manifest.hub.id },
        bindings: [...source.objects.device.values()]
          .filter(({ id }) => target.objects.device.has(swap(id)))
          .map(({ id, name }) => ({
            ...({
              kind: 'device',
              source: id,
              target: swap(id),
              by: 'user',
              evidence: [],
            } as const),
            ...{ sourceName: name, targetName: name },
          })),
      }
      return makePlan(source, target, mapping, {
        madeAt: '2026-05-01T08:00:00Z',
        maxOverwrite: 999,
      })
    },
  })
  const { homes, outcome, idOf } = done
  assert.equal(outcome.exit, 'done', outcome.reason ?? '')
  const flow = homes.target.state.flows[idOf(readable(1))]
  assert.deepEqual(
    flow?.actions.map(({ id, args }) => `${id} ${Object(args).text ?? ''}`.trim()),
    [
      `homey:device:${pair[1]}:on`,
      `homey:device:${pair[0]}:off`,
      `homey:manager:notifications:create_notification [[homey:device:${pair[1]}|onoff]] [[homey:device:${pair[0]}|onoff]]`,
    ],
  )
  assert.equal(homes.target.state.devices[pair[1]]?.name, 'Ceiling light')
})

const SCRIPTS = 'com.athom.homeyscript'
const script = (id: string, name: string, code: string) => ({
  [id]: { id, name, code, version: 1, lastExecuted: null },
})
const scriptsOf = (state: State): Record<string, { id: string; name: string; code: string }> =>
  Object(state.appSettings[SCRIPTS]?.['scripts'])

test(
  '21: scripts are made once, their app’s own list is not copied, examples are adopted',
  TIMEOUT,
  async () => {
    await using done = await moved({
      arrange: (source, target) => {
        const example = script('example-hello', 'Example: hello', 'return 2\n')
        Object.assign(scriptsOf(source), example)
        source.appSettings[SCRIPTS] = { ...source.appSettings[SCRIPTS], tokens: { t: { id: 't' } } }
        target.appSettings[SCRIPTS] = { scripts: structuredClone(example) }
      },
    })
    const { homes, outcome } = done
    assert.equal(outcome.exit, 'done', outcome.reason ?? '')
    const [before, after] = [homes.source, homes.target].map(({ state }) => scriptsOf(state))
    const names = (all: typeof before) =>
      Object.values(all ?? {})
        .map(({ name }) => name)
        .sort()
    assert.deepEqual(names(after), names(before))
    const common = Object.keys(before ?? {}).filter((id) => Object.hasOwn(after ?? {}, id))
    assert.deepEqual(common, ['example-hello'], 'all others have ids of the target')
    assert.equal(homes.target.state.appSettings[SCRIPTS]?.['tokens'], undefined)
    const settings = homes.plan.steps.filter(({ kind }) => kind === 'app-setting')
    assert.deepEqual(
      settings.filter(({ source }) => source.startsWith(SCRIPTS)),
      [],
    )
  },
)

test(
  '22: what is certain in a script is rewritten, the rest is told, nothing is run',
  TIMEOUT,
  async () => {
    let [lamp, name] = ['', '']
    await using done = await moved({
      arrange: (source) => {
        const device = named(source.devices, 'Reading lamp')
        ;[lamp, name] = [device.id, device.name]
        Object.assign(scriptsOf(source), {
          ...script(readable(1), 'Literal', `return '${lamp}' + \`homey:device:${lamp}\``),
          ...script(readable(2), 'Comment', `// ${lamp}\nreturn 1`),
          ...script(readable(3), 'Glued', `const id = args[0]\nreturn "homey:device:" + id`),
          ...script(readable(4), 'By name', `return all.find((d) => d.name === '${name}')`),
          ...script(readable(5), 'Broken', `if ('${lamp}' {`),
        })
      },
    })
    const { homes, outcome, idOf } = done
    assert.equal(outcome.exit, 'done', outcome.reason ?? '')
    const codeOf = (one: string) =>
      Object.values(scriptsOf(homes.target.state)).find((each) => each.name === one)?.code
    assert.equal(codeOf('Literal'), `return '${idOf(lamp)}' + \`homey:device:${idOf(lamp)}\``)
    assert.equal(codeOf('Glued'), `const id = args[0]\nreturn "homey:device:" + id`)
    const told = (one: string) => homes.plan.byHand.some(({ what }) => what.includes(`"${one}"`))
    assert.deepEqual(
      ['Comment', 'Glued', 'Broken'].filter((one) => !told(one)),
      [],
    )
    assert.deepEqual(
      homes.target.state.effects.filter(({ kind }) => kind === 'script-run'),
      [],
    )
  },
)

const NASTY = [
  ...[
    'a/b?c#d% $& $1',
    'é e\u0301 ünï',
    '👩‍👩‍👧‍👦 🏳️‍🌈',
    'מטבח المطبخ \u202eabc',
    '⟦not ours⟧',
    '__proto__',
  ],
  'x'.repeat(300),
]

test('23: names and texts of any kind arrive byte for byte', TIMEOUT, async () => {
  const texts = ['a [[ b', 'x | y', ']] [[', '$& $1 %2F', '[[not|a-token]]']
  await using done = await moved({
    arrange: (source) => {
      for (const [at, name] of NASTY.entries()) {
        addFlow(source, readable(at), name, texts.map(telling))
        source.variables[readable(50 + at)] = {
          ...{ id: readable(50 + at), name, type: 'string', value: name },
        }
      }
      source.appSettings['com.example.echo'] = {
        ...source.appSettings['com.example.echo'],
        'a/b?c': { 'k/%2F': ['$&', null, ''] },
      }
    },
  })
  assert.equal(done.outcome.exit, 'done', done.outcome.reason ?? '')
  sameBytes(done, texts)
})

function sameBytes({ homes, idOf }: Moved, texts: readonly string[]): void {
  const { flows, variables, appSettings } = homes.target.state
  for (const [at, name] of NASTY.entries()) {
    const flow = flows[idOf(readable(at))]
    assert.equal(flow?.name, name)
    assert.equal(flow.enabled, true, name)
    assert.deepEqual(
      flow.actions.map(({ args }) => Object(args).text),
      texts,
    )
    const variable = variables[idOf(readable(50 + at))]
    assert.deepEqual([variable?.name, variable?.value], [name, name])
  }
  assert.deepEqual(appSettings['com.example.echo']?.['a/b?c'], { 'k/%2F': ['$&', null, ''] })
}
