// The generated matrix on a Pro 2023.
import { test } from 'node:test'
import { testMatrix } from './matrix.ts'

test('case 11: 45 permissions × every operation of a Pro 2023: just that, and the always ones', (context) =>
  testMatrix(context, 'pro-2023', 352))
