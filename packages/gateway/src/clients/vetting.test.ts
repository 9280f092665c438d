// A client that a directory knows by its address stays suspended whatever its document says of it afterwards; and of one
// that has nothing, nothing is kept. On a real database, with a signed directory.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Directories } from '../directories/directories.ts'
import {
  newDirectoryKey,
  privateKeyIn,
  publicHalf,
  signDirectory,
} from '../directories/signature.ts'
import { guardedFetch } from '../outgoing/guarded-fetch.ts'
import { migrate } from '../storage/migrations.ts'
import { openSqlite } from '../storage/sqlite.ts'
import { Vetting } from './vetting.ts'

const NOW = Date.UTC(2026, 10, 23)
const BAD = 'https://bad.example/back'
const ID = 'https://bad.example/client.json'

test('a document that changes does not end a suspension, and strangers leave nothing behind', async () => {
  const database = openSqlite(':memory:')
  await migrate(database)
  const now = () => NOW
  const directories = new Directories({ database, now, fetch: guardedFetch() })
  const halted: [readonly string[], boolean][] = []
  const told: boolean[] = []
  const vetting = new Vetting({
    ...{ database, directories, now },
    grants: { setHalted: async (ids, isHalted) => void halted.push([ids, isHalted]) },
    grantsOf: async (id) => (id === ID ? ['grant'] : []),
    onSuspension: (_id, isSuspended) => void told.push(isSuspended),
  })
  const client = (id: string, redirect: string) => ({
    ...{ id, isByHand: false },
    metadata: { client_id: id, client_name: 'Bad', redirect_uris: [redirect] },
  })
  const stateOf = async (id: string, redirect: string) =>
    (await vetting.look(client(id, redirect))).state
  await vetting.remember(client(ID, BAD))
  const key = privateKeyIn(newDirectoryKey())
  const at = new Date(NOW).toISOString()
  const text = await signDirectory(
    {
      ...{ type: 'latchkey-directory', name: 'Friends', version: 1, issued: at },
      ...{ expires: new Date(NOW + 1_000).toISOString(), clients: [] },
      suspended: [{ name: 'Bad', redirectUris: [BAD], because: 'It sells.', since: at }],
    },
    key,
  )
  await directories.subscribe({ source: 'file', publicKey: publicHalf(key), text })
  assert.equal(await stateOf(ID, BAD), 'suspended')
  assert.deepEqual([halted.at(-1), told], [[['grant'], true], [true]])
  assert.equal(await stateOf(ID, 'https://good.example/back'), 'suspended')
  assert.equal(await stateOf(ID, 'https://better.example/back'), 'suspended')
  assert.deepEqual(told, [true])

  assert.equal(await stateOf('lr_stranger', BAD), 'suspended')
  assert.deepEqual(await vetting.store.ids(), [ID], 'of a stranger nothing is kept')
  assert.deepEqual(told, [true], 'and nobody is told')
  await directories.remove('Friends')
  assert.equal(await stateOf(ID, BAD), 'self-asserted')
  assert.deepEqual(
    [halted.at(-1), told],
    [
      [['grant'], false],
      [true, false],
    ],
  )
  await database.destroy()
})
