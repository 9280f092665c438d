// Events as they happen, on every generation: through cut connections, ended sessions and refusals.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS, type Generation } from '@latchkey/catalogue'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { AthomAccount } from './account/athom-account.ts'
import { AthomCloud } from './account/athom-cloud.ts'
import { AthomClientCredential } from './credentials/athom-client.ts'
import { localKey } from './credentials/local-key.ts'
import { HubConnection } from './hub-connection.ts'
import { backOff, type HubEvent, HubSubscription, type SubscriptionState } from './subscription.ts'
import { ID, KEY, throwawayHub } from './throwaway-hub.test.ts'

/** A hub, the login of a registered client at it, and a subscription; time is moved by `pass`. */
async function world(generation: Generation) {
  let time = Date.UTC(2026, 0, 5, 12)
  const now = () => time
  const homey = await startVirtualHomey({
    ...{ home: 'apartment', generation, account: true, clock: () => new Date(time) },
  })
  const { account } = homey
  assert.ok(account)
  const cloud = new AthomCloud(account.url, now)
  const client = { id: account.clientId, secret: account.clientSecret }
  const tokens = await passwordTokens(account, now)
  const login = new AthomAccount({ cloud, client, tokens, now, save: async () => {} })
  const credential = new AthomClientCredential({ account: login, now, save: async () => {} })
  const { address, id } = homey
  const hub = new HubConnection({ address, id, generation, credential })
  const events: HubEvent[] = []
  const states: SubscriptionState[] = []
  const subscription = new HubSubscription({
    ...{ hub, backOff: () => 10 },
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
  })
  return {
    ...{ homey, subscription, events, states, hub },
    pass: (ms: number) => {
      time += ms
      homey.advance(0)
    },
    [Symbol.asyncDispose]: async () => {
      await subscription.close()
      await hub.close()
      await homey.close()
    },
  }
}

async function passwordTokens(
  account: { url: string; clientId: string; clientSecret: string; user: string; password: string },
  now: () => number,
) {
  const {
    url,
    clientId: client_id,
    clientSecret: client_secret,
    user: username,
    password,
  } = account
  const form = { grant_type: 'password', client_id, client_secret, username, password }
  const answer = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const said = (await answer.json()) as Record<string, string>
  const { access_token: access = '', refresh_token: refresh = '', expires_in } = said
  return { access, refresh, expiresAt: now() + Number(expires_in) * 1000 }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const ZONES = 'homey:manager:zones'

for (const generation of GENERATIONS) {
  test(`${generation}: events come, after a cut and after the session's end too`, {
    timeout: 20_000,
  }, async () => {
    await using here = await world(generation)
    const { homey, subscription, events, states } = here
    const [zone] = Object.values(homey.state.zones)
    const owner = new HubConnection({
      ...{ address: homey.address, id: homey.id, generation },
      credential: localKey(homey.signIn()),
    })
    const rename = async (name: string) => {
      const body = JSON.stringify({ name })
      const path = `/api/manager/zones/zone/${zone?.id}`
      const answer = await owner.send({ method: 'PUT', path, body, effect: true })
      assert.equal(answer.status, 200)
      await until(() => events.some(({ data }) => (data as { name?: string }).name === name))
    }
    await subscription.subscribe(ZONES)
    await rename('One')
    assert.deepEqual(
      events.map(({ uri, event }) => [uri, event]),
      [[ZONES, 'zone.update']],
    )
    homey.restart()
    await until(() => states.length === 3)
    await rename('Two')
    const tokens = () => homey.requests.filter(({ path }) => path.includes('/users/login')).length
    assert.equal(tokens(), 1)
    here.pass(24 * 3_600_000 + 60_000)
    await until(() => states.length === 5)
    assert.equal(tokens(), 2, 'renewed once')
    assert.deepEqual(
      states.map(({ state }) => state),
      ['up', 'down', 'up', 'down', 'up'],
    )
    await owner.close()
  })
}

test('what the hub refuses is told, and the rest goes on', { timeout: 20_000 }, async () => {
  await using here = await world('pro-2023')
  const { subscription, homey, states } = here
  await assert.rejects(subscription.subscribe('homey:manager:nonsense'), { code: 'hub_refused' })
  const [device] = Object.values(homey.state.devices)
  await subscription.subscribe(`homey:device:${device?.id}`)
  await subscription.subscribe(ZONES)
  homey.restart()
  await until(() => states.length === 3)
  assert.deepEqual(states.at(-1), { state: 'up', refused: [] })
})

test('who waits for a yes does not wait for a socket that is cut', {
  timeout: 20_000,
}, async () => {
  await using here = await world('pro-2023')
  const { subscription, homey, states } = here
  await subscription.subscribe(ZONES)
  await until(() => states.length === 1)
  const began = performance.now()
  const asked = Object.keys(homey.state.devices).map((id) =>
    subscription.subscribe(`homey:device:${id}`),
  )
  homey.restart()
  await Promise.all(asked)
  assert.ok(performance.now() - began < 8_000, 'long before acknowledgements are given up')
})

test('a subscription waits for a hub that is away, and ends when it is closed', {
  timeout: 20_000,
}, async () => {
  await using here = await world('pro-2023')
  await here.homey.close()
  const waiting = here.subscription.subscribe(ZONES)
  await until(() => here.states.length > 1)
  await here.subscription.close()
  await assert.rejects(waiting, { code: 'hub_offline' })
  await assert.rejects(here.subscription.subscribe(ZONES), { code: 'hub_offline' })
})

test('closing does not wait for a hub that takes the socket and says nothing', {
  timeout: 8_000,
}, async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  await using silent = await throwawayHub(() => resolve())
  const { address } = silent
  const credential = localKey(KEY)
  await using hub = new HubConnection({ address, id: ID, credential, generation: 'pro-2023' })
  const subscription = new HubSubscription({ hub, onEvent: () => {} })
  const waits = assert.rejects(subscription.subscribe('homey:manager:zones'), {
    code: 'hub_offline',
  })
  await arrived
  await subscription.close()
  await waits
})

test('pauses between sockets double up to half a minute', () => {
  const pauses = [0, 1, 2, 3, 6, 20].map((failures) => backOff(failures, () => 1))
  assert.deepEqual(pauses, [500, 1000, 2000, 4000, 30_000, 30_000])
  assert.equal(
    backOff(0, () => 0),
    250,
  )
})
