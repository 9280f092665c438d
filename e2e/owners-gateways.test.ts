// What several gateways on one database share of signing in: a passkey's challenge given by one is answered
// at another, once; failures count together. With SQLite there is one gateway, and it is started anew.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Installation, type Listener, listen, openInstallation } from '@latchkey/gateway'
import { Authenticator } from './authenticator.ts'
import { Browser, PASSWORD, setupToken } from './browser.ts'
import { bothDatabases } from './postgres.ts'
import { temporaryDirectory } from './world.ts'

interface Gateway extends AsyncDisposable {
  readonly installation: Installation
  readonly listener: Listener
}

const SEALING_KEY = Buffer.alloc(32, 1).toString('base64')

/** Two gateways: on PostgreSQL both run; on SQLite the second is the first one, started anew. */
async function gateways(databaseUrl: string | undefined) {
  await using stack = new AsyncDisposableStack()
  const open = async (data: string): Promise<Gateway> => {
    await using opened = new AsyncDisposableStack()
    const installation = opened.use(
      await openInstallation({ data, databaseUrl, sealingKey: SEALING_KEY }),
    )
    const listener = opened.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
    installation.reachedAt({ url: listener.url, setupRemote: false })
    const owned = opened.move()
    return { installation, listener, [Symbol.asyncDispose]: () => owned.disposeAsync() }
  }
  const directories = [0, 1].map(() => stack.use(temporaryDirectory()).path)
  const [here = '', there = ''] = directories
  let first = await open(here)
  stack.defer(() => first[Symbol.asyncDispose]())
  const second = databaseUrl === undefined ? undefined : stack.use(await open(there))
  const owned = stack.move()
  return {
    data: here,
    first: () => first,
    second: async () => {
      if (second) return second
      await first[Symbol.asyncDispose]()
      first = await open(here)
      return first
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** A browser at a gateway; both have the same origin, as behind a load balancer. */
const at = (gateway: Gateway) => new Browser(gateway.listener.url, 'localhost:8420')

for (const [name, open] of Object.entries(bothDatabases())) {
  test(`a passkey is set up and used with each half at another gateway (${name})`, async () => {
    await using both = await gateways(await open())
    const phone = new Authenticator()
    const token = await setupToken(both.first().installation)
    const browser = at(both.first())
    const asked = await browser.ask('POST', '/setup/passkey', { token, name: 'Ann' })
    const { options } = asked.json<{ options: Record<string, unknown> }>()
    const second = await both.second()
    const made = await at(second).ask('POST', '/setup', {
      ...{ token, name: 'Ann', passkey: phone.create(options, browser.origin) },
    })
    assert.equal(made.status, 200, made.text)
    const shown = (await at(both.first()).ask('POST', '/sign-in/passkey-options')).json<{
      options: Record<string, unknown>
    }>()
    const passkey = phone.get(shown.options, browser.origin)
    const again = await both.second()
    const replies = await Promise.all(
      [again, both.first(), again].map((one) =>
        at(one).ask('POST', '/sign-in/passkey', { passkey }),
      ),
    )
    const statuses = replies.map((one) => one.status).sort()
    assert.deepEqual(statuses, [200, 401, 401], 'a challenge is good once, wherever')
  })

  test(`failures count together, and no name that was typed is kept (${name})`, async () => {
    await using both = await gateways(await open())
    const token = await setupToken(both.first().installation)
    await at(both.first()).ask('POST', '/setup', { token, name: 'Ann', password: PASSWORD })
    const guess = async (gateway: Gateway, who = 'Ann') => {
      const reply = await at(gateway).ask('POST', '/sign-in', { name: who, password: 'wrong one' })
      return [reply.status, Number(reply.headers['retry-after'] ?? 0)]
    }
    const typed = 'CANARY in the wrong field'
    assert.deepEqual(await guess(both.first(), typed), [401, 0])
    assert.deepEqual(await guess(both.first()), [401, 0])
    const second = await both.second()
    assert.deepEqual(await guess(second), [401, 0])
    assert.deepEqual(await guess(second), [429, 1])
    assert.equal((await guess(both.first()))[0], 429)
    if (name !== 'SQLite') return
    for (const file of ['latchkey.db', 'latchkey.db-wal']) {
      const bytes = readFileSync(join(both.data, file))
      for (const form of [typed, typed.toLowerCase()]) assert.ok(!bytes.includes(form), file)
    }
  })
}
