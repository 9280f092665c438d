// Requests whose content decides what they need, and what a refusal tells: a truth table.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld, type World } from './world.ts'

const HEADER = 'x-latchkey-accepted-permissions'

interface Subjects {
  readonly flow: string
  readonly lock: string
  readonly lamp: string
  readonly siren: string
}

function subjects({ homey }: World): Subjects {
  const device = (capability: string): string =>
    Object.values(homey.state.devices).find((one) => one.capabilities.includes(capability))?.id ??
    ''
  return {
    flow: Object.keys(homey.state.flows)[0] ?? '',
    lock: device('locked'),
    lamp: device('dim'),
    siren: Object.values(homey.state.devices).find((one) => one.class === 'siren')?.id ?? '',
  }
}

type Row = readonly [
  what: string,
  request: (of: Subjects) => readonly [method: string, path: string, body?: unknown],
  held: readonly string[],
  refusedWith: string | undefined,
]

const flow = (of: Subjects, body: unknown) =>
  ['PUT', `/api/manager/flow/flow/${of.flow}`, body] as const
const set = (device: string, capability: string, value: unknown) =>
  ['PUT', `/api/manager/devices/device/${device}/capability/${capability}`, { value }] as const
const SCRIPT = '/api/app/com.athom.homeyscript/script/example/run'
const SETTING = '/api/manager/apps/app/com.athom.homeyscript/setting'

const ROWS: readonly Row[] = [
  ['switching a Flow off', (of) => flow(of, { enabled: false }), ['flow:enable'], undefined],
  [
    'switching it off, with flow:update',
    (of) => flow(of, { enabled: false }),
    ['flow:update'],
    undefined,
  ],
  [
    'switching it off and renaming it',
    (of) => flow(of, { enabled: false, name: 'x' }),
    ['flow:enable'],
    'flow:update',
  ],
  [
    'switching it off, with neither',
    (of) => flow(of, { enabled: false }),
    ['flow:read'],
    'flow:update; flow:enable',
  ],
  ['switching it to a word', (of) => flow(of, { enabled: 'no' }), ['flow:enable'], 'flow:update'],
  ['dimming a lamp', (of) => set(of.lamp, 'dim', 0.5), ['device:control'], undefined],
  [
    'opening a lock',
    (of) => set(of.lock, 'locked', false),
    ['device:control'],
    'device:control,security-device:control',
  ],
  [
    'opening a lock, with security alone',
    (of) => set(of.lock, 'locked', false),
    ['security-device:control'],
    'device:control,security-device:control',
  ],
  [
    'opening a lock, with both',
    (of) => set(of.lock, 'locked', false),
    ['device:control', 'security-device:control'],
    undefined,
  ],
  [
    'opening a lock spelled in percents',
    (of) => set(of.lock, '%6c%6f%63%6b%65%64', false),
    ['device:control'],
    'device:control,security-device:control',
  ],
  [
    'switching on a siren',
    (of) => set(of.siren, 'onoff', true),
    ['device:control'],
    'device:control,security-device:control',
  ],
  [
    'switching on a siren, with both',
    (of) => set(of.siren, 'onoff', true),
    ['device:control', 'security-device:control'],
    undefined,
  ],
  ['running a script', () => ['POST', SCRIPT, {}], ['homeyscript:run'], undefined],
  [
    'running code of its own',
    () => ['POST', SCRIPT, { code: '1' }],
    ['homeyscript:run'],
    'homeyscript:run,homeyscript:update',
  ],
  [
    'reading where scripts are kept',
    () => ['GET', SETTING],
    ['app-settings:read'],
    'app-settings:read,homeyscript:read',
  ],
  [
    'writing where scripts are kept',
    () => ['PUT', `${SETTING}/scripts`, { value: {} }],
    ['app-settings:update'],
    'app-settings:update,homeyscript:update',
  ],
  [
    'reaching HomeyScript as any app',
    () => ['GET', '/api/app/com.athom.homeyscript/script'],
    ['app-api:call'],
    'homeyscript:read',
  ],
]

for (const [what, request, held, refusedWith] of ROWS) {
  test(`case 11, 12: ${what} with ${held.join(' ')}: ${refusedWith === undefined ? 'done' : `needs ${refusedWith}`}`, async () => {
    await using world = await openWorld({ readsFromHub: true })
    const key = await world.key(...held)
    const [method, path, body] = request(subjects(world))
    const before = world.homey.requests.length
    const reply = await world.send(method, path, { key, body })
    const reached = world.homey.requests
      .slice(before)
      .some((one) => one.method === method && !one.path.includes('ping'))
    assert.equal(reached, refusedWith === undefined, reply.text)
    assert.equal(reply.headers[HEADER], refusedWith)
    assert.equal(reply.status === 403, refusedWith !== undefined)
  })
}

test('a body that says a thing twice is judged and sent as one and the same', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('flow:enable')
  const id = subjects(world).flow
  const twice = '{"enabled":false,"enabled":true}'
  const reply = await fetch(`${world.url}/api/manager/flow/flow/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: twice,
  })
  assert.equal(reply.status, 200)
  assert.equal(world.homey.requests.at(-1)?.body, '{"enabled":true}')
})

test('a body that is no JSON, or not said to be: told so, and the hub sees nothing', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('variable:create')
  const before = world.homey.requests.length
  const post = (body: string, type: string) =>
    fetch(`${world.url}/api/manager/logic/variable`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
      body,
    })
  assert.equal((await post('{"a":', 'application/json')).status, 400)
  assert.equal((await post('a=b', 'application/x-www-form-urlencoded')).status, 415)
  assert.equal(world.homey.requests.length, before)
})
