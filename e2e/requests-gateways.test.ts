// Permission requests where several gateways stand on one database, and for clients that have tokens: what is given at
// one gateway counts at the other, for the very token that asked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClientRequestView } from '@latchkey/gateway'
import { another, KEYS } from './another-gateway.ts'
import { Owner } from './consenting.ts'
import { newClient, redeem, refresh, request, type Told } from './oauth-client.ts'
import { startPostgres } from './postgres.ts'
import { openApi } from './realtime-clients.ts'
import { ask, asked, decline, grant, status, waiting } from './requesting.ts'
import { openWorld, send } from './world.ts'

const VARIABLES = '/api/manager/logic/variable'
const FLOWS = '/api/manager/flow/flow'

test('two gateways: one request, one answer, told once at each, and counting at both', async () => {
  await using postgres = await startPostgres()
  await using world = await openWorld({ databaseUrl: await postgres.database(), ...KEYS })
  await using second = await another(world)
  const { key } = await world.fullKey('Panel', ['zone:read'])
  const both = [world, second] as const
  using here = await openApi(world.url, key)
  using there = await openApi(second.url, key)
  const events: string[] = []
  const heard = Promise.withResolvers<void>()
  for (const [name, { api }] of [
    ['here', here],
    ['there', there],
  ] as const) {
    api.on('homey:manager:latchkey', (_what, data) => {
      events.push(`${name} ${(data as ClientRequestView).state}`)
      if (events.length === 2) heard.resolve()
    })
  }
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      ask(both[at % 2 === 0 ? 0 : 1], key, { permissions: ['variable:read', 'flow:read'] }),
    ),
  )
  const [id = '', ...others] = [...new Set(replies.map((reply) => String(reply.json()['id'])))]
  assert.deepEqual(others, [])
  assert.equal(replies.filter((reply) => reply.status === 201).length, 1)
  const waited = status(second, key, id, 30)
  const answers = await Promise.allSettled([
    ...both.map((one) => grant(one, id, { permissions: ['variable:read'] })),
    ...both.map((one) => grant(one, id, { permissions: ['variable:read'] })),
  ])
  assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1)
  await heard.promise
  assert.equal((await waited).state, 'granted')
  for (const { url } of both) {
    const reply = await send(url, 'GET', VARIABLES, { key })
    assert.equal(reply.status, 200, reply.text)
    assert.equal((await send(url, 'GET', FLOWS, { key })).status, 403)
  }
  // What would be told twice would have been told by the time that the next answer is.
  const next = await asked(second, key, { permissions: ['flow:read'] })
  const declined = Promise.withResolvers<void>()
  here.api.on('homey:manager:latchkey', (_what, data) => {
    if ((data as ClientRequestView).id === next.id) declined.resolve()
  })
  await decline(second, next.id)
  await declined.promise
  assert.equal(events.filter((one) => one === 'here granted').length, 1)
  assert.equal(events.filter((one) => one === 'there granted').length, 1)

  // Two requests of one grant that are granted at once at two gateways: both are given.
  const { key: other } = await world.fullKey('Other', ['zone:read'])
  const words = ['flow:read', 'variable:read', 'mood:read', 'alarm:read']
  const ids: string[] = []
  for (const word of words) ids.push((await asked(world, other, { permissions: [word] })).id)
  await Promise.all(ids.map((id, at) => grant(at % 2 === 0 ? world : second, id)))
  const [, view] = await second.owner<readonly { permissions: readonly string[] }[]>('GET', '/keys')
  assert.deepEqual(view?.permissions, [...words, 'zone:read'].sort())
})

const wordIn = ({ body }: Told, name: string): string => {
  const word = body[name]
  assert.ok(typeof word === 'string', JSON.stringify(body))
  return word
}

test('a client with a token has more with that token at once, and with those that follow', async () => {
  await using world = await openWorld()
  const owner = await Owner.of(world)
  const clientId = await newClient(world)
  const { to, verifier } = request(world, clientId, 'zone:read')
  const back = await owner.consent(to)
  const got = await redeem(world, clientId, back.searchParams.get('code') ?? '', verifier)
  const access = wordIn(got, 'access_token')
  const { id } = await asked(world, access, { permissions: ['variable:read'] })
  const [view] = await waiting(world)
  assert.deepEqual([view?.client, view?.selfNamed], ['Panel', true])
  await grant(world, id)
  assert.equal((await world.send('GET', VARIABLES, { key: access })).status, 200)
  const renewed = await refresh(world, clientId, wordIn(got, 'refresh_token'))
  // What the library says is what was consented to; what counts is the grant (RFC 6749, 6, forbids only to say more).
  assert.equal(renewed.body['scope'], 'zone:read')
  const next = wordIn(renewed, 'access_token')
  assert.equal((await world.send('GET', VARIABLES, { key: next })).status, 200)
  // A client that has several grants is counted as one.
  const tokens = [next]
  for (let at = 0; at < 2; at++) {
    const more = request(world, clientId, 'zone:read')
    const code = (await owner.consent(more.to)).searchParams.get('code') ?? ''
    tokens.push(wordIn(await redeem(world, clientId, code, more.verifier), 'access_token'))
  }
  const names = ['flow', 'mood', 'device', 'alarm', 'app', 'user', 'weather', 'energy', 'insights']
  const statuses: number[] = []
  for (const token of tokens) {
    for (const name of names) {
      const reply = await ask(world, token, { permissions: [`${name}:read`] })
      statuses.push(reply.status)
      if (reply.status === 201) await decline(world, reply.json<{ id: string }>().id)
    }
  }
  assert.equal(statuses.filter((one) => one === 201).length, 19, 'with the first one twenty a day')
  assert.equal(statuses.at(-1), 429)
})
