// Of all who want to use a leave at one moment one gets it, and of all who ask the same at one moment one asks:
// at one gateway and at several on one database.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import { openMigrated } from '../storage/open-for-test.test-support.ts'
import { type AskedCall, KEPT_OF_GRANT, OPEN_OF_GRANT } from './approval.ts'
import { Approvals } from './approvals.ts'

const callOf = (fingerprint: string): AskedCall => ({
  ...{ hubId: 'h', grantId: 'g', operation: 'flow.triggerFlow', method: 'POST', path: '/x' },
  ...{ fingerprint, task: fingerprint },
  question: {
    ...{ client: 'C', operation: 'flow.triggerFlow', label: 'Start Flows', danger: 'control' },
    ...{ because: '', from: null, about: [], ids: {}, query: '', written: [], cut: false },
  },
})

/** Two gateways on one database, in which time stands still until it is moved. */
async function gateways(address: () => Promise<string | undefined>) {
  const database = await openMigrated(await address())
  const rows: string[] = []
  const audit = {
    record: ({ reason }: { reason: string }) => void rows.push(reason),
    commit: async ({ reason }: { reason: string }) => void rows.push(reason),
  }
  let now = 1_700_000_000_000
  const gateway = () =>
    new Approvals({ database, audit, now: () => now, random: randomBytes, onError: assert.ifError })
  const pass = (milliseconds: number) => {
    now += milliseconds
  }
  const both = [gateway(), gateway()] as const
  return { both, rows, pass, [Symbol.asyncDispose]: () => database.destroy() }
}

const CALL = callOf('same')

for (const [name, address] of Object.entries(bothDatabases())) {
  test(`50 uses of one leave at two gateways: one has it (${name})`, async () => {
    await using world = await gateways(address)
    const { both, rows } = world
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, n) => both[n % 2 === 0 ? 0 : 1].ask(CALL)),
    )
    const ids = new Set(asked.map((one) => one?.id))
    assert.equal(ids.size, 1, 'the same question is put once')
    assert.equal(rows.filter((one) => one === 'approval-asked').length, 1)
    const [question] = asked
    assert.ok(question)
    await both[0].answer(question, 'once', 'ann')
    const words = await Promise.all(
      Array.from({ length: 50 }, (_, n) => both[n % 2 === 0 ? 0 : 1].word(CALL)),
    )
    assert.equal(words.filter(({ word }) => word === 'yes').length, 1)
    assert.equal(words.filter(({ word }) => word === 'none').length, 49)
    assert.deepEqual(rows, ['approval-asked', 'approved-once', 'approval-used'])
  })

  test(`two owners answer at one moment: one of them does (${name})`, async () => {
    await using world = await gateways(address)
    const [here, there] = world.both
    const question = await here.ask(CALL)
    assert.ok(question)
    const answers = await Promise.allSettled([
      here.answer(question, 'no', 'ann'),
      there.answer(question, 'once', 'ben'),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })

  test(`questions are bounded, and what still counts stays (${name})`, async () => {
    await using world = await gateways(address)
    const { both, pass } = world
    const [here] = both
    const kept = await here.ask(callOf('kept'))
    assert.ok(kept)
    await here.answer(kept, 'task', 'ann')
    for (let n = 0; n < OPEN_OF_GRANT; n++) assert.ok(await here.ask(callOf(`open ${n}`)))
    assert.equal(await here.ask(callOf('one more')), undefined)
    pass(10 * 60_000)
    for (let n = 0; n < 2 * KEPT_OF_GRANT + 20; n++) {
      const one = await here.ask(callOf(`no ${n}`))
      assert.ok(one)
      await here.answer(one, 'no', 'ann')
      pass(n < 20 ? 0 : 1)
    }
    assert.equal((await here.word(callOf('kept'))).word, 'yes', 'half an hour is not over')
    pass(6 * 60_000)
    for (let n = 0; n < 3; n++) await here.ask(callOf(`last ${n}`))
    const all = await here.list({ limit: 500 })
    assert.ok(all.length <= KEPT_OF_GRANT + OPEN_OF_GRANT + 1, String(all.length))
    assert.ok(all.some(({ id }) => id === kept.id))
  })
}
