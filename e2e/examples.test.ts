// The samples do what they say, as a developer copies them: with the access that an owner gave, without it, and when
// it is taken back.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import homeyApp from '../examples/homey-app/app.js'
import { startWebApp } from '../examples/web-app/web-app.mjs'
import { Owner } from './consenting.ts'
import { PageVisitor } from './page-visitor.ts'
import { openWorld, temporaryDirectory, type World } from './world.ts'

/** The lamps of the made-up apartment. */
const lampsOf = ({ homey }: World) =>
  Object.values(homey.state.devices).filter(
    (one) => one.class === 'light' && one.capabilitiesObj['onoff'],
  )

const isOn = (world: World, id: string): unknown =>
  world.homey.state.devices[id]?.capabilitiesObj['onoff']?.value

test('the web app: connects, lists, switches, renews, and says what was refused or taken back', async () => {
  const clock = { ahead: 0 }
  await using world = await openWorld({ now: () => Date.now() + clock.ahead })
  const ann = await Owner.of(world)
  const body = { name: 'Lamps', redirectUris: ['http://127.0.0.1/back'] }
  const { id: clientId } = await world.owner<{ id: string }>('POST', '/clients', body)
  const app = await startWebApp({ latchkey: world.url, clientId, port: 0 })
  await using _ = { [Symbol.asyncDispose]: async () => void (await app.close()) }
  const visitor = new PageVisitor(app.url)
  const press = (path: string, fields: Record<string, string> = {}, origin = app.url) =>
    visitor.post(path, fields, { origin })
  const shown = async () => (await visitor.get('/')).text
  const connect = async (decision: Parameters<Owner['consent']>[1] = {}) => {
    const { headers } = await visitor.get('/connect')
    const back = await ann.consent(String(headers['location']), {
      ...decision,
      fields: { life: '30d', ...decision.fields },
    })
    return visitor.get(`${back.pathname}${back.search}`)
  }
  assert.match(await shown(), /Connect your Homey/)
  assert.match((await connect({ decision: 'deny' })).text, /The owner said no/)
  assert.equal((await connect()).headers['location'], '/')
  const [lamp, other] = lampsOf(world)
  assert.ok(lamp && other)
  assert.ok((await shown()).includes(lamp.name))
  const was = isOn(world, lamp.id)
  const form = { id: lamp.id, on: String(!was) }
  assert.match((await press('/switch', form, 'https://evil.example')).text, /not from here/)
  assert.equal(isOn(world, lamp.id), was)
  assert.equal((await press('/switch', form)).headers['location'], '/')
  assert.equal(isOn(world, lamp.id), !was)
  // Its token is over, and it gets another by itself.
  clock.ahead = 2 * 3_600_000
  assert.ok((await shown()).includes(lamp.name))
  const [key] = await world.owner<readonly { id: string }[]>('GET', '/keys')
  await world.owner('DELETE', `/keys/${key?.id}`)
  assert.match(await shown(), /The access was taken back/)
  assert.match(await shown(), /Connect your Homey/)
  // Less than it asked for is less, in words.
  await connect({ without: ['device:control'] })
  assert.match((await press('/switch', form)).text, /It needs device:control/)
  assert.match((await press('/forget')).text, /given back/)
  assert.equal(
    (await world.owner<readonly { state: string }[]>('GET', '/keys')).at(-1)?.state,
    'revoked',
  )
  assert.deepEqual(world.errors, [])
})

/** Runs the command to its end; `onCode` is told the code that its user is to type. */
async function lights(
  world: World,
  file: string,
  words: readonly string[] = [],
  onCode: (code: string) => Promise<void> = async (code) => assert.fail(`it asks for ${code}`),
) {
  const script = resolve(import.meta.dirname, '../examples/command-line/lights.mjs')
  const env = { ...process.env, LATCHKEY: world.url, LIGHTS_FILE: file }
  const child = spawn(process.execPath, [script, ...words], { env })
  const said: string[] = []
  let typed: Promise<void> = Promise.resolve()
  createInterface(child.stdout).on('line', (line) => said.push(line))
  const complaints: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    complaints.push(line)
    const code = /type (\S+)$/.exec(line)?.[1]
    if (code) typed = onCode(code)
  })
  const status = await new Promise((done) => child.on('close', done))
  await typed
  return { status, said, complaints: complaints.join('\n') }
}

