// The tables of traces against the catalogue: every operation that they name exists, and every write that
// makes or deletes an object of a grant is in them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { GENERATIONS, operationById, operations } from '@latchkey/catalogue'
import { deletedBy, madeBy } from '../hub-path/creations.ts'
import { KIND_ROWS, TRACE_KINDS } from './kinds.ts'
import { optionOf } from './option-calls.ts'
import { touchesOf } from './touched.ts'

const exists = (id: string): boolean => GENERATIONS.some((one) => operationById(one, id))

const ID = 'some/thing.other'

/** What no trace can be kept of although it makes or deletes something: a device comes by pairing. */
const BY_PAIRING = 'drivers.createPairSessionDevice'

const writes = new Set(
  GENERATIONS.flatMap((one) => operations(one).filter(({ effect }) => effect)).map(({ id }) => id),
)

describe('kinds', () => {
  for (const kind of TRACE_KINDS.filter((one) => one !== 'option')) {
    test(kind, () => {
      const { create, list, read, remove, update } = KIND_ROWS[kind]
      const calls = [
        read(ID),
        ...update(ID, { name: 'x', enabled: true, value: 1, deviceIds: [] }),
        ...(create ? [create({ name: 'x' })] : []),
        ...(remove ? [remove(ID)] : []),
        ...(list === undefined ? [] : [{ operation: list, ids: {} }]),
      ]
      for (const { operation } of calls) assert.ok(exists(operation), operation)
    })
  }
})

describe('writes', () => {
  test('what makes or deletes an object is traced', () => {
    for (const operation of writes) {
      const made = madeBy(operation, { id: 'x' })
      const deleted = deletedBy(operation, { id: 'x' })
      if (!made && !deleted) continue
      const touches = touchesOf({ operation, ids: { id: 'x' }, body: {} })
      if (operation === BY_PAIRING) assert.equal(touches, 'beyond')
      else {
        assert.ok(touches !== 'beyond', operation)
        assert.equal(touches[0]?.does, made ? 'create' : 'delete', operation)
      }
    }
  })

  test('what updates an object of a kind is traced', () => {
    for (const kind of TRACE_KINDS.filter((one) => one !== 'option' && one !== 'experiment')) {
      for (const call of KIND_ROWS[kind].update(ID, { name: 'x', value: 1, deviceIds: [] })) {
        const touches = touchesOf({ ...call, body: call.body })
        assert.ok(touches !== 'beyond' && touches[0]?.does === 'change', call.operation)
      }
    }
  })

  test('every option that can be set can be read and brought back', () => {
    const options = [...writes].filter((id) => /\.(?:set|unset)Option/.test(id))
    assert.ok(options.length > 30)
    for (const operation of options) {
      const touches = touchesOf({ operation, ids: {}, body: { value: 1 } })
      assert.ok(touches !== 'beyond')
      const { get, set, unset } = optionOf(touches[0]?.id ?? '')
      for (const one of [get, set, unset]) assert.ok(exists(one), one)
    }
  })

  test('what nothing undoes is beyond', () => {
    for (const operation of [
      'apps.uninstallApp',
      'users.deleteUser',
      'devices.setCapabilityValue',
    ]) {
      assert.equal(touchesOf({ operation, ids: { id: 'x' }, body: {} }), 'beyond')
    }
  })
})
