// Pairing with a virtual hub: what its drivers find by themselves, and what somebody has to press.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Home, openHome, TAKING } from '../../homes.test-support.ts'
import type { Snapshot, SnapshotObject } from '../../snapshot/snapshot.ts'
import { takeSnapshot } from '../../snapshot/take-snapshot.ts'
import { guidedPairing, type PairingStep } from './guided-pairing.ts'
import { pairByScript } from './scripted-pairing.ts'

const timeout = 30_000

let villa: Snapshot

before(async () => {
  await using home = await openHome({ home: 'villa' })
  villa = await takeSnapshot(home.hub, { ...TAKING, cards: false })
})

const old = (name: string, driver: string): SnapshotObject => {
  const found = [...villa.objects.device.values()].find(
    (device) => device.name === name && String(device.facts['driverId']).endsWith(driver),
  )
  assert.ok(found, `the villa has no ${name}`)
  return found
}

/** The target's time, which only waiting moves on. */
const patience = ({ homey }: Home, zone: string | null) => ({
  ...{ zone, every: 1000, looks: 5 },
  wait: async (milliseconds: number) => homey.advance(milliseconds),
})

const someZone = ({ homey }: Home): string => Object.keys(homey.state.zones).at(-1) ?? ''

function lose({ homey }: Home, driver: string): void {
  for (const { id, driverId } of Object.values(homey.state.devices)) {
    if (driverId.endsWith(driver)) delete homey.state.devices[id]
  }
}

test('a thing on the network is paired by its key, named, placed and ready', {
  timeout,
}, async () => {
  await using home = await openHome({ home: 'villa-moved' })
  lose(home, 'casa:speaker')
  const speaker = old('Clock radio', 'casa:speaker')
  const done = await pairByScript(home.hub, speaker, patience(home, someZone(home)))
  assert.ok(done.done)
  assert.deepEqual(done.readiness, { is: 'ready' })
  const device = home.homey.state.devices[done.binding.target ?? '']
  assert.deepEqual(device?.data, speaker.facts['data'], 'the same hardware')
  assert.deepEqual([device?.name, device?.zone], ['Clock radio', someZone(home)])
  assert.deepEqual([done.binding.source, done.binding.by], [speaker.id, 'paired'])
  assert.deepEqual(home.homey.state.pairSessions, {}, 'no session is left open')
})

test('a virtual device is made anew, of Homey’s own drivers too', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-moved' })
  for (const source of [old('Guests', 'virtual:switch'), old('Goodbye button', 'button:driver')]) {
    const done = await pairByScript(home.hub, source, patience(home, null))
    assert.ok(done.done, source.name ?? '')
    assert.deepEqual(done.readiness, { is: 'ready' })
    assert.equal(home.homey.state.devices[done.binding.target ?? '']?.name, source.name)
  }
})

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['Pond dimmer', 'fjord:dimmer', /finds nothing by itself/],
  ['Boiler', 'climate:boiler', /finds nothing by itself/],
]

test('what needs somebody is left alone, with the reason', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-moved' })
  const count = Object.keys(home.homey.state.devices).length
  for (const [name, driver, why] of REFUSED) {
    const done = await pairByScript(home.hub, old(name, driver), patience(home, null))
    assert.match(done.done ? 'done' : done.why, why)
  }
  await using bare = await openHome({ home: 'empty' })
  const none = await pairByScript(bare.hub, old('Weather', 'casa:weather'), patience(bare, null))
  assert.match(none.done ? 'done' : none.why, /install its app first/)
  assert.equal(Object.keys(home.homey.state.devices).length, count)
  assert.deepEqual(home.homey.state.pairSessions, {})
})

test('something else on the network is not taken for it', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-moved' })
  const speaker = old('Clock radio', 'casa:speaker')
  const own = Object.values(home.homey.state.devices).filter(
    ({ driverId, data }) =>
      driverId.endsWith('casa:speaker') &&
      JSON.stringify(data) !== JSON.stringify(speaker.facts['data']),
  )
  delete home.homey.state.devices[own[0]?.id ?? '']
  const done = await pairByScript(home.hub, speaker, patience(home, null))
  assert.match(done.done ? 'done' : done.why, /none of them is known to be this one/)
})

test('an answer that was lost makes no second device', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-moved' })
  lose(home, 'casa:speaker')
  home.homey.fault = ({ method, path }) =>
    method === 'POST' && path.endsWith('/device') ? { kind: 'lose-answer' } : undefined
  const done = await pairByScript(
    home.hub,
    old('Clock radio', 'casa:speaker'),
    patience(home, null),
  )
  assert.ok(done.done)
  const speakers = Object.values(home.homey.state.devices).filter(({ driverId }) =>
    driverId.endsWith('casa:speaker'),
  )
  assert.deepEqual(
    speakers.map(({ id }) => id),
    [done.binding.target],
  )
})

test('what somebody presses is bound, named and placed', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-moved' })
  const steps: PairingStep[] = []
  const dimmer = old('Pond dimmer', 'fjord:dimmer')
  const binding = await guidedPairing(
    home.hub,
    dimmer,
    async (step) => {
      steps.push(step)
      if (step.step === 'waiting') home.homey.pressButton('pond/Pond dimmer')
      return undefined
    },
    patience(home, someZone(home)),
  )
  assert.deepEqual([binding?.source, binding?.by], [dimmer.id, 'paired'])
  const device = home.homey.state.devices[binding?.target ?? '']
  assert.deepEqual([device?.name, device?.zone], ['Pond dimmer', someZone(home)])
  assert.deepEqual(
    steps.map(({ step }) => step),
    ['waiting', 'found'],
  )
})

test('another model is told of, and taken only if somebody says so', { timeout }, async () => {
  for (const answer of ['take', 'wait', 'stop'] as const) {
    await using home = await openHome({ home: 'villa-moved' })
    const other = Object.values(home.homey.state.devices).find(({ driverId }) =>
      driverId.endsWith('fjord:switch'),
    )
    assert.ok(other)
    const steps: string[] = []
    const binding = await guidedPairing(
      home.hub,
      old('Pond dimmer', 'fjord:dimmer'),
      async (step) => {
        steps.push(step.step)
        if (step.step === 'waiting') {
          home.homey.state.devices['new'] = { ...other, id: 'new', name: 'New' }
        }
        return step.step === 'another-model' ? answer : undefined
      },
      patience(home, null),
    )
    const wanted = {
      take: ['waiting', 'another-model', 'found'],
      wait: ['waiting', 'another-model', 'gave-up'],
      stop: ['waiting', 'another-model'],
    }
    assert.deepEqual(steps, wanted[answer])
    assert.equal(binding?.target, answer === 'take' ? 'new' : undefined)
    const name = home.homey.state.devices['new']?.name
    assert.equal(name, answer === 'take' ? 'Pond dimmer' : 'New')
  }
})