/** The owner types the code of a device, and says yes. */
async function admit(ann: Owner, code: string): Promise<void> {
  const secret = (text: string) => /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const typing = await ann.browser.get('/device')
  const typed = { xsrf: secret(typing.text), user_code: code }
  const checked = await ann.browser.post('/device', typed)
  const sent = await ann.browser.post('/device', {
    ...typed,
    xsrf: secret(checked.text),
    confirm: 'yes',
  })
  const end = await ann.decide(await ann.open(String(sent.headers['location'])))
  assert.match(end.page.text, /The device is connected/)
}

test('the command: a code is typed once, then it lists and switches, and gives the access back', {
  timeout: 60_000,
}, async () => {
  await using world = await openWorld()
  using directory = temporaryDirectory()
  const file = join(directory.path, 'access.json')
  const ann = await Owner.of(world)
  const first = await lights(world, file, [], (code) => admit(ann, code))
  assert.equal(first.status, 0, first.complaints)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const [lamp] = lampsOf(world)
  assert.ok(lamp)
  assert.equal(first.said.length, lampsOf(world).length)
  assert.ok(first.said.some((line) => line.endsWith(` ${lamp.name}`)))
  const wanted = isOn(world, lamp.id) ? 'off' : 'on'
  const second = await lights(world, file, [lamp.name, wanted])
  assert.equal(second.status, 0, second.complaints)
  assert.equal(isOn(world, lamp.id), wanted === 'on')
  assert.equal((await lights(world, file, ['--forget'])).status, 0)
  assert.equal(existsSync(file), false)
  assert.equal(
    (await world.owner<readonly { state: string }[]>('GET', '/keys')).at(-1)?.state,
    'revoked',
  )
  assert.deepEqual(world.errors, [])
})

/** What the SDK gives to an app as `this.homey`, on a Homey that allows what Athom allows to apps. */
function standIn({ homey }: World) {
  const values = new Map<string, unknown>()
  const changes = new EventEmitter()
  const logged: string[] = []
  const token = homey.createKey(['homey.device.readonly', 'homey.mood.readonly'])
  let listener: (given: { name: string }) => Promise<void> = async () => assert.fail('no listener')
  return {
    logged,
    run: (name: string) => listener({ name }),
    set: (name: string, value: unknown) => {
      values.set(name, value)
      changes.emit('set', name)
    },
    homey: {
      ...{ platform: 'local', platformVersion: 2, version: '12.0.0' },
      settings: { get: (name: string) => values.get(name), on: changes.on.bind(changes) },
      api: { getOwnerApiToken: async () => token, getLocalUrl: async () => homey.address },
      cloud: { getHomeyId: async () => homey.id },
      flow: {
        getActionCard: () => ({
          registerRunListener: (one: typeof listener) => {
            listener = one
          },
        }),
      },
      log: (...words: string[]) => logged.push(words.join(' ')),
    },
  }
}

test('the Homey app: does what Athom allows without a Latchkey, and with one what its owner grants', async () => {
  await using world = await openWorld()
  const stand = standIn(world)
  const App = homeyApp.makeApp({
    App: class {
      homey = stand.homey
    },
  })
  const app = new App()
  await app.onInit()
  const moods = () => Object.values(world.homey.state.moods).map(({ name }) => name)
  await assert.rejects(
    stand.run('Reading'),
    /No Latchkey is set up\. Homey lets apps make no moods/,
  )
  assert.equal(await app.latchkey?.may('homey.mood'), false)
  const key = await world.fullKey('App', ['device:read', 'mood:create'])
  stand.set('latchkey_address', `${world.url}/`)
  stand.set('latchkey_key', key.key)
  await stand.run('Reading')
  assert.ok(moods().includes('Reading'))
  await world.owner('PUT', `/keys/${key.id}`, { permissions: ['device:read'] })
  await assert.rejects(stand.run('Late'), /It needs mood:create/)
  await world.owner('DELETE', `/keys/${key.id}`)
  stand.set('latchkey_key', `${key.key}`)
  await assert.rejects(stand.run('Late'), /Latchkey does not know this key any more/)
  stand.set('latchkey_address', 'http://127.0.0.1:9')
  await assert.rejects(stand.run('Late'), (error: Error) => !/Homey lets apps/.test(error.message))
  assert.deepEqual(
    moods().filter((name) => name === 'Late'),
    [],
  )
  assert.equal(stand.logged.length, 2)
  await app.onUninit()
  assert.deepEqual(world.errors, [])
})
