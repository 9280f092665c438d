// Scripts: what they can do with the hub, and that they can do nothing else.
import assert from 'node:assert/strict'
import test from 'node:test'
import { byHand, card, notify } from '../homes/cards.ts'
import { startVirtualHomey, type VirtualHomey, type VirtualHomeyOptions } from '../index.ts'

const NEXT = { timeout: 30_000 }
const APP = 'homey:app:com.athom.homeyscript'

interface Result {
  success: boolean
  returns: unknown
}

async function world(options: Partial<VirtualHomeyOptions> = {}) {
  const homey = await startVirtualHomey({ home: 'apartment', ...options })
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${homey.address}/api/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${homey.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    assert.ok(response.ok, text)
    return text === '' ? undefined : JSON.parse(text)
  }
  const scripts = homey.state.appSettings['com.athom.homeyscript']?.['scripts'] ?? {}
  const [id = ''] = Object.keys(scripts)
  const run = (code: string, args: unknown[] = []) =>
    post(`app/com.athom.homeyscript/script/${id}/run`, { code, args }) as Promise<Result>
  return { homey, post, run, id, [Symbol.asyncDispose]: () => homey.close() }
}

function deviceNamed(homey: VirtualHomey, name: string) {
  const device = Object.values(homey.state.devices).find((one) => one.name === name)
  assert.ok(device)
  return device
}

test('a script uses the hub as its owner does', NEXT, async () => {
  await using open = await world()
  const { homey, run } = open
  const lamp = deviceNamed(homey, 'Reading lamp')
  const code = `
    const devices = await Homey.devices.getDevices()
    const lamp = Object.values(devices).find((one) => one.name === 'Reading lamp')
    await lamp.setCapabilityValue('onoff', true)
    await Homey.devices.setCapabilityValue({ deviceId: lamp.id, capabilityId: 'dim', value: 0.2 })
    await tag('lamp', lamp.name)
    global.set('seen', (global.get('seen') ?? 0) + 1)
    await say('Done')
    await wait(5)
    log('lamp', { on: true })
    return [args, Object.keys(devices).length, global.get('seen')]`
  assert.deepEqual(await run(code, [7]), { success: true, returns: [[7], 19, 1] })
  assert.deepEqual((await run("return global.get('seen')")).returns, 1)
  assert.equal(lamp.capabilitiesObj['onoff']?.value, true)
  assert.equal(lamp.capabilitiesObj['dim']?.value, 0.2)
  const kinds = homey.state.effects.map((effect) => effect.kind)
  assert.ok(kinds.includes('said') && kinds.includes('script-run'))
  const token = await fetch(`${homey.address}/api/manager/flowtoken/flowtoken/${APP}:lamp/value`, {
    headers: { authorization: `Bearer ${homey.key}` },
  })
  assert.equal(await token.json(), 'Reading lamp')
})

test('a script that throws, or is none, fails with its message', NEXT, async () => {
  await using open = await world()
  const thrown = await open.run("throw new Error('No light')")
  assert.equal(thrown.success, false)
  const { message, stack } = thrown.returns as { message: string; stack: string }
  assert.equal(message, 'No light')
  assert.match(stack, /script\.js/)
  const rows = [
    ['return (', /Unexpected token/],
    ["await Homey.zones.getZone({ id: 'x' })", /^Not Found: Zone with ID x$/],
    ['await Homey.nothing.getIt()', /^Not Found: Operation/],
    ['throw "text"', /^text$/],
    ['return 1n', /BigInt/],
  ] as const
  for (const [code, expected] of rows) {
    const { success, returns } = await open.run(code)
    assert.equal(success, false, code)
    assert.match((returns as { message: string }).message, expected, code)
  }
})

test('a script gets at nothing else', NEXT, async () => {
  await using open = await world()
  const nothing = [
    ...['process', 'require', 'module', 'fetch', 'XMLHttpRequest', 'WebSocket', 'Buffer'],
    ...['globalThis.process', 'this?.process', 'globalThis.constructor?.process'],
  ].map((name) => name.replace(/^(\w+)$/, 'typeof $1 === "undefined" ? undefined : $1'))
  assert.deepEqual((await open.run(`return [${nothing}].filter(Boolean)`)).returns, [])
  const escapes = [
    "return globalThis.constructor.constructor('return process')().env",
    "return (async () => {}).constructor('return process')()",
    "return Homey.devices.getDevices.constructor.constructor('return process')()",
    "return log.constructor('return process')()",
    "return setTimeout.constructor('return this')().process.pid",
    "return eval('process')",
    "return (await import('node:fs')).readFileSync('/etc/hostname', 'utf8')",
    "return (await import('node:net')).connect(80, '127.0.0.1')",
    "try { await import('node:fs') } catch (e) { return e.constructor.constructor('return process')().pid }",
    "try { null.x } catch (e) { return e.constructor.constructor('return process')().pid }",
    `Error.prepareStackTrace = (_, sites) => sites
     const found = new Error().stack.map((site) => [site.getThis(), site.getFunction()]).flat()
     return found.find((one) => one).constructor.constructor('return process')().pid`,
    `let host
     const then = Promise.prototype.then
     Promise.prototype.then = function (...given) { host ??= given[0]; return then.apply(this, given) }
     await Homey.zones.getZones()
     return host.constructor('return process')().pid`,
    "new Proxy({}, { get: (t, k, r) => r }).x; return require('child_process').execSync('id')",
    '}); process.exit(0); (async () => {',
  ]
  for (const code of escapes) {
    const { success } = await open.run(code)
    assert.equal(success, false, code)
  }
})

