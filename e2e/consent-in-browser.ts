// Consent in a real Chromium: the page comes through a sign-in, fits narrow windows, and has what people with other
// eyes or hands need. That it works without scripts is in the other tests. Skipped only where npm brings no Chromium.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { KeyView } from '@latchkey/gateway'
import { signedIn } from './browser.ts'
import type { Tab } from './chromium.ts'
import { noChromium } from './chromium-files.ts'
import { newClient, post, redeem, request } from './oauth-client.ts'
import { chromium } from './one-chromium.ts'
import { signInOn } from './sign-in-on.ts'
import { running } from './terminal.ts'
import { openWorld, temporaryDirectory } from './world.ts'

const skip = noChromium
const PICTURES = process.env['LATCHKEY_PICTURES']

const SOME_LOOKS = [
  [320, true],
  [1280, false],
] as const
/** The search for obstacles takes long: of pages that are like others, once. */
const ONE_LOOK = [[320, true]] as const
const ALL_LOOKS = [...SOME_LOOKS, [390, false], [390, true], [1280, true]] as const

/** A page fits narrow windows, and nothing keeps people from using it, in light and in dark. */
async function usable(
  tab: Tab,
  name: string,
  some: readonly (readonly [width: number, dark: boolean])[] = SOME_LOOKS,
): Promise<void> {
  const looks = PICTURES ? ALL_LOOKS : some
  for (const [width, dark] of looks) {
    await tab.look({ width, dark })
    const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    const look = `${name} ${width}${dark ? ' dark' : ''}`
    assert.equal(await tab.evaluate(over), 0, look)
    assert.deepEqual(await tab.obstacles(), [], look)
    if (PICTURES && width !== 320) await tab.screenshot(join(PICTURES, `${look}.png`))
  }
  await tab.look({ width: 1280, dark: false })
}

const LOOPBACK = 'http://127.0.0.1:9/back'

test('an owner signs in on the way, unticks, gives, and the client has what is left', {
  skip,
  timeout: 120_000,
}, async () => {
  await using world = await openWorld({ home: 'villa' })
  await signedIn(world, 'Ann')
  const redirects = { redirect_uris: [LOOPBACK], application_type: 'native' }
  const client = await newClient(world, redirects)
  const scope = 'device:read device:control flow:read variable:read flow:create camera:watch'
  const asked = request(world, client, scope, { redirect_uri: LOOPBACK })
  const tab = await chromium.open()
  await tab.goto(asked.to)
  await tab.says('Sign in')
  await signInOn(tab)
  await tab.says('Panel asks for access')
  await usable(tab, 'consent', ONE_LOOK)
  await tab.click('[name="p:flow:create"]')
  await tab.click('[name="p:variable:read"]')
  // One press makes it safer, keeps what was unticked, and shows where it was pressed.
  await tab.click('[name=safer][value="camera:watch 1"]')
  await tab.says('You are asked each time.')
  await tab.until('location.hash === "#row-p-camera-watch"')
  await tab.click('button[value=allow]')
  const keys = async () => world.owner<readonly KeyView[]>('GET', '/keys')
  while ((await keys()).length === 0) await new Promise((done) => setTimeout(done, 20))
  const [key] = await keys()
  assert.deepEqual(key?.permissions, ['camera:watch', 'device:control', 'device:read', 'flow:read'])
  assert.deepEqual(key?.restrictions?.askFirst, [{ permissions: ['camera:watch'] }])
})

test('in Dutch: the red page, and the pages of a device', {
  skip,
  timeout: 120_000,
}, async () => {
  await using world = await openWorld()
  const { cookie = '' } = await signedIn(world, 'Ann')
  assert.ok(cookie)
  const client = await newClient(world)
  const tab = await chromium.open({ language: 'nl' })
  await tab.goto(request(world, client, 'preset:full-control').to)
  await signInOn(tab)
  await tab.says('Panel vraagt toegang')
  await usable(tab, 'toestemming', ONE_LOOK)
  await tab.click('button[value=allow]')
  await tab.says('Dit komt neer op alles')
  await usable(tab, 'volledige controle')
  assert.deepEqual(await world.owner('GET', '/keys'), [])
  const device = { grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] }
  const thing = await newClient(world, { ...device, response_types: [], redirect_uris: [] })
  const begun = await post(world, '/device/code', { client_id: thing, scope: 'device:read' })
  await tab.goto(`${world.url}/device`)
  await tab.says('Een apparaat verbinden')
  await usable(tab, 'apparaat', ONE_LOOK)
  await tab.fill('[name=user_code]', String(begun.body['user_code']))
  await tab.click('form button[type=submit]')
  await tab.says('Is dit je apparaat?')
  await usable(tab, 'apparaat bevestigen')
  await tab.click('form button[type=submit]')
  await tab.says('Panel vraagt toegang')
  await tab.click('button[value=allow]')
  await tab.says('Het apparaat is verbonden')
  await usable(tab, 'apparaat verbonden', ONE_LOOK)
})

test('everything that can be chosen fits and can be used; what is wrong is said; Enter gives nothing', {
  skip,
  timeout: 120_000,
}, async () => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const client = await newClient(world)
  const tab = await chromium.open()
  await tab.goto(request(world, client, 'flow:update device:control presence:read').to)
  await signInOn(tab)
  await tab.says('Panel asks for access')
  await tab.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
  await tab.page.fill('[name=from]', '09:00')
  await tab.page.press('[name=from]', 'Enter')
  // Who changes the hours means them.
  await tab.until('document.querySelector("[name=hours][value=some]:checked")')
  assert.deepEqual(await world.owner('GET', '/keys'), [])
  await tab.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
  await tab.click('[name=flows][value=some]')
  await tab.click('button[value=allow]')
  await tab.says('none of them is ticked')
  await tab.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
  await usable(tab, 'consent opened')
})

test('what cannot be answered is said on a page of ours', { skip }, async () => {
  await using world = await openWorld()
  const client = await newClient(world)
  const tab = await chromium.open()
  await tab.goto(request(world, client, 'device:read', { redirect_uri: 'https://x.example/' }).to)
  await tab.says('This request cannot be answered')
  await usable(tab, 'refused')
  assert.equal((await redeem(world, client, 'x', 'y')).status, 400)
})

interface Demonstration {
  readonly setup: string
  readonly demo: { readonly app: string }
}

test('start --demo: the sample app asks its owner, lists lamps and switches one', {
  skip,
  timeout: 180_000,
}, async () => {
  using data = temporaryDirectory()
  const words = ['start', '--demo', '--data', data.path, '--port', '0', '--json']
  await using gateway = await running<Demonstration>(words)
  const { setup, demo } = gateway.ready
  const tab = await chromium.open()
  await tab.goto(setup)
  await tab.until('document.querySelector("[name=password]")')
  await signInOn(tab)
  await tab.says('Villa')
  await tab.goto(demo.app)
  await tab.click('a.button')
  // Set up at localhost, asked at 127.0.0.1: to a browser these are two.
  await tab.says('Sign in')
  await signInOn(tab)
  await tab.says('Lamps (sample app) asks for access')
  await tab.says('You added this app yourself')
  await tab.click('button[value=allow]')
  await tab.says('Disconnect')
  await usable(tab, 'lamps')
  const said = 'document.querySelector("li button")?.innerText'
  const was = await tab.evaluate(said)
  await tab.click('li button')
  await tab.until(`${said} && ${said} !== ${JSON.stringify(was)}`)
  await tab.click('form[action="/forget"] button')
  await tab.says('The access was given back.')
  assert.deepEqual(tab.complaints, [])
})
