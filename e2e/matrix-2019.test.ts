// The generated matrix on a Pro 2019, in V2's own spelling and in V3's.
import { test } from 'node:test'
import { testMatrix, thirdOf } from './matrix.ts'

test('a third of 45 permissions × every operation of a Pro 2019: just that, in either spelling', (context) =>
  testMatrix(context, 'pro-2019', 259, thirdOf(Date.now())))
