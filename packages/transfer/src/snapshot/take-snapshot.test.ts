// Snapshots of virtual homes: nothing of the state is missing without a reason, two looks at one home are
// one snapshot, and a home that moves while it is read is noticed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import { openHome, TAKING } from '../homes.test-support.ts'
import { isObject } from '../json.ts'
import { KIND_NAMES } from '../kinds/kind-name.ts'
import type { Snapshot } from './snapshot.ts'
import { takeSnapshot } from './take-snapshot.ts'

const HOMES = [
  ['villa', 'pro-2019'],
  ['villa', 'pro-2023'],
  ['villa-moved', 'pro-2023'],
  ['apartment', 'cloud'],
  ['empty', 'pro-2023'],
] as const

type State = VirtualHomey['state']

const HOMEYSCRIPT = 'com.athom.homeyscript'
const GROUP = 'homey:virtualdrivergroup:driver'

const scriptsOf = (state: State): string[] =>
  Object.keys(state.appSettings[HOMEYSCRIPT]?.['scripts'] ?? {})

/** What of the state is which objects; every collection of the state is here or in `OUTSIDE`. */
const INSIDE: Readonly<Record<string, (state: State, snapshot: Snapshot) => [unknown, unknown]>> = {
  zones: (state, { objects }) => [Object.keys(state.zones), [...objects.zone.keys()]],
  devices: (state, { objects }) => [
    Object.keys(state.devices),
    [...objects.device.keys(), ...objects.group.keys()],
  ],
  flows: (state, { objects }) => [Object.keys(state.flows), [...objects.flow.keys()]],
  advancedFlows: (state, { objects }) => [
    Object.keys(state.advancedFlows),
    [...objects['advanced-flow'].keys()],
  ],
  flowFolders: (state, { objects }) => [
    Object.keys(state.flowFolders),
    [...objects['flow-folder'].keys()],
  ],
  variables: (state, { objects }) => [Object.keys(state.variables), [...objects.variable.keys()]],
  moods: (state, { objects }) => [Object.keys(state.moods), [...objects.mood.keys()]],
  dashboards: (state, { objects }) => [
    Object.keys(state.dashboards),
    [...objects.dashboard.keys()],
  ],
  apps: (state, { objects }) => [Object.keys(state.apps), [...objects.app.keys()]],
  users: (state, { objects }) => [
    [...Object.keys(state.users), ...favourites(state)],
    [...objects.user.keys(), ...objects.favourites.keys()],
  ],
  experiments: (state, { objects, manifest }) =>
    manifest.unread.some(({ kind }) => kind === 'experiment')
      ? [[], [...objects.experiment.keys()]]
      : [Object.keys(state.experiments), [...objects.experiment.keys()]],
  // The state of a Homey Cloud may hold alarms; it has no operation that shows them.
  alarms: (state, { objects, manifest }) =>
    manifest.unread.some(({ kind }) => kind === 'alarm')
      ? [[], [...objects.alarm.keys()]]
      : [Object.keys(state.alarms), [...objects.alarm.keys()]],
  appSettings: (state, { objects }) => [
    [
      ...scriptsOf(state),
      ...Object.entries(state.appSettings).flatMap(([app, settings]) =>
        Object.keys(settings)
          .filter((name) => app !== HOMEYSCRIPT || !['scripts', 'tokens'].includes(name))
          .map((name) => `${app}/${name}`),
      ),
    ],
    [...objects.script.keys(), ...objects['app-setting'].keys()],
  ],
  // The rest are defaults that were never changed.
  options: (state, { objects }) => {
    const set = Object.keys(state.options)
    return [set, [...objects.option.keys()].filter((id) => set.includes(id))]
  },
  notificationOwners: (state, { objects }) => {
    const alive = Object.keys(state.notificationOwners).filter((uri) => !uri.includes('0dead'))
    return [alive, [...objects['notification-owner'].keys()].filter((uri) => alive.includes(uri))]
  },
  system: (state, { objects }) => [
    [state.system.name],
    [objects.option.get('system.name')?.content['value']],
  ],
  energy: (state, { objects, manifest }) =>
    manifest.hub.generation === 'pro-2019'
      ? [[], []]
      : [
          [state.energy.priceType, state.energy.userCosts, state.energy.zone],
          ['electricityPriceType', 'dynamicUserCosts', 'dynamicZone'].map(
            (name) => objects.option.get(`energy.${name}`)?.content['value'],
          ),
        ],
}

