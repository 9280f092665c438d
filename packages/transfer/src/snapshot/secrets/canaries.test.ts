// Fifty secrets that do not say that they are tests: in settings of devices and apps, in the arguments and
// texts of flows, in code, on dashboards. None is in the file without its key, and all are back with it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { diffSnapshots } from '../../diff/diff.ts'
import { diffInWords } from '../../diff/words.ts'
import { openHome, TAKING } from '../../homes.test-support.ts'
import { readSnapshot, writeSnapshot } from '../format/snapshot-file.ts'
import { takeSnapshot } from '../take-snapshot.ts'
import { reveal } from './reveal.ts'

/** Every form that a secret comes in; each is given one of its own to hold. */
const IN_APP_SETTINGS: readonly ((secret: string) => Record<string, unknown>)[] = [
  (secret) => ({ password: secret }),
  (secret) => ({ apiKey: secret }),
  (secret) => ({ account: { refresh_token: secret, expires: 3600 } }),
  (secret) => ({ keys: [secret] }),
  (secret) => ({ camera: `rtsp://admin:${secret}@192.168.1.30/live` }),
  (secret) => ({ saved: JSON.stringify({ user: 'olivia', password: secret }) }),
  (secret) => ({ hook: `https://hooks.example.com/services/${secret}` }),
  (secret) => ({ calendar: `https://calendar.example.com/private-${secret}/basic.ics` }),
  (secret) => ({ header: `Authorization: Bearer ${secret}` }),
  (secret) => ({ login: { userName: 'olivia', pin_code: secret } }),
  (secret) => ({ $secret: secret, credentials: [secret] }),
  (secret) => ({ url: `https://api.example.com/v1?units=metric&appid=${secret}` }),
]

const IN_FLOWS: readonly ((secret: string) => Record<string, unknown>)[] = [
  (secret) => ({ url: `https://api.example.com/v1/lamp?token=${secret}&on=1` }),
  (secret) => ({ headers: `{"X-Api-Key": "${secret}", "Accept": "*/*"}` }),
  (secret) => ({ url: `https://olivia:${secret}@cloud.example.com/` }),
  (secret) => ({ password: secret, user: 'olivia' }),
  (secret) => ({ account: { id: 'a', name: 'A', accessToken: secret } }),
  (secret) => ({ text: `Bearer ${secret}` }),
  (secret) => ({ url: `https://example.com/api/webhook/${secret}` }),
]

const IN_CODE: readonly ((secret: string) => string)[] = [
  (secret) => `const apiKey = '${secret}'`,
  (secret) => `const options = { headers: { authorization: "Bearer ${secret}" } }`,
  (secret) => `await fetch(\`https://api.example.com/?access_token=${secret}\`)`,
  (secret) => `// the password: ${secret}`,
  (secret) => `await login({ user: 'olivia', password: "${secret}" })`,
  (secret) => `const url = 'mqtt://homey:${secret}@192.168.1.5'`,
]

function plant(homey: VirtualHomey): string[] {
  const canaries: string[] = []
  const canary = (): string => {
    const secret = `cn${randomBytes(6).toString('hex')}`
    canaries.push(secret)
    return secret
  }
  const { state } = homey
  for (let i = 0; i < 18; i++) {
    const settings = IN_APP_SETTINGS[i % IN_APP_SETTINGS.length]?.(canary()) ?? {}
    for (const app of ['com.example.echo']) {
      state.appSettings[app] = { ...state.appSettings[app], [`entry ${i}`]: settings }
    }
  }
  const [flow] = Object.values(state.flows)
  assert.ok(flow)
  const card = (args: Record<string, unknown>) => ({
    ...{ id: 'homey:app:com.example.echo:post', args, group: 'then', delay: null, duration: null },
  })
  for (let i = 0; i < 14; i++)
    flow.actions.push(card(IN_FLOWS[i % IN_FLOWS.length]?.(canary()) ?? {}))
  const code = (i: number): string => IN_CODE[i % IN_CODE.length]?.(canary()) ?? ''
  const script = { id: 'a-script', name: 'S', version: 1, lastExecuted: null }
  const app = state.appSettings['com.athom.homeyscript'] ?? {}
  const lines = Array.from({ length: 6 }, (_, i) => code(i))
  state.appSettings['com.athom.homeyscript'] = {
    ...app,
    scripts: { ...Object(app['scripts']), [script.id]: { ...script, code: lines.join('\n') } },
  }
  for (let i = 0; i < 6; i++) flow.actions.push(card({ code: code(i) }))
  const device = Object.values(state.devices).find(({ id }) => state.settingDefinitions[id]?.length)
  assert.ok(device)
  for (const [id, type] of [
    ['entrance', 'password'],
    ['localKey', 'text'],
    ['stream', 'text'],
  ] as const) {
    state.settingDefinitions[device.id]?.push({ id, type, label: id })
    device.settings[id] = id === 'stream' ? `rtsp://a:${canary()}@h/` : canary()
  }
  const [dashboard] = Object.values(state.dashboards)
  const [column] = dashboard?.columns ?? []
  column?.widgets.push({
    id: '5f0f9a3c-5a1e-4a8e-9b53-0a6d4c1f2b3e',
    settings: { apiKey: canary() },
  })
  state.options['google-assistant.pinCode'] = canary()
  state.options['geolocation.address'] = 'Lindenlaan 1'
  const notes = Object.values(state.advancedFlows)[0]
  if (notes)
    notes.cards['5f0f9a3c-5a1e-4a8e-9b53-0a6d4c1f2b3f'] = {
      type: 'action',
      ...{ x: 0, y: 0 },
      id: 'homey:app:com.example.echo:post',
      args: { secret: canary() },
    }
  return canaries
}

test('fifty secrets: none in the file, none in a difference, all with the key', async () => {
  await using home = await openHome()
  const before = await takeSnapshot(home.hub, TAKING)
  const canaries = plant(home.homey)
  assert.equal(canaries.length, 50)
  const snapshot = await takeSnapshot(home.hub, TAKING)
  const difference = diffSnapshots(before, snapshot)
  const told = JSON.stringify([difference, diffInWords(difference), snapshot.manifest])
  assert.deepEqual(
    canaries.filter((canary) => told.includes(canary)),
    [],
  )
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-canaries-'))
  try {
    const identity = await generateIdentity()
    const path = join(folder, 'home.latchkey')
    await writeSnapshot(path, snapshot, {
      sealing: { recipient: await identityToRecipient(identity) },
    })
    const bytes = readFileSync(path)
    assert.deepEqual(
      canaries.filter((canary) => bytes.includes(canary)),
      [],
    )
    const read = await readSnapshot(path, { identity })
    const revealed = Object.values(read.objects).flatMap((objects) =>
      [...objects.values()].map((object) => reveal(object, read.secrets)),
    )
    assert.deepEqual(
      revealed.flatMap(({ missing }) => missing),
      [],
    )
    const open = JSON.stringify(revealed)
    assert.deepEqual(
      canaries.filter((canary) => !open.includes(canary)),
      [],
    )
    // What was hidden is back exactly where it was.
    const { flows, appSettings } = home.homey.state
    for (const { id, ...object } of read.objects.flow.values()) {
      assert.deepEqual(reveal(object, read.secrets).content['actions'], flows[id]?.actions)
    }
    for (const object of read.objects['app-setting'].values()) {
      const { app, name, value } = reveal(object, read.secrets).content
      assert.deepEqual(value, appSettings[String(app)]?.[String(name)])
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
