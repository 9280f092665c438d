// The pages of requests in a real Chromium: they fit narrow windows, nothing keeps people from using them, and an answer
// gets there. That no script is needed is in the other tests. Skipped only where npm brings no Chromium.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, signedIn } from './browser.ts'
import { Chromium } from './chromium.ts'
import { noChromium } from './chromium-files.ts'
import { idOf } from './limited.ts'
import { looks } from './looks.ts'
import { asked, decline, status } from './requesting.ts'
import { openWorld } from './world.ts'

test('all pages of requests fit and can be used, in Dutch', {
  skip: noChromium,
  timeout: 180_000,
}, async () => {
  await using chromium = await Chromium.start()
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const lamp = idOf(world, 'devices', 'Ceiling light')
  const others = Object.keys(world.homey.state.devices).filter((id) => id !== lamp)
  const { key } = await world.owner<{ key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Panel-with-a-long-name-that-has-no-place-to-break-at-all' },
    ...{ permissions: ['zone:read'], limits: { devices: [lamp] } },
  })
  const { id } = await asked(world, key, {
    ...{ permissions: ['device:control', 'mood:read', 'presence:read'], expires: '90m' },
    reason: `${'Omdat-ik-dat-nodig-heb'.repeat(8)} <b>\u202e`,
  })
  const objects = await asked(world, key, { limits: { devices: others.slice(0, 3) } })
  const { key: free } = await world.fullKey('Vrij', ['zone:read'])
  const full = await asked(world, free, { permissions: ['homeyscript:run', 'flow:update'] })
  const declined = await asked(world, free, { permissions: ['mood:read'] })
  await decline(world, declined.id, 'Geen sferen.')
  const at = `http://localhost:${new URL(world.url).port}`
  const tab = await chromium.open({ language: 'nl-NL' })
  await tab.goto(`${at}/permission-requests/${id}`)
  await tab.fill('[name=name]', 'Ann')
  await tab.fill('[name=password]', PASSWORD)
  await tab.click('button[type=submit]')
  await tab.says('vraagt meer toegang')
  await looks(tab, 'request')
  await tab.click('[name="p:mood:read"]')
  await tab.click('button[value=grant]')
  await tab.says('je gaf het, of een deel ervan')
  await looks(tab, 'request granted')
  assert.deepEqual((await status(world, key, id)).refused, ['mood:read'])
  await tab.goto(`${at}/permission-requests/${full.id}`)
  await tab.click('button[value=grant]')
  await tab.says('Dit komt neer op alles')
  await looks(tab, 'request full')
  await tab.goto(`${at}/permission-requests/${objects.id}`)
  await tab.says('Meer van je huis')
  await tab.fill('[name=word]', 'Nee, dank je')
  await tab.click('button[value=decline]')
  await tab.says('Je zei: “Nee, dank je”')
  await tab.goto(`${at}/permission-requests`)
  await tab.says('De laatste')
  await looks(tab, 'requests')
  assert.deepEqual(tab.complaints, [])
})
