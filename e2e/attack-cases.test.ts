// Every attack case and every line of RFC 9700 is held by a test that is found by its name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ATTACK_CASES, PRACTICE } from '../scripts/attack-cases.ts'
import { allTests, attackCasesPage, casesOf } from '../scripts/attack-cases-page.ts'

test('each attack case has tests with its number, and each number is one of a case', () => {
  const numbers = new Set(allTests().flatMap(({ name }) => casesOf(name)))
  const cases = Object.keys(ATTACK_CASES).map(Number)
  assert.deepEqual(
    [...numbers].sort((one, other) => one - other),
    cases,
  )
  assert.equal(cases.length, 30)
  // It throws for a line that no test holds.
  const page = attackCasesPage()
  for (const { line } of PRACTICE) assert.ok(page.includes(`| ${line} |`), line)
})
