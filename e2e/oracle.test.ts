// The policy of the limits against the oracle, in a bounded number: asked directly, and through a real
// gateway over HTTP and the socket, on both kinds of hub. `npm run oracle` asks a million times.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Difference, runDifferential, shrink } from './oracle/differ.ts'
import { compareOverHttp } from './oracle/over-http.ts'
import { compareEvents } from './oracle/told.ts'

const IN_TIME = { timeout: 60_000 }
const SEED = Number(process.env['ORACLE_SEED'] ?? 1)

test('the policy answers as the page says', IN_TIME, () => {
  const found: Difference[] = []
  const tally = runDifferential(SEED, 25_000, (difference) => {
    found.push(difference)
    return found.length === 0
  })
  const [first] = found
  assert.equal(first && JSON.stringify(shrink(first)), undefined, `seed ${SEED}`)
  assert.ok(tally.cases >= 25_000)
  for (const answer of ['pass', 'not-found', 'refused']) {
    const some = [...tally.classes].filter(([name]) => name.endsWith(`flow.updateFlow: ${answer}`))
    assert.ok(some.length > 0, `no update of a Flow was: ${answer}`)
  }
})

for (const [generation, grants] of [
  ['pro-2023', 6],
  ['pro-2019', 1],
] as const) {
  test(`so does a gateway in front of a ${generation}`, IN_TIME, async () => {
    const { differences, calls, reached } = await compareOverHttp(generation, SEED, grants, 20)
    assert.deepEqual(differences, [], `seed ${SEED}`)
    assert.ok(calls > 0 && reached > 0, 'some calls reached the hub')
  })
}

test('a limited client is told of what it covers, and of nothing else', IN_TIME, async () => {
  const { differences, events, told } = await compareEvents(SEED, 4)
  assert.deepEqual(differences, [], `seed ${SEED}`)
  assert.ok(told > 0 && told < events, 'some events were told, others not')
})
