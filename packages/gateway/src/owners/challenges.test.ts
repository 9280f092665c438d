// Challenges of passkeys: good once, for one purpose, for five minutes, at any gateway; and there is an
// end to how many wait. On both databases.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import { openMigrated } from '../storage/open-for-test.test-support.ts'
import { Challenges, MAX_CHALLENGES, PATIENCE } from './challenges.ts'

for (const [name, open] of Object.entries(bothDatabases())) {
  test(`once, for its purpose, in time (${name})`, async () => {
    const database = await openMigrated(await open())
    let time = 1_000
    const [one, other] = [
      new Challenges(database, () => time),
      new Challenges(database, () => time),
    ]
    await one.remember('a', 'sign-in', 'near')
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other).take('a', 'sign-in')),
    )
    assert.equal(taken.filter(Boolean).length, 1, 'of twenty at once one gets it')
    await one.remember('b', 'sign-in', 'near')
    assert.equal(await other.take('b', 'setup 1'), false)
    assert.equal(await one.take('b', 'sign-in'), false, 'a wrong purpose uses it up')
    await one.remember('c', 'sign-in', 'near')
    time += PATIENCE
    assert.equal(await one.take('c', 'sign-in'), false, 'too late')
    await one.remember('d', 'sign-in', 'near')
    for (let at = 0; at < MAX_CHALLENGES + 5; at++) {
      time++
      await one.remember(`far ${at}`, 'sign-in', 'far')
    }
    const rows = await database.selectFrom('owner_challenge').select('zone').execute()
    assert.equal(rows.filter((row) => row.zone === 'far').length, MAX_CHALLENGES)
    assert.equal(await one.take('d', 'sign-in'), true, 'strangers do not take the household’s room')
    assert.equal(await one.take('far 4', 'sign-in'), false)
    assert.equal(await one.take('far 5', 'sign-in'), true)
    time += PATIENCE
    for (let at = 0; at < 15; at++) await one.remember(`late ${at}`, 'sign-in', 'near')
    const left = await database.selectFrom('owner_challenge').select('challenge').execute()
    assert.equal(left.length, 15, 'what is late is forgotten')
    await database.destroy()
  })
}
