// The pages of questions and of requests for more in a real Chromium: they fit narrow windows, nothing keeps people from using them, and
// an answer needs no script. Skipped only where npm brings no Chromium.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, capabilityPath, knock, lampOf, openAskingWorld, SET, Wishes } from './asked.ts'
import { signedIn } from './browser.ts'
import { noChromium } from './chromium-files.ts'
import { card, does, flowOf, idOf } from './limited.ts'
import { looks } from './looks.ts'
import { chromium } from './one-chromium.ts'
import { decline, asked as requested, status } from './requesting.ts'
import { signInOn } from './sign-in-on.ts'
import { openWorld, type World } from './world.ts'

const skip = noChromium

const at = (world: World) => `http://localhost:${new URL(world.url).port}`

test('without scripts: the link, sign-in, the question, yes', { skip }, async () => {
  await using world = await openAskingWorld()
  await signedIn(world, 'Ann')
  const { key } = await world.fullKey('<img src=x onerror=alert(1)>', ['device:control'])
  const path = capabilityPath(lampOf(world))
  const { id } = await knock(world, key, 'PUT', path, { value: false })
  const tab = await chromium.open({ scripts: false, language: 'nl-NL', width: 360 })
  await tab.goto(`${at(world)}/approvals/${id}`)
  await tab.says('Inloggen')
  await signInOn(tab)
  await tab.says('Mag “<img src=x onerror=alert(1)>” “Turned on” van “Ceiling light”')
  await tab.click('button[value=once]')
  await tab.says('je zei ja, deze keer')
  assert.equal((await world.send('PUT', path, { key, body: { value: false } })).status, 204)
  assert.deepEqual(tab.complaints, [])
})

test('with a passkey one comes back to the question as well', { skip }, async () => {
  await using world = await openAskingWorld()
  await signedIn(world, 'Ann')
  const { key } = await world.fullKey('Helper', ['device:control'])
  const { id } = await knock(world, key, 'PUT', capabilityPath(lampOf(world)), { value: false })
  const tab = await chromium.open()
  await tab.goto(`${at(world)}/approvals/${id}`)
  await tab.says('Sign in')
  const to = `document.querySelector('[data-passkey]').dataset.to`
  assert.equal(await tab.evaluate(to), `/approvals/${id}`)
})

test('all pages of questions fit and can be used', { skip, timeout: 180_000 }, async () => {
  const wishes = Object.assign(new Wishes(SET, 'flow.updateFlow', 'flow.triggerFlow'), {
    always: async () => {},
  })
  await using world = await openAskingWorld(wishes)
  await signedIn(world, 'Ann')
  const tab = await chromium.open()
  await tab.goto(`${at(world)}/approvals`)
  await signInOn(tab)
  await tab.says('No question waits')
  await looks(tab, 'questions none')
  const { key } = await world.fullKey('Helper-with-a-long-name-that-has-no-place-to-break', [
    ...['device:control', 'flow:update', 'flow:start'],
  ])
  const lamp = lampOf(world)
  const flow = idOf(world, 'flows', 'Good morning')
  const control = await knock(world, key, 'PUT', capabilityPath(lamp, 'dim'), { value: 0.4 })
  const change = flowOf([
    does(lamp),
    card('homey:manager:notifications:create_notification', { text: 'x'.repeat(5_000) }),
  ])
  const write = await knock(world, key, 'PUT', `/api/manager/flow/flow/${flow}`, change)
  const start = await knock(world, key, 'POST', `/api/manager/flow/flow/${flow}/trigger`, {})
  await answer(world, start.id, 'no')
  await tab.goto(`${at(world)}/`)
  await tab.says('2 questions wait')
  await looks(tab, 'home with questions')
  await tab.goto(`${at(world)}/approvals`)
  await tab.says('The last ones')
  await looks(tab, 'questions')
  for (const [name, id, says] of [
    ['question control', control.id, 'to 40 %?'],
    ['question write', write.id, 'There is more in it'],
    ['question answered', start.id, 'you said no'],
  ] as const) {
    await tab.goto(`${at(world)}/approvals/${id}`)
    await tab.says(says)
    await looks(tab, name)
  }
  assert.deepEqual(tab.complaints, [])
})

test('all pages of requests fit and can be used, in Dutch', {
  skip,
  timeout: 180_000,
}, async () => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const lamp = idOf(world, 'devices', 'Ceiling light')
  const others = Object.keys(world.homey.state.devices).filter((id) => id !== lamp)
  const { key } = await world.owner<{ key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Panel-with-a-long-name-that-has-no-place-to-break-at-all' },
    ...{ permissions: ['zone:read'], limits: { devices: [lamp] } },
  })
  const { id } = await requested(world, key, {
    ...{ permissions: ['device:control', 'mood:read', 'presence:read'], expires: '90m' },
    reason: `${'Omdat-ik-dat-nodig-heb'.repeat(8)} <b>\u202e`,
  })
  const objects = await requested(world, key, { limits: { devices: others.slice(0, 3) } })
  const { key: free } = await world.fullKey('Vrij', ['zone:read'])
  const full = await requested(world, free, { permissions: ['homeyscript:run', 'flow:update'] })
  const declined = await requested(world, free, { permissions: ['mood:read'] })
  await decline(world, declined.id, 'Geen sferen.')
  const tab = await chromium.open({ language: 'nl-NL' })
  await tab.goto(`${at(world)}/permission-requests/${id}`)
  await signInOn(tab)
  await tab.says('vraagt meer toegang')
  await looks(tab, 'request')
  await tab.click('[name="p:mood:read"]')
  await tab.click('button[value=grant]')
  await tab.says('je gaf het, of een deel ervan')
  assert.deepEqual((await status(world, key, id)).refused, ['mood:read'])
  await tab.goto(`${at(world)}/permission-requests/${full.id}`)
  await tab.click('button[value=grant]')
  await tab.says('Dit komt neer op alles')
  await looks(tab, 'request full')
  await tab.goto(`${at(world)}/permission-requests/${objects.id}`)
  await tab.says('Meer van je huis')
  await tab.fill('[name=word]', 'Nee, dank je')
  await tab.click('button[value=decline]')
  await tab.says('Je zei: “Nee, dank je”')
  await tab.goto(`${at(world)}/permission-requests`)
  await tab.says('De laatste')
  assert.deepEqual(tab.complaints, [])
})
