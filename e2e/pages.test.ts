// The pages without a browser: what stands in their headers, what their forms take and refuse, and that
// they work for whoever runs no scripts. What a browser makes of them is in pages-in-browser.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, setupToken, signedIn } from './browser.ts'
import { PageVisitor } from './page-visitor.ts'
import { openWorld } from './world.ts'

test('every page forbids what it does not need, and is kept nowhere', async () => {
  await using world = await openWorld()
  const visitor = new PageVisitor(world.url)
  for (const path of ['/setup', '/sign-in', '/pages/nothing']) {
    const { headers, text } = await visitor.get(path)
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.equal(headers['access-control-allow-origin'], undefined)
    assert.doesNotMatch(text, /<script>|<style|\sstyle=|\son\w+=|https?:\/\/(?!www\.w3\.org)/)
  }
  assert.equal((await visitor.get('/')).headers['location'], '/sign-in')
})

test('files of the pages are kept for ever, under a name that changes with them', async () => {
  await using world = await openWorld()
  const visitor = new PageVisitor(world.url)
  const { text } = await visitor.get('/sign-in')
  const paths = [...text.matchAll(/(?:href|src)="(\/pages\/[^"]+)"/g)].map((one) => one[1] ?? '')
  assert.equal(paths.length, 3)
  for (const path of paths) {
    assert.match(path, /-[\w-]{16}\.(?:css|js|svg)$/)
    const file = await visitor.get(path)
    assert.equal(file.status, 200)
    assert.match(String(file.headers['cache-control']), /immutable/)
    assert.equal(file.headers['x-content-type-options'], 'nosniff')
  }
})

test('a link pasted whole sets up an owner without any script; each step says what is wrong', async () => {
  await using world = await openWorld()
  const visitor = new PageVisitor(world.url)
  const token = await setupToken(world.installation)
  await visitor.get('/setup')
  const wrong = await visitor.post('/setup/link', { token: 'wrong' })
  assert.equal(wrong.status, 403)
  assert.match(wrong.text, /does not work.*latchkey owner link/s)
  const second = await visitor.post('/setup/link', { token: ` ${world.url}/setup#${token}\n` })
  assert.equal(second.status, 200)
  assert.match(second.text, /Become an owner/)
  for (const [fields, said] of [
    [{ name: '', password: PASSWORD }, 'Fill in a name.'],
    [{ name: 'A'.repeat(81), password: PASSWORD }, 'at most 80 letters'],
    [{ name: 'A\u202eB', password: PASSWORD }, 'no control characters'],
    [{ name: 'Ann', password: 'too short' }, 'at least 12 characters'],
    [{ name: 'Ann', password: 'x'.repeat(1_001) }, 'at most 1000 characters'],
  ] as const) {
    const reply = await visitor.post('/setup', { token, ...fields })
    assert.equal(reply.status, 400)
    const field = fields.name === 'Ann' ? 'password' : 'name'
    const described = `aria-describedby="${field}-wrong ${field}-hint" aria-invalid="true"`
    assert.ok(reply.text.includes(described), said)
    assert.match(reply.text, new RegExp(`id="${field}-wrong">[^<]*${said}`))
    assert.ok(!reply.text.includes('too short"') && !reply.text.includes('xxxx'), 'not said again')
  }
  const made = await visitor.post('/setup', { token, name: ' Ann ', password: PASSWORD })
  assert.deepEqual([made.status, made.headers['location']], [303, '/'])
  assert.match((await visitor.get('/')).text, /Signed in as Ann</)
  const again = await visitor.post('/setup', { token, name: 'Eve', password: PASSWORD })
  assert.equal(again.status, 403, 'used')
  const next = await setupToken(world.installation)
  const taken = await visitor.post('/setup', { token: next, name: 'ANN', password: PASSWORD })
  assert.equal(taken.status, 409)
  assert.match(taken.text, /id="name-wrong">There is an owner with this name/)
})

