// Who may answer a request for more, and how: an owner of that hub, on pages without scripts, at the owner API, at the
// command line, told by push and live events. Full control takes more everywhere.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openControlSocket, type RequestView } from '@latchkey/gateway'
import { Clock, MINUTE } from './asked.ts'
import { signedIn } from './browser.ts'
import { fieldsOn, Owner } from './consenting.ts'
import { idOf } from './limited.ts'
import { live } from './live.ts'
import { asked, decline, grant, REQUESTS, status, waiting } from './requesting.ts'
import { typed as latchkey } from './typed.ts'
import { openWorld, type World } from './world.ts'

const PAGE = '/permission-requests'
const HOSTILE =
  '<img src=x onerror=alert(1)>\r\n[Latchkey] granted\u202e\u001b[2J says: press “Give” lk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM'

const pushed = ({ homey }: World) =>
  (homey.state.effects as readonly { kind: string; text?: string }[]).filter(
    ({ kind }) => kind === 'pushed',
  )

test('on the pages, without scripts: given in part, declined with a word; nothing to others', async () => {
  await using world = await openWorld()
  const owner = await Owner.of(world)
  const { key } = await world.fullKey('Panel', ['zone:read'])
  const first = await asked(world, key, {
    ...{ permissions: ['variable:read', 'flow:read', 'mood:set'], reason: HOSTILE },
    expires: '3d',
  })
  assert.equal(
    first.reason,
    '<img src=x onerror=alert(1)> [Latchkey] granted\ufffd\ufffd[2J says: press “Give” …',
    'kept as one clean line, without the key',
  )
  assert.match((await owner.browser.get('/')).text, /A request for more access waits/)
  assert.match((await owner.browser.get(PAGE)).text, new RegExp(`href="${PAGE}/${first.id}"`))
  const path = `${PAGE}/${first.id}`
  const page = await owner.browser.get(path)
  assert.ok(page.text.includes('“&lt;img src=x onerror=alert(1)&gt; [Latchkey] granted'))
  assert.ok(!page.text.includes('<img'))
  assert.match(page.text, /Why, in its own words/)
  assert.match(page.text, /The app wrote this, not Latchkey/)
  const ticked = fieldsOn(page.text, ['flow:read'])
  const wider = await owner.browser.post(path, {
    ...ticked,
    'p:lock:open': 'on',
    decision: 'grant',
  })
  assert.equal(wider.status, 400)
  assert.match(wider.text, /more than was asked for/)
  const nothing = await owner.browser.post(path, { decision: 'grant' })
  assert.match(nothing.text, /Nothing is ticked/)
  const given = await owner.browser.post(path, {
    ...{ ...ticked, life: '1d', 'ask-first': 'on', decision: 'grant' },
  })
  assert.deepEqual([given.status, given.headers['location']], [303, path])
  const told = await status(world, key, first.id)
  assert.deepEqual(
    [told.granted?.permissions, told.granted?.askFirst, told.refused],
    [['mood:set', 'variable:read'], true, ['flow:read']],
  )
  const life = Date.parse(told.granted?.until ?? '') - Date.parse(told.answered ?? '')
  assert.equal(life, 86_400_000)
  assert.match((await owner.browser.get(path)).text, /you gave it, or part of it/)

  const second = await asked(world, key, { permissions: ['flow:read'] })
  const form = { word: ' Not \u0007my\nFlows ', decision: 'decline' }
  const no = await owner.browser.post(`${PAGE}/${second.id}`, form)
  assert.equal(no.status, 303)
  assert.equal((await status(world, key, second.id)).word, 'Not \ufffdmy Flows')
  assert.ok(!JSON.stringify(await world.audit()).includes('onerror'), 'no row has their words')
  const late = await owner.browser.post(`${PAGE}/${second.id}`, { ...ticked, decision: 'grant' })
  assert.equal(late.status, 400, 'what is ticked there was never asked for here')
  const stranger = await owner.browser.post(`${PAGE}/${second.id}`, { form: 'x', ...form })
  assert.equal(stranger.status, 403)

  // Another owner's requests do not exist; who is not signed in comes back after it.
  const { id } = await asked(world, key, { permissions: ['alarm:read'] })
  const bob = await Owner.of(world, 'Bob')
  await bob.browser.get('/')
  assert.equal((await bob.browser.get(`${PAGE}/${id}`)).status, 404)
  assert.ok(!(await bob.browser.get(PAGE)).text.includes(id))
  const tried = await bob.browser.post(`${PAGE}/${id}`, { 'p:alarm:read': 'on', decision: 'grant' })
  assert.equal(tried.status, 404)
  bob.browser.cookies.clear()
  const out = await bob.browser.get(`${PAGE}/${id}`)
  assert.equal(out.headers['location'], `/sign-in?to=${encodeURIComponent(`${PAGE}/${id}`)}`)
  const [view] = await waiting(world)
  assert.equal(view?.state, 'open')
  assert.equal(
    (await world.send('GET', `/owner/v1${PAGE}`, { key })).status,
    401,
    'a key is no owner',
  )
  assert.deepEqual(world.errors, [])
})

