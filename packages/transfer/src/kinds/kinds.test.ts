// The table of kinds against the specifications: nothing in it that no hub has, nothing left out that a
// hub has, and every request that it makes is one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GENERATIONS, operationById, operations } from '@latchkey/catalogue'
import { openHome, TAKING } from '../homes.test-support.ts'
import { placed } from '../hub/placed.ts'
import { reveal } from '../snapshot/secrets/reveal.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import type { WriteRequest } from './kind.ts'
import { KIND_NAMES, type KindName } from './kind-name.ts'
import { KINDS } from './kinds.ts'
import { NOT_OF_THE_HOME, OPTIONS } from './option-rows.ts'
import { installing } from './software.ts'

test('every kind has its own row, and none has to be there before itself', () => {
  const done = new Set<KindName>()
  const visit = (kind: KindName, below: readonly KindName[]): void => {
    assert.ok(!below.includes(kind), `${kind} waits for itself`)
    if (done.has(kind)) return
    for (const before of KINDS[kind].after) visit(before, [...below, kind])
    done.add(kind)
  }
  for (const kind of KIND_NAMES) {
    assert.equal(KINDS[kind].name, kind)
    visit(kind, [])
  }
})

test('every option of every hub is in the table, or it is said why it is not', () => {
  const found = new Set(
    GENERATIONS.flatMap((generation) =>
      operations(generation).flatMap(({ manager, name }) => {
        const [, option = ''] = /^setOption(.+)$/.exec(name) ?? []
        return option === '' ? [] : [`${manager}.${option[0]?.toLowerCase()}${option.slice(1)}`]
      }),
    ),
  )
  const told = new Set([...Object.keys(OPTIONS), ...Object.keys(NOT_OF_THE_HOME)])
  assert.deepEqual(
    [...found].filter((option) => !told.has(option)),
    [],
  )
  for (const option of Object.keys(NOT_OF_THE_HOME)) assert.ok(found.has(option), option)
  const ids = Object.values(OPTIONS).flatMap(({ get, set, unset }) => [get, set, unset])
  for (const id of ids) {
    if (id === undefined) continue
    assert.ok(
      GENERATIONS.some((generation) => operationById(generation, id)),
      id,
    )
  }
})

for (const generation of GENERATIONS) {
  test(`every request that an object of a ${generation} makes is one`, {
    timeout: 90_000,
  }, async () => {
    await using home = await openHome({ generation })
    const snapshot = await takeSnapshot(home.hub, TAKING)
    const speech = { generation, speaks: generation }
    let made = 0
    const check = (request: WriteRequest | undefined): void => {
      // What this kind of hub cannot be asked, another one can.
      if (!request || !home.hub.has(request.operation)) return
      assert.doesNotThrow(
        () => placed(speech, request.operation, request.parameters),
        request.operation,
      )
      made++
    }
    for (const kind of KIND_NAMES) {
      const { create, parts, update, remove } = KINDS[kind].writing
      for (const object of snapshot.objects[kind].values()) {
        const { content } = reveal(object, snapshot.secrets)
        check(create?.(content))
        for (const part of parts?.(content, object.id) ?? []) check(update?.(object.id, part))
        if (kind !== 'option' || OPTIONS[object.id]?.unset) check(remove?.(object.id))
      }
    }
    check(installing('com.example.echo', { channel: 'test' }))
    assert.ok(made > 200, String(made))
  })
}

test('an object that is written again is as it was', async () => {
  await using home = await openHome()
  const before = await takeSnapshot(home.hub, TAKING)
  // Favourites are lists, which the virtual hub does not take where the specification says object.
  for (const kind of KIND_NAMES.filter((one) => one !== 'favourites')) {
    const { parts, update } = KINDS[kind].writing
    for (const object of before.objects[kind].values()) {
      const { content } = reveal(object, before.secrets)
      for (const part of parts?.(content, object.id) ?? []) {
        const request = update?.(object.id, part)
        if (!request || !home.hub.has(request.operation)) continue
        await home.hub.call(request.operation, request.parameters)
      }
    }
  }
  const after = await takeSnapshot(home.hub, TAKING)
  assert.equal(after.manifest.root, before.manifest.root)
})
