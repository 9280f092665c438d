// The pages in a real Chromium: passkeys with a virtual authenticator, without scripts, in narrow windows;
// and that the browser has nothing to complain of. Skipped only where npm brings no Chromium.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { listen } from '@latchkey/gateway'
import { PASSWORD, setupToken, signedIn } from './browser.ts'
import type { Tab } from './chromium.ts'
import { noChromium } from './chromium-files.ts'
import { looks } from './looks.ts'
import { chromium } from './one-chromium.ts'
import { signInOn } from './sign-in-on.ts'
import { manifestFor, submit } from './vetted.ts'
import { openWorld, type World } from './world.ts'

const skip = noChromium

const at = (world: World) => `http://localhost:${new URL(world.url).port}`
const link = async (world: World, owner?: string) =>
  `${at(world)}/setup#${await setupToken(world.installation, owner)}`

/** No page may make the browser complain, whatever was done in it. */
function calm(context: TestContext, ...tabs: readonly Tab[]): void {
  context.after(() =>
    assert.deepEqual(
      tabs.flatMap((tab) => tab.complaints),
      [],
    ),
  )
}

test('set up and sign in with a passkey', { skip }, async (context) => {
  await using world = await openWorld()
  const tab = await chromium.open()
  calm(context, tab)
  await tab.addAuthenticator()
  await tab.goto(await link(world))
  await tab.says('Become an owner')
  assert.equal(await tab.evaluate('location.hash'), '', 'the token is not in the address')
  await tab.click('[data-passkey] button')
  assert.equal(await tab.evaluate('document.activeElement.name'), 'name', 'a name is asked first')
  await tab.fill('[name=name]', 'Ann')
  await tab.click('[data-passkey] button')
  await tab.says('Signed in as Ann')
  await tab.click('button')
  await tab.says('You are signed out')
  await tab.click('[data-passkey] button')
  await tab.says('Signed in as Ann')
  const cookies = await tab.evaluate('document.cookie')
  assert.equal(cookies, '', 'no script can read the session')
})

test('a passkey that is not known, or not given, is said beside the button', {
  skip,
}, async (context) => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const tab = await chromium.open()
  calm(context, tab)
  await tab.addAuthenticator()
  await tab.goto(await link(world))
  await tab.fill('[name=name]', 'ANN')
  await tab.click('[data-passkey] button')
  await tab.says('There is an owner with this name already')
  // The passkey was made, and belongs to nobody here.
  await tab.goto(`${at(world)}/sign-in`)
  await tab.click('[data-passkey] button')
  await tab.says('This passkey is not known here')
  await tab.until(`document.activeElement === document.querySelector('[data-passkey] button')`)
  const other = await chromium.open()
  calm(context, other)
  await other.addAuthenticator()
  await other.goto(`${at(world)}/sign-in`)
  await other.click('[data-passkey] button')
  await other.says('Nothing was signed')
})

test('set up and sign in with a password; a wrong one first', { skip }, async (context) => {
  await using world = await openWorld()
  const tab = await chromium.open()
  calm(context, tab)
  await tab.goto(`${at(world)}/setup#wrong`)
  await tab.says('This setup link does not work')
  await tab.goto(await link(world))
  await signInOn(tab)
  await tab.says('Signed in as Ann')
  await tab.click('button')
  await tab.says('You are signed out')
  await signInOn(tab, 'Ann', 'not the password')
  await tab.says('do not belong together')
  const told = `document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText`
  assert.match(String(await tab.evaluate(told)), /do not belong together/, 'tied to the field')
  await tab.fill('[name=password]', PASSWORD)
  await tab.click('button[type=submit]')
  await tab.says('Signed in as Ann')
})

test('without scripts: a pasted link, a password, sign-out', { skip }, async (context) => {
  await using world = await openWorld()
  const tab = await chromium.open({ scripts: false, language: 'nl-NL' })
  calm(context, tab)
  await tab.goto(`${at(world)}/setup`)
  await tab.fill('[name=token]', await link(world))
  await tab.click('button[type=submit]')
  await tab.says('Eigenaar worden')
  assert.equal(await tab.evaluate(`document.querySelector('[data-passkey]').hidden`), true)
  await signInOn(tab)
  await tab.says('Ingelogd als Ann')
  await tab.click('button')
  await tab.says('Je bent uitgelogd')
  await signInOn(tab)
  await tab.says('Ingelogd als Ann')
})

test('names run nothing, anywhere', { skip }, async (context) => {
  await using world = await openWorld()
  const tab = await chromium.open()
  calm(context, tab)
  const name = `"><img src=x onerror=document.title='owned'><b>`
  await world.fullKey(`<script>document.title='owned'</script>`, ['device:read'])
  await tab.goto(await link(world))
  await signInOn(tab, name)
  await tab.says(`Signed in as ${name}`)
  await tab.goto(await link(world, name))
  await tab.says(`Welcome back, ${name}`)
  for (const path of ['/setup#"><script>document.title=1</script>', '/sign-in?"><script>']) {
    await tab.goto(`${at(world)}${path}`)
    await tab.until(`document.title.endsWith('Latchkey')`)
  }
  assert.equal(await tab.evaluate(`document.querySelectorAll('main img, main script').length`), 0)
})

test('what is injected all the same does not run: the policy forbids it', { skip }, async () => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const tab = await chromium.open()
  await tab.goto(`${at(world)}/sign-in`)
  await tab.evaluate(
    `document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.ran = 1"><p style="color: red">')`,
  )
  await tab.until(`document.querySelector('body > img').complete`)
  await tab.evaluate(`fetch('http://127.0.0.1:1/').catch(() => {})`)
  await tab.until('true')
  assert.equal(await tab.evaluate('window.ran'), undefined)
  const forbidden = ['script-src-attr', 'style-src-attr', 'connect-src']
  for (const one of forbidden) {
    assert.ok(
      tab.complaints.some((complaint) => complaint.startsWith(one)),
      one,
    )
  }
})

