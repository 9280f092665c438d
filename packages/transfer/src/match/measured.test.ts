// Matching on homes that it was not tuned on, within the goals of reference 6; fewer homes than
// `scripts/bench-match.ts` measures.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measure } from './measure.test-support.ts'
import { measuredMove } from './measured-homes.test-support.ts'
import { ROWS } from './synthetic-home.test-support.ts'

const SEEDS = [70_001, 70_002, 70_003, 70_004, 70_005, 70_006]

/** Goals G11 to G13 and G20. */
const RECALL: Readonly<Record<string, number>> = { P0: 0.97, P1: 0.85, P5: 0.9 }

for (const row of ROWS) {
  test(`${row.name}: ${row.what} (seeds ${SEEDS[0]} to ${SEEDS.at(-1)})`, {
    timeout: 60_000,
  }, () => {
    const found = measure(measuredMove, row, SEEDS)
    if (row.name === 'P4') assert.equal(found.autos, 0, 'without evidence nothing is taken')
    assert.ok(found.precision >= 0.999, `${found.wrong} of ${found.autos} are wrong`)
    assert.ok(found.recall >= (RECALL[row.name] ?? 0), `recall ${found.recall}`)
    if (row.name === 'P1') assert.ok(found.askedShare <= 0.15, `${found.askedShare} asked`)
  })
}
