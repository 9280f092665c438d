// Guessing is slowed: how long, for whom, that tries at one moment count one by one at all gateways
// together, and that there is an end to what is kept. On both databases.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import { openMigrated } from '../storage/open-for-test.test-support.ts'
import { failedAgain, LONGEST, MAX_COUNTS, SlowDown, waitOf } from './slow-down.ts'

const blind = (text: string) => createHash('sha256').update(text).digest('base64url')

async function world(url: string | undefined) {
  let time = 1_000_000
  const now = () => time
  const database = await openMigrated(url)
  // With SQLite there is one gateway, and both are the same one.
  const second = url === undefined ? database : await openMigrated(url)
  const slow = new SlowDown({ database, now, blind })
  return {
    ...{ slow, database },
    other: url === undefined ? slow : new SlowDown({ database: second, now, blind }),
    later: (milliseconds: number) => {
      time += milliseconds
    },
    [Symbol.asyncDispose]: async () => {
      await database.destroy()
      if (second !== database) await second.destroy()
    },
  }
}

test('no wait is longer than the longest of its zone, whatever happened before', () => {
  const moment = fc.integer({ min: 1, max: 2 ** 42 })
  const count = fc.record({ failures: fc.nat(1_000), last: moment, until: moment })
  const zone = fc.constantFrom('near', 'far')
  fc.assert(
    fc.property(count, zone, moment, (before, where, now) => {
      const wait = waitOf(before, where, now)
      assert.ok(wait >= 0 && wait <= LONGEST[where])
      const after = failedAgain(before, where, now)
      assert.ok(after.until - now <= LONGEST[where])
      assert.equal(waitOf(after, where, now), Math.max(0, after.until - now))
      // Another gateway's clock may be a little behind, and a free try must stay free there.
      if (after.failures < 3) assert.equal(waitOf(after, where, now - 1), 0)
    }),
  )
})

for (const [name, open] of Object.entries(bothDatabases())) {
  test(`the wait doubles from the third failure on, up to the longest (${name})`, async () => {
    await using one = await world(await open())
    for (const [zone, expected] of [
      ['near', [0, 0, 1_000, 2_000, 2_000, 2_000]],
      ['far', [0, 0, 1_000, 2_000, 4_000, 8_000]],
    ] as const) {
      const counted = [{ key: 'x', zone }]
      let gateway = one.slow
      for (const wait of expected) {
        assert.equal(await gateway.attempt(counted), 0)
        // The next try is at the other gateway, which knows of it.
        gateway = gateway === one.slow ? one.other : one.slow
        if (wait === 0) continue
        assert.equal(await gateway.attempt(counted), wait)
        one.later(wait)
      }
    }
  })

  test(`tries at one moment count one by one, before any has failed (${name})`, async () => {
    await using one = await world(await open())
    const tries = Array.from({ length: 16 }, (_, at) => {
      const [mine, all] = [{ key: `address ${at % 4}`, zone: 'far' } as const, 'name ann']
      return (at % 2 ? one.slow : one.other).attempt([mine, { key: all, zone: 'far' }])
    })
    const waits = await Promise.all(tries)
    assert.equal(waits.filter((wait) => wait === 0).length, 3)
    assert.equal(waits.filter((wait) => wait === 1_000).length, 13)
  })

  test(`a success begins anew, and so does an hour of quiet (${name})`, async () => {
    await using one = await world(await open())
    const counted = [{ key: 'x', zone: 'far' }] as const
    for (let at = 0; at < 4; at++) await one.slow.attempt(counted)
    await one.other.succeeded(counted)
    assert.equal(await one.slow.attempt(counted), 0)
    for (let at = 0; at < 3; at++) await one.slow.attempt(counted)
    one.later(3_600_000)
    assert.equal(await one.slow.attempt(counted), 0)
    assert.equal(await one.slow.attempt(counted), 0)
  })

  test(`what one is slowed for slows no other, nor after the clock is set back (${name})`, async () => {
    await using one = await world(await open())
    for (let at = 0; at < 9; at++) await one.slow.attempt([{ key: 'x', zone: 'far' }])
    assert.equal(await one.slow.attempt([{ key: 'x', zone: 'near' }]), 0)
    assert.equal(await one.slow.attempt([{ key: 'y', zone: 'far' }]), 0)
    for (let at = 0; at < 9; at++) await one.slow.attempt([{ key: 'z', zone: 'near' }])
    one.later(-86_400_000)
    assert.equal(await one.slow.attempt([{ key: 'z', zone: 'near' }]), 0)
  })

  test(`strangers fill their own room only, and it has an end (${name})`, async () => {
    await using one = await world(await open())
    await one.slow.attempt([{ key: 'household', zone: 'near' }])
    for (let from = 0; from < MAX_COUNTS + 60; from += 2_000) {
      const rows = Array.from({ length: Math.min(2_000, MAX_COUNTS + 60 - from) }, (_, at) => {
        const id = `${String(from + at).padStart(6, '0')}`
        return { id, zone: 'far', failures: 1, last_at: 900_000 + from + at, until_at: 0 }
      })
      await one.database.insertInto('owner_attempt').values(rows).execute()
    }
    await one.slow.attempt([{ key: 'one more', zone: 'far' }])
    const kept = await one.database.selectFrom('owner_attempt').select(['id', 'zone']).execute()
    assert.equal(kept.filter((row) => row.zone === 'far').length, MAX_COUNTS)
    assert.equal(kept.filter((row) => row.zone === 'near').length, 1)
    assert.ok(!kept.some((row) => row.id === '000060'), 'those not tried for longest go first')
    assert.ok(kept.some((row) => row.id === '000061'))
    one.later(3_600_000)
    await one.slow.attempt([{ key: 'much later', zone: 'far' }])
    const [{ count } = { count: 0 }] = await one.database
      .selectFrom('owner_attempt')
      .select((of) => of.fn.countAll().as('count'))
      .execute()
    assert.ok(Number(count) < MAX_COUNTS, 'what is old goes, a piece at a time')
  })
}
