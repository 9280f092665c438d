// Every call that a hub offers is known here, under one id, with one need on every generation.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS, type Generation } from '../generation.ts'
import { loadSpecification } from '../specification.ts'
import { BESIDE } from './beside.ts'
import { pathParameters } from './operation.ts'
import { operationById, operations, unclassified } from './operations.ts'

function specified(generation: Generation): string[] {
  return Object.values(loadSpecification(generation).managers).flatMap((manager) =>
    Object.keys(manager.operations).map((name) => `${manager.id}.${name}`),
  )
}

test('operations() holds every call of each specification, none without a permission', () => {
  const counted = GENERATIONS.map((one) => {
    const count = specified(one).length
    console.log(
      `${one}: ${count} operations of the specification, operations without a permission: ${unclassified(one).length}`,
    )
    return [one, count, unclassified(one)]
  })
  assert.deepEqual(counted, [
    ['pro-2019', 259, []],
    ['pro-2023', 352, []],
    ['cloud', 260, []],
  ])
})

test('operations() holds the calls beside the specification on every generation', () => {
  for (const one of GENERATIONS) {
    const ids = operations(one).map(({ id }) => id)
    const beside = BESIDE.map(({ manager, name }) => `${manager}.${name}`)
    assert.deepEqual(ids, [...specified(one), ...beside])
  }
  assert.equal(BESIDE.length, 12)
})

test('an operation is found by its id, and its index is its place', () => {
  for (const one of GENERATIONS) {
    operations(one).forEach((operation, place) => {
      assert.equal(operation.index, place, operation.id)
      assert.equal(operationById(one, operation.id), operation)
    })
  }
  assert.equal(operationById('pro-2023', 'flow.eatFlow'), undefined)
})

test('no two operations of a generation answer to the same method and path', () => {
  for (const one of GENERATIONS) {
    const paths = operations(one).map(
      ({ method, path }) => `${method} ${path.replace(/:\w+/g, ':').replace(/\/$/, '')}`,
    )
    assert.deepEqual([...new Set(paths)], paths)
  }
})

test('the same call needs the same on every generation', () => {
  const needs = new Map<string, unknown>()
  for (const one of GENERATIONS) {
    for (const { id, requirement } of operations(one)) {
      const known = needs.get(id)
      if (known) assert.deepEqual(requirement, known, `${id} on ${one}`)
      needs.set(id, requirement)
    }
  }
  assert.equal(needs.size > 352, true)
})

test('methods are the four that hubs use, in capitals, and only some GETs have an effect', () => {
  const odd: string[] = []
  for (const one of GENERATIONS) {
    for (const { id, method, effect, open } of operations(one)) {
      assert.ok(['GET', 'POST', 'PUT', 'DELETE'].includes(method), `${id} ${method}`)
      if (effect !== (method !== 'GET')) odd.push(`${one} ${id}`)
      assert.equal(open, id.startsWith('app.'), id)
    }
  }
  assert.deepEqual(odd, [
    'pro-2019 logic.triggerWebhook',
    'pro-2019 app.get',
    'pro-2023 thread.apiDisable',
    'pro-2023 thread.apiEnable',
    'pro-2023 app.get',
    'cloud app.get',
  ])
})

test('path parameters of an operation have names of their own', () => {
  for (const one of GENERATIONS) {
    for (const operation of operations(one)) {
      const names = pathParameters(operation)
      assert.deepEqual([...new Set(names)], names, operation.id)
      assert.equal(operation.path.split(':').length - 1, names.length, operation.id)
    }
  }
})

test("the scopes of a Pro 2019 are written as Athom's scopes everywhere", () => {
  for (const one of GENERATIONS) {
    for (const { id, scopes } of operations(one)) {
      for (const scope of scopes) assert.match(scope, /^homey\.[a-z]+(\.[a-z]+)?$/, id)
    }
  }
  assert.deepEqual(operationById('pro-2019', 'updates.setOptionAutoupdate')?.scopes, [
    'homey.updates',
  ])
})
