// House rules and restrictions against an oracle that was written from the decision alone: nothing that should be
// denied goes through, and nothing is refused wrongly. More cases: scripts/oracle-rules.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Difference, runRules } from './rules-oracle/differ.ts'
import { compareRulesOverHttp } from './rules-oracle/over-http.ts'

test('the judge says what the oracle says', { timeout: 120_000 }, () => {
  const differences: Difference[] = []
  const tally = runRules(3, 4_000, (one) => {
    differences.push(one)
    return differences.length < 3
  })
  assert.deepEqual(differences, [])
  assert.equal(tally.through, 0)
  assert.equal(tally.wronglyRefused, 0)
  for (const verdict of ['allow', 'ask', 'deny']) {
    assert.ok((tally.verdicts[verdict] ?? 0) > 200, `too few of ${verdict}`)
  }
})

test('so does a gateway, over HTTP and over the socket, and what is denied never reaches the hub', {
  timeout: 120_000,
}, async () => {
  const tally = await compareRulesOverHttp(1, 8, 25)
  assert.deepEqual(tally.differences.slice(0, 3), [])
  assert.ok(tally.overSocket > 30 && tally.denied > 20 && tally.reached > 20, JSON.stringify(tally))
})