test('another site can neither frame the page nor send its forms', {
  skip,
  timeout: 90_000,
}, async () => {
  await using world = await openWorld()
  const token = await setupToken(world.installation)
  const given = { token, name: 'Eve', password: PASSWORD, form: 'A'.repeat(43) }
  const fields = Object.entries(given).map(
    ([name, value]) => `<input name="${name}" value="${value}">`,
  )
  const framed = ['/sign-in', '/healthz'].map(
    (path) => `<iframe src="${at(world)}${path}"></iframe>`,
  )
  const server = createServer((_ask, answer) =>
    answer
      .setHeader('content-type', 'text/html')
      .end(
        `${framed.join('')}<form method="post" action="${at(world)}/setup">${fields.join('')}<button></button></form>`,
      ),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const tab = await chromium.open()
  await tab.goto(`${at(world)}/sign-in`)
  await tab.goto(`http://127.0.0.1:${port}/`)
  // What may be framed shows that the other one is refused, and not only late.
  const frames = tab.page.frames().slice(1)
  for (const frame of frames) await frame.waitForLoadState()
  const said = (
    await Promise.all(frames.map((frame) => frame.evaluate('document.body.innerText')))
  ).join()
  assert.ok(said.includes('"ok":true'), said)
  assert.ok(!said.includes('Password'), said)
  await tab.click('button')
  await tab.says('Nothing was done')
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  assert.deepEqual(await world.owner('GET', '/owners'), [])
})

test('over plain http at a name or number there is only the password, and it is said', {
  skip,
}, async (context) => {
  await using world = await openWorld()
  const publicUrl = 'http://latchkey.home'
  await using listener = await listen(world.installation, { host: '127.0.0.1', port: 0, publicUrl })
  const tab = await chromium.open()
  const { port } = new URL(listener.url)
  // A browser ignores this one header over plain http, and says so.
  const ignored = (one: string) => !one.includes('Cross-Origin-Opener-Policy')
  context.after(() => assert.deepEqual(tab.complaints.filter(ignored), []))
  const token = await setupToken(world.installation)
  await tab.goto(`http://latchkey.home:${port}/setup#${token}`)
  await tab.says('A passkey needs https')
  await signInOn(tab)
  await tab.says('Signed in as Ann')
  await tab.goto(`${world.url}/setup#${await setupToken(world.installation)}`)
  await tab.says('bound to a name')
  await tab.click('.notice a')
  await tab.until(`location.hostname === 'localhost'`)
  await tab.until(`document.querySelector('[data-passkey] button')?.checkVisibility()`)
})

const LONG = 'Ann-with-a-very-long-name-that-has-no-place-to-break-it-anywhere'

test('all fits 320 pixels, and has what people with other eyes or hands need', {
  skip,
  timeout: 180_000,
}, async (context) => {
  await using world = await openWorld()
  const tab = await chromium.open()
  calm(context, tab)
  await tab.goto(`${at(world)}/sign-in`)
  await tab.says('owner link')
  await looks(tab, 'nobody')
  await tab.goto(`${at(world)}/setup`)
  await tab.says('Continue')
  await looks(tab, 'paste')
  await tab.goto(`${at(world)}/setup#wrong`)
  await tab.says('does not work')
  await looks(tab, 'refused')
  await tab.goto(await link(world))
  await tab.says('Become an owner')
  await looks(tab, 'setup')
  await signInOn(tab, ' ')
  await tab.says('Fill in a name')
  await looks(tab, 'setup wrong')
  await signInOn(tab, LONG)
  await tab.says('Signed in as')
  await looks(tab, 'home without keys')
  await world.fullKey('Display in the hall', ['device:read'])
  await world.fullKey(LONG, ['system:reboot', 'flow:create'])
  const { id } = await world.fullKey('Old tablet', ['device:control'])
  await world.owner('DELETE', `/keys/${id}`)
  await tab.goto(at(world))
  await tab.says('Old tablet')
  await looks(tab, 'home')
  const { id: app } = await submit(world, undefined, manifestFor(['flow:update', 'device:read']))
  await tab.goto(`${at(world)}/clients/${app}`)
  await tab.says('Approve this version')
  await looks(tab, 'review')
  await tab.goto(at(world))
  await tab.click('button')
  await tab.says('You are signed out')
  await looks(tab, 'sign-in')
  await signInOn(tab, 'Ann', 'not the password')
  await tab.says('do not belong together')
  await looks(tab, 'sign-in wrong')
  await tab.goto(`${at(world)}/setup#${await setupToken(world.installation, LONG)}`)
  await tab.says('Welcome back')
  await looks(tab, 'back')
  await tab.goto(`${at(world)}/pages/nowhere`)
  await tab.says('no such page')
  await looks(tab, 'nowhere')
  await tab.goto(`${world.url}/sign-in`)
  await tab.says('bound to a name')
  await looks(tab, 'without passkey')
})

test('all can be reached by keyboard, in order', { skip }, async (context) => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const tab = await chromium.open({ width: 320 })
  calm(context, tab)
  await tab.goto(`${at(world)}/sign-in`)
  await tab.says('Sign in with a passkey')
  const order: unknown[] = []
  for (let press = 0; press < 6; press++) {
    await tab.page.keyboard.press('Tab')
    order.push(
      await tab.evaluate('document.activeElement.innerText || document.activeElement.name'),
    )
  }
  assert.deepEqual(order, [
    ...['To the content', 'Latchkey', 'Sign in with a passkey', 'name', 'password', 'Sign in'],
  ])
})
