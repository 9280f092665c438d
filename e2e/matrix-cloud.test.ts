// The generated matrix on Homey Cloud.
import { test } from 'node:test'
import { testMatrix, thirdOf } from './matrix.ts'

test('a third of 45 permissions × every operation of Homey Cloud: just that, and the always ones', (context) =>
  testMatrix(context, 'cloud', 260, thirdOf(Date.now())))