test('a script has little time and little memory', NEXT, async () => {
  await using open = await world({ scriptLimits: { milliseconds: 700, megabytes: 32 } })
  const messageOf = async (code: string) => {
    const { success, returns } = await open.run(code)
    assert.equal(success, false, code)
    return (returns as { message: string }).message
  }
  assert.equal(await messageOf('for (;;) {}'), 'Timeout after 700ms')
  assert.equal(await messageOf('await new Promise(() => {})'), 'Timeout after 700ms')
  await using roomy = await world({ scriptLimits: { milliseconds: 20_000, megabytes: 32 } })
  const hungry = 'const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()))'
  const { returns } = await roomy.run(hungry)
  assert.match((returns as { message: string }).message, /^Out of memory/)
  const outside = 'const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1))'
  assert.match(
    JSON.stringify((await roomy.run(outside)).returns),
    /Out of memory|allocation failed/,
  )
  const flood = 'for (;;) log("x")'
  assert.match(JSON.stringify((await roomy.run(flood)).returns), /More than|Out of memory/)
})

test('closing the hub ends its scripts', NEXT, async () => {
  const open = await world()
  const running = open.run("await say('Here'); await new Promise(() => {})")
  const ended = assert.rejects(running)
  const said = () => open.homey.state.effects.some((effect) => effect.kind === 'said')
  while (!said()) await new Promise((next) => setTimeout(next, 10))
  await open.homey.close()
  await ended
})

test('the cards of HomeyScript run it', NEXT, async () => {
  const key = '0e3a0d0e-6f6b-4a38-9b9c-2b8f4d0a4a11'
  const tell = '1e3a0d0e-6f6b-4a38-9b9c-2b8f4d0a4a12'
  const begin = '2e3a0d0e-6f6b-4a38-9b9c-2b8f4d0a4a13'
  const homey = await startVirtualHomey({
    home: {
      name: 'scripted',
      describe: (house) => {
        house.user('Olivia', 'owner')
        house.zone('Home', { icon: 'home' })
        house.app('com.athom.homeyscript', 'HomeyScript')
        const yes = house.script('Yes', 'return args[0] === "yes"')
        const script = { id: yes.id, name: 'Yes' }
        house.flow('Ask', {
          when: byHand(),
          and: [card(`${APP}:runWithArg`, { script, argument: 'yes' })],
          do: [notify('asked'), card(`${APP}:runCode_v2`, { code: "throw new Error('no')" })],
          otherwise: [notify('wrong')],
        })
      },
    },
  })
  await using _closing = homey
  const api = async (method: string, path: string, body: unknown) => {
    const response = await fetch(`${homey.address}/api/manager/flow/${path}`, {
      method,
      headers: { authorization: `Bearer ${homey.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.ok(response.ok)
    const text = await response.text()
    return text === '' ? {} : JSON.parse(text)
  }
  const [ask] = Object.keys(homey.state.flows)
  const code = "return 'Hello ' + args[0]"
  const cards = {
    [begin]: { type: 'start', x: 0, y: 0, outputSuccess: [key] },
    [key]: {
      ...{ type: 'action', x: 1, y: 0, id: `${APP}:runCodeWithArgReturnsString_v2` },
      ...{ args: { code, argument: 'you' }, outputSuccess: [tell], outputError: [] },
    },
    [tell]: { type: 'action', x: 2, y: 0, ...notify(`[[action::${key}::string]]!`) },
  }
  const advanced = await api('POST', 'advancedflow', { name: 'Tell', cards })
  await api('POST', `flow/${ask}/trigger`, {})
  await api('POST', `advancedflow/${advanced.id}/trigger`, {})
  const seen = () => homey.state.effects.map((effect) => effect['excerpt'] ?? effect['error'])
  while (seen().filter(Boolean).length < 3) await new Promise((next) => setTimeout(next, 20))
  assert.deepEqual(seen().filter(Boolean).sort(), ['Hello you!', 'asked', 'no'])
  const uri = `flowcardcondition/${APP}/${APP}:runCode_v2/run`
  assert.deepEqual(await api('POST', uri, { args: { code: 'return true' } }), { result: true })
})
