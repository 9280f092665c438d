// The assignment costs no more than the best one, as another implementation finds it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import munkres from 'munkres'
import { assign } from './hungarian.ts'

const tables = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 6 }))
  .chain(([rows, more]) =>
    fc.array(
      fc.array(fc.integer({ min: -50, max: 1000 }), {
        minLength: rows + more,
        maxLength: rows + more,
      }),
      { minLength: rows, maxLength: rows },
    ),
  )

const cost = (table: readonly (readonly number[])[], pairs: Iterable<readonly [number, number]>) =>
  [...pairs].reduce((sum, [row, column]) => sum + (table[row]?.[column] ?? Number.NaN), 0)

test('every row gets a column of its own, at the least cost', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const columns = assign(table)
      assert.equal(new Set(columns).size, table.length)
      const best = munkres(table.map((row) => [...row]))
      assert.equal(cost(table, columns.entries()), cost(table, best))
    }),
    { numRuns: 500 },
  )
})

test('more rows than columns are refused, none at all are fine', () => {
  assert.throws(() => assign([[1], [2]]), /2 rows cannot share 1 columns/)
  assert.deepEqual(assign([]), [])
})
