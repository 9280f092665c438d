// Killed at random moments while keys are made and revoked and the sealing key is changed: after each
// start what was answered holds. LATCHKEY_KILLS says how often; a few times if it does not.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import type { KeyView } from '@latchkey/gateway'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { bothDatabases } from './postgres.ts'
import { running } from './terminal.ts'
import { send, temporaryDirectory } from './world.ts'

const FLOWS = '/api/manager/flow/flow'
const KILLS = Number(process.env['LATCHKEY_KILLS'] ?? 2)

const DATABASES = bothDatabases()

/** A call of the owner API at the control socket; undefined if the gateway was gone before its answer. */
function owner<T>(data: string, method: string, path: string, body?: object) {
  return new Promise<T | undefined>((done) => {
    const headers = body ? { 'content-type': 'application/json' } : {}
    const options = { socketPath: join(data, 'control.sock'), method, path, headers }
    const sent = request(options, (answer) => {
      let text = ''
      answer.on('data', (piece) => {
        text += String(piece)
      })
      answer.on('end', () => done(answer.statusCode === 200 ? JSON.parse(text) : undefined))
      answer.on('error', () => done(undefined))
    })
    sent.on('error', () => done(undefined))
    sent.end(body && JSON.stringify(body))
  })
}

for (const [name, address] of Object.entries(DATABASES)) {
  test(`${name}: killed ${KILLS} times, nothing that was answered is lost`, async (t) => {
    using directory = temporaryDirectory()
    const data = directory.path
    await using homey = await startVirtualHomey({ home: 'apartment' })
    const url = await address()
    const env: NodeJS.ProcessEnv = url === undefined ? {} : { DATABASE_URL: url }
    const start = () =>
      running<{ url: string }>(['start', '--port', '0', '--data', data, '--json'], env)
    const wanted = (client: string) => ({ hub: 'Home', name: client, permissions: ['flow:read'] })
    const revoked: string[] = []
    const starts: number[] = []
    let steady: string | undefined
    for (let round = 0; round <= KILLS; round++) {
      const begun = performance.now()
      await using gateway = await start()
      starts.push(performance.now() - begun)
      if (round === 0) {
        await owner(data, 'POST', '/hubs', { name: 'Home', address: homey.address, key: homey.key })
        steady = (await owner<{ key: string }>(data, 'POST', '/keys', wanted('Steady')))?.key
      }
      const ask = async (key: string) =>
        (await send(gateway.ready.url, 'GET', FLOWS, { key })).status
      assert.ok(steady)
      assert.equal(await ask(steady), 200, 'the credential opens and the key is good')
      for (const key of revoked) assert.equal(await ask(key), 401, 'what was revoked stays revoked')
      const made = await owner<KeyView & { key: string }>(data, 'POST', '/keys', wanted('Brief'))
      const moment = setTimeout(() => void gateway.kill('SIGKILL'), Math.random() * 120)
      const rotated = owner(data, 'POST', '/seal/rotate')
      const gone = made && (await owner<KeyView>(data, 'DELETE', `/keys/${made.id}`))
      if (made && gone?.state === 'revoked') revoked.push(made.key)
      await rotated
      clearTimeout(moment)
      await gateway.kill('SIGKILL')
    }
    t.diagnostic(
      `${revoked.length} revocations answered; slowest start ${Math.max(...starts).toFixed(0)} ms`,
    )
  })
}