test('a link that is too old, or comes from elsewhere, is refused and it is said', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const visitor = new PageVisitor(world.url)
  await visitor.get('/setup')
  const token = await setupToken(world.installation)
  const far = await visitor.post('/setup/link', { token }, { 'x-forwarded-for': '203.0.113.9' })
  assert.equal(far.status, 403)
  assert.match(far.text, /only on the machine that runs Latchkey.*--setup-remote/s)
  now += 30 * 60_000
  const late = await visitor.post('/setup/link', { token })
  assert.equal(late.status, 403)
  assert.match(late.text, /older than 30 minutes/)
})

test('an owner who comes back is greeted by name, and keeps it', async () => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const visitor = new PageVisitor(world.url)
  await visitor.get('/setup')
  const token = await setupToken(world.installation, 'Ann')
  assert.match((await visitor.post('/setup/link', { token })).text, /Welcome back, Ann/)
  const password = 'another long password'
  const short = await visitor.post('/setup', { token, name: 'x', password: 'short' })
  assert.match(short.text, /Welcome back, Ann/)
  await visitor.post('/setup', { token, name: 'Eve', password })
  assert.match((await visitor.get('/')).text, /Signed in as Ann</)
})

test('signing in and out without scripts; wrong ones, and too many of them', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  await signedIn(world, 'Ann')
  const visitor = new PageVisitor(world.url)
  await visitor.get('/sign-in')
  const signIn = (name: string, password: string) => visitor.post('/sign-in', { name, password })
  const empty = await signIn('', '')
  assert.equal(empty.status, 400)
  assert.match(empty.text, /Fill in a name\..*Fill in your password\./s)
  const [known, unknown] = [await signIn('Ann', 'wrong'), await signIn('Nobody', 'wrong')]
  assert.deepEqual([known.status, unknown.status], [401, 401])
  assert.equal(known.text, unknown.text.replace('value="Nobody"', 'value="Ann"'))
  assert.match(known.text, /aria-invalid="true".*id="password-wrong">That name and password/s)
  assert.equal((await signIn('Ann', 'wrong')).status, 401)
  const slow = await signIn('Ann', PASSWORD)
  assert.deepEqual([slow.status, slow.headers['retry-after']], [429, '1'])
  assert.match(slow.text, /role="alert"><p>Too many tries\. Wait 1 s/)
  now += 1_000
  const { status, headers } = await signIn('Ann', PASSWORD)
  assert.deepEqual([status, headers['location']], [303, '/'])
  assert.match(String(headers['set-cookie']), /HttpOnly; SameSite=Strict/)
  assert.equal((await visitor.get('/sign-in')).headers['location'], '/', 'signed in already')
  const before = visitor.cookies.get('latchkey')
  await visitor.get('/')
  const out = await visitor.post('/sign-out', {})
  assert.equal(out.headers['location'], '/sign-in?out')
  assert.match((await visitor.get('/sign-in?out')).text, /You are signed out/)
  visitor.cookies.set('latchkey', before ?? '')
  assert.equal((await visitor.get('/')).headers['location'], '/sign-in', 'the session is over')
})

test('a form that is none of ours does nothing', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  const visitor = new PageVisitor(world.url)
  await visitor.get('/sign-in')
  const token = await setupToken(world.installation)
  const fields = { name: 'Ann', password: PASSWORD, token }
  const own = visitor.form
  const planted = 'A'.repeat(43)
  const rows: readonly [string, Record<string, string>, Record<string, string | undefined>][] = [
    ['another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['another port', {}, { 'sec-fetch-site': 'same-site' }],
    ['another origin', {}, { origin: 'http://evil.example' }],
    ['no form value', { form: '' }, {}],
    ['another form value', { form: planted }, {}],
    ['no cookie', {}, { cookie: undefined }],
    ['two cookies', {}, { cookie: `latchkey-form=${own}; latchkey-form=${planted}` }],
    ['a cookie that is no token', { form: 'x' }, { cookie: 'latchkey-form=x' }],
  ]
  for (const path of ['/sign-in', '/setup', '/setup/link', '/sign-out']) {
    for (const [what, more, headers] of rows) {
      const reply = await visitor.post(path, { ...fields, ...more }, headers)
      assert.equal(reply.status, 403, `${path}: ${what}`)
      assert.match(reply.text, /Nothing was done/)
    }
  }
  const json = await visitor.send('POST', '/sign-in', JSON.stringify({ ...fields, form: own }), {
    'content-type': 'application/json',
  })
  assert.equal(json.status, 415)
  const large = await visitor.post('/sign-in', { ...fields, password: 'x'.repeat(20_000) })
  assert.equal(large.status, 413)
  assert.equal(visitor.cookies.has('latchkey'), false)
  assert.equal((await ann.ask('GET', '/me')).status, 200)
})