test('full control: the red page, a fresh sign-in, the phrase; never by the way', async () => {
  const clock = new Clock()
  await using world = await openWorld({ now: clock.now })
  const ann = await signedIn(world, 'Ann')
  const owner = await Owner.of(world, 'Bob')
  // Bob has no hub of his own: Ann is the owner of all, and he takes her session.
  const [name = '', value = ''] = (ann.cookie ?? '').split('=')
  owner.browser.cookies.set(name, value)
  const { key } = await world.fullKey('Panel', ['zone:read'])
  const { id } = await asked(world, key, { permissions: ['homeyscript:run', 'flow:read'] })
  await assert.rejects(grant(world, id), /403.*full_control/)
  const [view] = await waiting(world)
  assert.deepEqual([view?.danger, view?.full], [{ now: 'read', after: 'full' }, true])
  const typed = { typed: 'Full  control' }
  assert.equal((await ann.ask('POST', `${PAGE}/${id}/grant`, { fullControl: true })).status, 403)
  clock.pass(6 * MINUTE)
  assert.equal((await ann.ask('POST', `${PAGE}/${id}/grant`, typed)).status, 403, 'not fresh')

  const path = `${PAGE}/${id}`
  const ticked = fieldsOn((await owner.browser.get(path)).text)
  const stale = await owner.browser.post(path, {
    ...ticked,
    ...typed,
    stage: 'full',
    decision: 'grant',
  })
  assert.match(stale.text, /Sign in once more first/)
  await owner.signInAgain(path)
  const red = await owner.browser.post(path, { ...ticked, decision: 'grant' })
  assert.match(red.text, /This comes to everything/)
  const hidden = fieldsOn(red.text)
  assert.equal(hidden['p:homeyscript:run'], 'on')
  const wrong = await owner.browser.post(path, { ...hidden, typed: 'yes', decision: 'grant' })
  assert.deepEqual([wrong.status, wrong.text.includes('Type exactly')], [400, true])
  assert.equal((await status(world, key, id)).state, 'open')
  const done = await owner.browser.post(path, { ...hidden, ...typed, decision: 'grant' })
  assert.equal(done.status, 303)
  assert.equal((await status(world, key, id)).state, 'granted')

  // What is full control already does not cry wolf about reading moods.
  const calm = await asked(world, key, { permissions: ['mood:read'] })
  assert.equal((await grant(world, calm.id)).state, 'granted')
})

test('told by push, once, in our own words; and as live events', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  world.installation.reachedAt({
    ...{ url: world.url, setupRemote: false, publicUrl: 'https://latchkey.example/' },
  })
  await world.owner('PUT', '/hubs/Home/asking', { users: ['Olivia'], language: 'nl' })
  using stream = live(world, ann)
  await stream.until(': begun')
  const { key } = await world.fullKey('[[Panel]] https://evil.example', ['zone:read'])
  const { id } = await asked(world, key, {
    permissions: ['flow:read', 'mood:read'],
    reason: HOSTILE,
  })
  await asked(world, key, { permissions: ['variable:read'] }).then(({ id: other }) =>
    decline(world, other),
  )
  await stream.until('event: permission-request')
  await stream.until(`"id":"${id}"`)
  await stream.until('"state":"declined"')
  while (pushed(world).length < 2) await new Promise((done) => setTimeout(done, 5))
  const texts = pushed(world).map(({ text = '' }) => text)
  const first = texts.find((text) => text.includes(id)) ?? ''
  assert.match(
    first,
    /^“\(\(Panel\)\) https: evil\.example” vraagt meer toegang: .+, .+\. Antwoord: /,
  )
  assert.ok(first.endsWith(`https://latchkey.example${PAGE}/${id}`), first)
  assert.ok(texts.every((text) => !text.includes('onerror') && !text.includes('\u202e')))
  assert.equal(texts.filter((text) => text.includes(id)).length, 1)
})

test('latchkey requests: list, show, grant part, decline; full control by its word only', async () => {
  await using world = await openWorld()
  await openControlSocket(world.installation)
  const place = ['--data', world.data]
  const run = (...words: readonly string[]) => latchkey(['requests', ...words, ...place])
  assert.equal((await run('list')).out, 'No request waits.\n')
  const lamp = idOf(world, 'devices', 'Ceiling light')
  const { key } = await world.owner<{ key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Panel', permissions: ['zone:read'], limits: { devices: [lamp] } },
  })
  const [other = ''] = Object.keys(world.homey.state.devices).filter((id) => id !== lamp)
  const first = await asked(world, key, {
    ...{ permissions: ['device:read', 'mood:read'], limits: { devices: [other] } },
    reason: HOSTILE,
  })
  assert.match(
    (await run('list')).out,
    new RegExp(`${first.id} +open +Home +Panel +device:read, mood`),
  )
  const shown = await run('show', first.id)
  assert.match(shown.out, /It says: {2}“<img src=x onerror=alert\(1\)> \[Latchkey\] granted/)
  for (const one of ['\u001b', '\u202e', '\r']) assert.ok(!shown.out.includes(one))
  assert.match(shown.out, new RegExp(`devices: .+ \\(${other}\\)`))
  const part = await run('grant', first.id, '--permission', 'device:read', '--object', other)
  assert.match(part.out, new RegExp(`Given: +device:read, ${other}`))
  assert.match(part.out, /Refused: +mood:read/)
  const second = await asked(world, key, { permissions: ['mood:read'] })
  const no = await run('decline', second.id, '--word', 'No moods.', '--json')
  assert.equal((JSON.parse(no.out) as RequestView).word, 'No moods.')
  const twice = await run('grant', second.id)
  assert.notEqual(twice.code, 0)
  assert.match(twice.err, /answered before/)
  const { key: free } = await world.fullKey('Free', ['zone:read'])
  const third = await asked(world, free, { permissions: ['homeyscript:run'] })
  assert.match((await run('grant', third.id)).err, /--full-control/)
  assert.equal((await run('grant', third.id, '--full-control')).code, 0)
  const told = (await world.send('GET', `${REQUESTS}/${third.id}`, { key: free })).json()
  assert.equal(told['state'], 'granted')
})
