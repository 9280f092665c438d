// The nasty scenarios of reference 5 in which the target lacks something, by number, with real effects on
// virtual hubs: what is not alive is never on, and is completed when it is.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openJournal } from '../journal/journal-file.ts'
import type { TransferPlan } from '../plan/plan.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { applyPlan } from './apply-plan.ts'
import type { TwoHomes } from './homes.test-support.ts'
import {
  AT_ONCE,
  addFlow,
  type Moved,
  moved,
  named,
  readable,
  type State,
  telling,
} from './moved.test-support.ts'
import { mappingByName } from './plan.test-support.ts'
import { rebind } from './rebind.ts'

const TIMEOUT = { timeout: 40_000 }

const isOn = ({ flows, advancedFlows }: State, id: string): boolean | undefined =>
  (flows[id] ?? advancedFlows[id])?.enabled

/** Flows of both kinds whose words hold an id, and that are on. */
const using = ({ flows, advancedFlows }: State, id: string) =>
  [...Object.values(flows), ...Object.values(advancedFlows)].filter(
    (flow) => flow.enabled && JSON.stringify(flow).includes(id),
  )

/** Plans what waits and applies that. */
async function completed({ homes, state }: Moved): Promise<TransferPlan> {
  const target: Snapshot = await homes.look()
  const mapping = mappingByName(homes.snapshot, target)
  const options = { madeAt: '2026-05-02T08:00:00Z', maxOverwrite: 999 }
  const plan = rebind({ plan: homes.plan, state, source: homes.snapshot, target, mapping, options })
  await using journal = await openJournal(join(homes.folder, 'rebind.ndjson'))
  const { hub, snapshot } = homes
  const done = await applyPlan({ plan, target: hub, snapshot, journal, options: AT_ONCE })
  assert.equal(done.exit, 'done', done.reason ?? '')
  return plan
}

const reasonsOf = ({ plan }: TwoHomes): Readonly<Record<string, string>> =>
  Object.fromEntries(plan.held.map(({ object, because }) => [object, because]))

test(
  '10: what needs a device that is not there waits, and is completed when it is',
  TIMEOUT,
  async () => {
    let lamp = ''
    let gone: State['devices'][string] | undefined
    await using done = await moved({
      arrange: (source, target) => {
        lamp = named(source.devices, 'Ceiling light').id
        gone = named(target.devices, 'New Ceiling light')
        delete target.devices[gone.id]
      },
    })
    const { homes, idOf } = done
    const { state } = homes.target
    const waiting = using(homes.source.state, lamp)
    assert.ok(waiting.length >= 3)
    for (const { id, name } of waiting) assert.equal(isOn(state, idOf(id)), false, name)
    const mood = named(homes.source.state.moods, 'Movie')
    assert.deepEqual(
      Object.keys(state.moods[idOf(mood.id)]?.devices ?? {}),
      Object.keys(mood.devices)
        .filter((id) => id !== lamp)
        .map(idOf),
    )
    for (const { id, enabled } of Object.values(homes.source.state.flows)) {
      const waits = homes.plan.held.some(({ object }) => object === `flow:${id}`)
      if (enabled && !waits) assert.equal(isOn(state, idOf(id)), true)
    }
    assert.ok(gone)
    state.devices[gone.id] = gone
    const plan = await completed(done)
    // The apartment has a flow of an app that it has not had for long.
    const stillWaiting = plan.held.flatMap(({ waitsFor }) => waitsFor)
    assert.deepEqual(stillWaiting, [])
    for (const { id, name } of waiting) assert.equal(isOn(state, idOf(id)), true, name)
    assert.equal(
      JSON.stringify([state.flows, state.advancedFlows, state.moods]).includes(lamp),
      false,
    )
    assert.ok(Object.keys(state.moods[idOf(mood.id)]?.devices ?? {}).includes(gone.id))
  },
)