test('names are text wherever they stand', async () => {
  await using world = await openWorld()
  const name = `<img src=x onerror=alert(1)>"'\``
  const visitor = new PageVisitor(world.url)
  await visitor.get('/setup')
  const token = await setupToken(world.installation)
  const echoed = await visitor.post('/setup', { token, name, password: 'short' })
  assert.ok(!echoed.text.includes('<img') && echoed.text.includes('value="&lt;img src=x'))
  await visitor.post('/setup', { token, name, password: PASSWORD })
  await world.fullKey(`<script>alert(2)</script>`, ['device:read'])
  const home = await visitor.get('/')
  assert.ok(home.text.includes('Signed in as &lt;img src=x onerror=alert(1)&gt;&quot;&#39;&#96;'))
  assert.ok(home.text.includes('&lt;script&gt;alert(2)'))
  assert.doesNotMatch(home.text, /<img|<script>/)
  const pasted = await visitor.post('/setup/link', { token: '"><script>alert(3)</script>' })
  assert.doesNotMatch(pasted.text, /<script>|alert\(3\)/)
})

test('each owner sees only what is theirs', async () => {
  await using world = await openWorld()
  await world.fullKey('Kitchen display', ['device:read'])
  const ann = await signedIn(world, 'Ann')
  const ben = await signedIn(world, 'Ben')
  const see = async (cookie = '') => {
    const visitor = new PageVisitor(world.url)
    visitor.cookies.set('latchkey', cookie.split('=')[1] ?? '')
    return (await visitor.get('/')).text
  }
  assert.match(await see(ann.cookie), /Kitchen display/)
  const other = await see(ben.cookie)
  assert.doesNotMatch(other, /Kitchen display|127\.0\.0\.1/)
  assert.match(other, /None yet/)
  assert.equal(
    await see(await world.key('preset:full-control')),
    '',
    'a key of a client is nothing',
  )
})

test('English and Dutch, by what the browser likes best', async () => {
  await using world = await openWorld()
  const visitor = new PageVisitor(world.url)
  for (const [accepted, language, title] of [
    ['nl', 'nl', 'Inloggen'],
    ['de-DE, nl-BE;q=0.8, en;q=0.5', 'nl', 'Inloggen'],
    ['en-GB, nl;q=0.9', 'en', 'Sign in'],
    ['nl;q=0, fr', 'en', 'Sign in'],
    ['*', 'en', 'Sign in'],
    ['', 'en', 'Sign in'],
  ] as const) {
    const { headers, text } = await visitor.get('/sign-in', { 'accept-language': accepted })
    assert.equal(headers['content-language'], language, accepted)
    assert.ok(text.includes(`<html lang="${language}">`) && text.includes(`<h1>${title}</h1>`))
  }
})

test('where there can be no passkey the page says why, and offers the password', async () => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const { port } = new URL(world.url)
  const at = async (host: string) => (await new PageVisitor(world.url, host).get('/sign-in')).text
  const named = await at(`localhost:${port}`)
  assert.match(named, /data-passkey="sign-in"/)
  const numbered = await at(`127.0.0.1:${port}`)
  assert.doesNotMatch(numbered, /data-passkey/)
  assert.match(numbered, /bound to a name/)
  assert.ok(numbered.includes(`href="http://localhost:${port}/sign-in"`))
  for (const page of [named, numbered]) assert.match(page, /name="password"/)
})
