// Raw bytes against a real gateway process, in a bounded number; `npm run fuzz` throws a million.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { campaign } from './fuzz/campaign.ts'

test('case 5: raw bytes bring nothing to the hub that is refused', {
  timeout: 60_000,
}, async () => {
  const told = await campaign(2_000, Number(process.env['FUZZ_SEED'] ?? 1), 30)
  assert.deepEqual(told.refused, [])
  assert.deepEqual(told.said, [])
  assert.equal(told.control.failures, 0)
  assert.equal(told.alive, true)
  assert.ok(told.answers > 20 && told.acknowledgements > 20, 'requests and frames were judged')
  assert.ok(told.reached > 0, 'what is allowed reached the hub')
})