test(
  '11: cards of what the new model cannot do are told one by one, and never saved as on',
  TIMEOUT,
  async () => {
    let [flow, lamp] = [readable(1), '']
    await using done = await moved({
      arrange: (source, target) => {
        lamp = named(source.devices, 'Ceiling light').id
        const other = named(target.devices, 'New Ceiling light')
        other.capabilities = other.capabilities.filter((id) => id !== 'dim')
        delete other.capabilitiesObj['dim']
        addFlow(source, flow, 'Dims', [
          { id: `homey:device:${lamp}:dim`, args: { dim: 0.5 } },
          { id: `homey:device:${lamp}:dim_relative`, args: { dim: 0.1 } },
          { id: `homey:device:${lamp}:on`, args: {} },
        ])
      },
    })
    const { homes, idOf } = done
    const because = reasonsOf(homes)[`flow:${flow}`] ?? ''
    assert.match(because, /:dim" is not offered by/)
    assert.match(because, /:dim_relative" is not offered by/)
    assert.doesNotMatch(because, /:on" is not offered/)
    assert.equal(isOn(homes.target.state, idOf(flow)), false)
  },
)

const ECHO = 'com.example.echo'
const saying = { id: `homey:app:${ECHO}:say`, args: { words: 'Hi' } }

/** A flow with a card of an app, whichever that app offers. */
function addAppFlow(homes: State, card: { readonly id: string } = saying): string {
  addFlow(homes, readable(1), 'With an app', [card])
  return readable(1)
}

for (const state of ['crashed', 'starting'] as const) {
  test(
    `12: flows of an app that is ${state} wait for it, and not for a card`,
    TIMEOUT,
    async () => {
      await using done = await moved({
        arrange: (source, target) => {
          addAppFlow(source)
          Object.assign(target.apps[ECHO] ?? {}, { state, crashed: state === 'crashed' })
        },
      })
      const { homes, idOf } = done
      assert.match(reasonsOf(homes)[`flow:${readable(1)}`] ?? '', /app .*is not running/)
      assert.equal(isOn(homes.target.state, idOf(readable(1))), false)
      Object.assign(homes.target.state.apps[ECHO] ?? {}, { state: 'running', crashed: false })
      await completed(done)
      assert.equal(isOn(homes.target.state, idOf(readable(1))), true)
    },
  )
}

test(
  '13: an app that the store does not have is told, its flows wait, the rest goes on',
  TIMEOUT,
  async () => {
    const app = 'com.example.sideloaded'
    await using done = await moved({
      arrange: (source) => {
        const echo = source.apps[ECHO]
        assert.ok(echo)
        source.apps[app] = { ...structuredClone(echo), id: app, name: 'Sideloaded' }
        addAppFlow(source, { id: `homey:app:${app}:do` })
      },
    })
    const { homes, state, idOf } = done
    assert.notEqual(isOn(homes.target.state, idOf(readable(1))), true)
    const failed = [...state.failed.keys()].filter((id) => id.startsWith('app:'))
    assert.deepEqual(failed, [`app:${app}/install`])
    assert.match(state.failed.get(`app:${app}/install`) ?? '', /Homey said/)
    for (const { id, enabled, name } of Object.values(homes.source.state.flows)) {
      if (id !== readable(1)) assert.equal(isOn(homes.target.state, idOf(id)), enabled, name)
    }
  },
)

test(
  '15: a variable of another type gets another name, and everything means the new one',
  TIMEOUT,
  async () => {
    let source = ''
    const there = readable(9)
    await using done = await moved({
      arrange: (old, now) => {
        source = named(old.variables, 'Message').id
        now.variables[there] = { id: there, name: 'Message', type: 'number', value: 7 }
        addFlow(old, readable(1), 'Tells', [telling(`It says [[homey:manager:logic|${source}]]`)])
      },
    })
    const { homes, outcome, idOf } = done
    assert.equal(outcome.exit, 'done', outcome.reason ?? '')
    const { variables, flows } = homes.target.state
    assert.deepEqual(variables[there], { id: there, name: 'Message', type: 'number', value: 7 })
    const made = variables[idOf(source)]
    assert.deepEqual([made?.type, made?.value], ['string', 'Welcome home'])
    assert.match(made?.name ?? '', /^Message \(from Old\)$/)
    assert.match(JSON.stringify(flows[idOf(readable(1))]), new RegExp(`logic\\|${made?.id}`))
    const key = { authorization: `Bearer ${homes.target.key}` }
    const path = `/api/manager/flow/flow/${idOf(readable(1))}/trigger`
    const response = await fetch(`${homes.target.address}${path}`, { method: 'POST', headers: key })
    assert.ok(response.ok)
    assert.match(JSON.stringify(homes.target.state.effects), /It says Welcome home/)
  },
)

test(
  '24: of a Pro 2019 every card gets its long id, and what only it has is on the checklist',
  TIMEOUT,
  async () => {
    await using done = await moved({ generation: 'pro-2019' })
    const { homes, outcome, idOf } = done
    assert.equal(outcome.exit, 'done', outcome.reason ?? '')
    const { flows, advancedFlows } = homes.target.state
    const cards = [
      ...Object.values(flows).flatMap(({ trigger, conditions, actions }) => [
        trigger,
        ...conditions,
        ...actions,
      ]),
      ...Object.values(advancedFlows).flatMap(({ cards }) =>
        Object.values(cards).filter(({ id }) => id !== undefined),
      ),
    ]
    assert.ok(cards.length > 40)
    assert.deepEqual(
      cards.filter(({ id }) => !/^homey:[a-z]+:.+/.test(String(id))),
      [],
    )
    assert.deepEqual(
      cards.filter((card) => 'uri' in card),
      [],
      'no field of the old form',
    )
    for (const { id, enabled, name } of Object.values(homes.source.state.flows)) {
      if (!homes.plan.held.some(({ object }) => object === `flow:${id}`)) {
        assert.equal(isOn(homes.target.state, idOf(id)), enabled, name)
      }
    }
    const told = homes.plan.byHand.map(({ what }) => what).join('\n')
    for (const word of [/volume/i, /brightness/i]) assert.match(told, word)
  },
)