/** What is not in a snapshot, and why. */
const OUTSIDE: Readonly<Record<string, string>> = {
  settingDefinitions: 'they are the driver’s; they say which settings are secret',
  images: 'they are what cameras show',
  notifications: 'the past',
  insights: 'the past',
  sessions: 'they open the hub',
  localCredentials: 'they open the hub',
  pairSessions: 'they last a moment',
  widgetStores: 'apps keep there what they like for their own widgets',
  effects: 'what tests look at',
}

const favourites = (state: State): string[] =>
  Object.values(state.users)
    .filter(({ properties }) => Object.keys(properties).length > 0)
    .map(({ id }) => id)

for (const [name, generation] of HOMES) {
  test(`all of ${name} on a ${generation} is there`, { timeout: 120_000 }, async () => {
    await using home = await openHome({ home: name, generation })
    const snapshot = await takeSnapshot(home.hub, TAKING)
    const { state } = home.homey
    const places = [...Object.keys(INSIDE), ...Object.keys(OUTSIDE)].sort()
    assert.deepEqual(places, Object.keys(state).sort())
    for (const [place, both] of Object.entries(INSIDE)) {
      const [kept, found] = both(state, snapshot)
      assert.deepEqual(sorted(found), sorted(kept), place)
    }
    for (const kind of KIND_NAMES) {
      assert.equal(snapshot.objects[kind].size, snapshot.manifest.counts[kind] ?? 0)
    }
    assert.equal(snapshot.manifest.stable, true)
    assert.ok(snapshot.manifest.unread.every(({ why }) => why === 'absent' || why === 'untold'))
    assert.equal(home.homey.state.effects.length, state.effects.length)
    assert.deepEqual(writes(home.homey), [])
  })
}

const sorted = (list: unknown): unknown => (Array.isArray(list) ? list.map(String).sort() : list)

const writes = (homey: VirtualHomey): string[] =>
  homey.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)

test('the same home has the same root, whichever way it is looked at', async () => {
  await using home = await openHome({ home: 'villa' })
  const first = await takeSnapshot(home.hub, TAKING)
  const second = await takeSnapshot(home.hub, { ...TAKING, cards: false })
  assert.equal(second.manifest.root, first.manifest.root)
  // HMACs have keys of their own, so nobody learns from two snapshots that a PIN stayed the same.
  const pin = (snapshot: Snapshot) =>
    snapshot.objects.option.get('google-assistant.pinCode')?.content
  assert.notDeepEqual(pin(second), pin(first))
})

test('what changes by itself does not change the root, all else does', async () => {
  await using home = await openHome()
  const root = async () => (await takeSnapshot(home.hub, TAKING)).manifest.root
  const before = await root()
  const { variables, devices, flows } = home.homey.state
  for (const variable of Object.values(variables)) {
    if (variable.type === 'number') variable.value = 42
  }
  for (const device of Object.values(devices)) {
    device.available = !device.available
    device.lastSeenAt = '2026-05-01T07:00:00.000Z'
  }
  assert.equal(await root(), before)
  const [flow] = Object.values(flows)
  assert.ok(flow)
  flow.enabled = !flow.enabled
  assert.notEqual(await root(), before)
})

test('a home that changes while it is read is read again until it is still', async () => {
  await using home = await openHome()
  home.homey.faults.add('moods.getMoods nth 1 -> edit flows rename "Between"')
  const snapshot = await takeSnapshot(home.hub, TAKING)
  assert.equal(snapshot.manifest.stable, true)
  const names = [...snapshot.objects.flow.values()].map(({ name }) => name)
  assert.ok(names.includes('Between'))
})

test('a secret that changes while it is read is noticed as well', async () => {
  await using home = await openHome()
  let lists = 0
  const app = home.homey.state.appSettings['nl.example.climate']
  assert.ok(app)
  home.homey.fault = ({ operation }) => {
    if (operation === 'moods.getMoods' && ++lists === 2) app['refreshToken'] = 'SECRET-another'
    return undefined
  }
  const snapshot = await takeSnapshot(home.hub, TAKING)
  assert.equal(snapshot.manifest.stable, true)
  assert.ok(lists >= 3)
  assert.ok([...(snapshot.secrets?.values() ?? [])].includes('SECRET-another'))
})

