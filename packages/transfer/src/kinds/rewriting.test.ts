// The contents of kinds have the forms that the catalogue rewrites: with every id of the home mapped to
// another one, none is left, but for those that only a person can judge.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { references, rewrite } from '@latchkey/catalogue'
import { openHome, TAKING } from '../homes.test-support.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { KIND_NAMES } from './kind-name.ts'
import { KINDS } from './kinds.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

for (const generation of ['pro-2023', 'cloud'] as const) {
  test(`contents of a ${generation} can be rewritten`, { timeout: 60_000 }, async () => {
    await using home = await openHome({ home: 'villa', generation })
    const { objects } = await takeSnapshot(home.hub, { ...TAKING, cards: false })
    const ids = new Map<string, string>()
    for (const kind of KIND_NAMES) {
      for (const id of objects[kind].keys()) {
        if (UUID.test(id)) ids.set(id, `${ids.size.toString(16).padStart(8, '0')}${id.slice(8)}`)
      }
    }
    const mapping = Object.fromEntries([...ids].map(([id, to]) => [id, { id: to }]))
    const left: string[] = []
    for (const kind of KIND_NAMES) {
      const { shape } = KINDS[kind]
      for (const { id, name, content } of objects[kind].values()) {
        const rewritten = shape === null ? content : rewrite(shape, content, mapping)
        const text = JSON.stringify(rewritten)
        const found = [...ids.keys()].filter((one) => text.includes(one))
        if (found.length === 0) continue
        const doubtful = new Set(
          (shape === null ? [] : references(shape, content))
            .filter(({ sure }) => sure !== 'certain')
            .map(({ id: to }) => to),
        )
        const unexplained = found.filter((one) => !doubtful.has(one))
        if (unexplained.length > 0) left.push(`${kind} ${name ?? id}`)
      }
    }
    assert.deepEqual(left, [])
  })
}