test('a home that never stands still is taken as it is, and said to be so', async () => {
  await using home = await openHome()
  let lists = 0
  home.homey.fault = ({ operation }) => {
    if (operation !== 'zones.getZones') return undefined
    const [zone] = Object.values(home.homey.state.zones)
    if (zone) zone.name = `Zone ${++lists}`
    return undefined
  }
  const snapshot = await takeSnapshot(home.hub, TAKING)
  assert.equal(snapshot.manifest.stable, false)
  assert.equal(lists, 4)
})

test('what the credential may not read is told, by what it lacks', async () => {
  for (const generation of ['pro-2023', 'cloud'] as const) {
    const scopes = ['homey.zone.readonly', 'homey.flow.readonly', 'homey.system.readonly']
    await using home = await openHome({ generation, scopes })
    const { objects, manifest } = await takeSnapshot(home.hub, TAKING)
    assert.ok(objects.flow.size > 0)
    assert.equal(objects.mood.size, 0)
    const moods = manifest.unread.filter(({ kind }) => kind === 'mood')
    assert.deepEqual(
      moods.map(({ why, id }) => [why, id]),
      [['not-permitted', undefined]],
    )
    assert.match(moods[0]?.reason ?? '', /homey\.mood\.readonly/)
    // Every kind is there or is told of, with a reason.
    for (const kind of KIND_NAMES) {
      const told = manifest.unread.some((one) => one.kind === kind && one.reason !== '')
      assert.ok(told || objects[kind].size > 0, kind)
    }
  }
})

test('a kind that the hub fails to answer is told of, and the rest is there', async () => {
  await using home = await openHome()
  home.homey.faults.add('moods.getMoods -> refuse 500')
  home.homey.faults.add('apps.getAppSettings nth 2 -> refuse 500')
  const { objects, manifest } = await takeSnapshot(home.hub, TAKING)
  assert.equal(manifest.unread.find(({ kind }) => kind === 'mood')?.why, 'failed')
  assert.ok(objects.zone.size > 0)
})

test('a hub that is lost on the way gives no snapshot', async () => {
  await using home = await openHome()
  home.homey.fault = ({ operation }) => {
    if (operation === 'devices.getDevices') void home.homey.close()
    return undefined
  }
  await assert.rejects(takeSnapshot(home.hub, TAKING))
})

test('a key that is good no more on the way gives no snapshot', async () => {
  await using home = await openHome()
  home.homey.faults.add('moods.getMoods nth 2 -> expire-session')
  await assert.rejects(takeSnapshot(home.hub, TAKING), { code: 'hub_credential_refused' })
})

test('without the definitions of settings, their names say what is secret', async () => {
  await using home = await openHome()
  home.homey.faults.add('devices.getDeviceSettingsObj -> refuse 500')
  const { objects, manifest } = await takeSnapshot(home.hub, TAKING)
  assert.ok(manifest.unread.some(({ kind, reason }) => kind === 'device' && /names/.test(reason)))
  assert.ok(!JSON.stringify([...objects.device.values()]).includes('SECRET-'))
})

test('cards and tokens are there as far as liveness needs them', async () => {
  await using home = await openHome({ home: 'villa' })
  const { cards, tokens } = await takeSnapshot(home.hub, TAKING)
  const set = cards.find(({ id }) => id === 'homey:manager:cron:time_exactly')
  assert.deepEqual([set?.role, set?.ownerUri], ['trigger', 'homey:manager:cron'])
  assert.ok(cards.some(({ args }) => Object.values(args).some(({ values }) => values)))
  const lamp = Object.values(home.homey.state.devices).find(({ capabilities }) =>
    capabilities.includes('dim'),
  )
  assert.ok(tokens.includes(`homey:device:${lamp?.id}:dim`))
})

test('settings that a device only shows are facts, those that can be set are content', async () => {
  await using home = await openHome({ home: 'villa' })
  const { objects } = await takeSnapshot(home.hub, TAKING)
  const shown = [...objects.device.values()].filter(
    ({ facts }) => isObject(facts['shown']) && 'zb_ieee_address' in facts['shown'],
  )
  assert.ok(shown.length > 20)
  for (const { id, content, facts } of objects.device.values()) {
    const state = home.homey.state.devices[id]
    const names = [content['settings'], facts['shown']].flatMap((part) =>
      isObject(part) ? Object.keys(part) : [],
    )
    assert.deepEqual(names.sort(), Object.keys(state?.settings ?? {}).sort())
    assert.notEqual(state?.driverId, GROUP)
  }
})
