// A home moved from A to B and from there to C is the same home (G9): every object is there once, equal in
// the ids of the other, and everything hangs together in the same way, which is seen without any map.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Mapping, rewrite } from '@latchkey/catalogue'
import { TAKING } from '../homes.test-support.ts'
import { openHub } from '../hub/open-hub.ts'
import { openJournal } from '../journal/journal-file.ts'
import { isObject } from '../json.ts'
import { forKinds, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { TransferPlan } from '../plan/plan.ts'
import { plain } from '../plan/same.ts'
import { canonical } from '../snapshot/canonical.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { type Coloured, colourDifference } from '../verify/colours.ts'
import { projected } from '../verify/expected.ts'
import { applyPlan } from './apply-plan.ts'
import { Bindings } from './bindings.ts'
import { pairedAnew, twoHomes } from './homes.test-support.ts'
import { planForTest } from './plan.test-support.ts'
import { indexPlan } from './steps.ts'

const KINDS_MOVED: readonly KindName[] = [
  ...(['zone', 'device', 'group', 'variable', 'flow-folder', 'alarm', 'script', 'mood'] as const),
  ...(['flow', 'advanced-flow', 'dashboard'] as const),
]

interface Leg {
  readonly plan: TransferPlan
  readonly snapshot: Snapshot
  readonly address: string
  readonly key: string
  readonly journal: string
}

/** Moves one leg; the result is what stands for what. */
async function moved(leg: Leg): Promise<Mapping> {
  const { plan, snapshot, address, key } = leg
  await using target = await openHub({ address, key })
  await using journal = await openJournal(leg.journal)
  const { exit, reason } = await applyPlan({ plan, target, snapshot, journal })
  assert.equal(exit, 'done', reason ?? '')
  return new Bindings(indexPlan(plan), journal.state).mapping
}

const contentOf = ({ kind, content }: SnapshotObject) => {
  const lasting = Object.entries(projected(kind, content)).filter(
    ([name]) => name === 'value' || !KINDS[kind].volatile.includes(name),
  )
  return Object.fromEntries(lasting)
}

const coloured = ({ objects }: Snapshot): readonly Coloured[] =>
  KINDS_MOVED.flatMap((kind) =>
    [...objects[kind].values()].map((one) => ({ kind, id: one.id, content: contentOf(one) })),
  )

test('A → B → C is the same home, and one reference that is wrong is seen', {
  timeout: 60_000,
}, async () => {
  await using homes = await twoHomes()
  await using third = await pairedAnew({ seed: 3, name: 'Third' })
  await using thirdHub = await openHub({ address: third.address, key: third.key })
  const { target: second, snapshot: a, plan, folder } = homes
  const journal = (name: string): string => join(folder, `${name}.ndjson`)
  const toSecond = { address: second.address, key: second.key ?? '' }
  const first = await moved({ plan, snapshot: a, ...toSecond, journal: journal('one') })
  const b = await homes.look()
  const next = planForTest(b, await takeSnapshot(thirdHub, TAKING))
  const toThird = { address: third.address, key: third.key }
  const then = await moved({ plan: next, snapshot: b, ...toThird, journal: journal('two') })
  const c = await takeSnapshot(thirdHub, TAKING)
  const composed = Object.fromEntries(
    Object.entries(first).flatMap(([id, { id: on }]) => {
      const to = then[on]
      return to ? [[id, to] as const] : []
    }),
  )
  for (const kind of KINDS_MOVED) {
    assert.equal(c.objects[kind].size, a.objects[kind].size, kind)
    for (const object of a.objects[kind].values()) {
      const there = c.objects[kind].get(composed[object.id]?.id ?? '')
      assert.ok(there, `${kind} ${object.name} is on the third`)
      const { shape } = KINDS[kind]
      const content = contentOf(object)
      const meant = shape === null ? content : rewrite(shape, content, composed)
      assert.equal(
        canonical(plain(contentOf(there))),
        canonical(plain(isObject(meant) ? meant : {})),
      )
    }
  }
  assert.deepEqual(colourDifference(coloured(a), coloured(c)), { one: [], other: [] })
  assert.notDeepEqual(colourDifference(coloured(a), coloured(wrongAt(c))), { one: [], other: [] })
})

// The first device that is found in a flow becomes another one of the home.
function wrongAt(home: Snapshot): Snapshot {
  const ids = [...home.objects.device.keys()]
  const flows = [...home.objects.flow.values()]
  const found = flows.find(({ content }) => ids.some((id) => JSON.stringify(content).includes(id)))
  assert.ok(found)
  const text = JSON.stringify(found.content)
  const device = ids.find((id) => text.includes(id)) ?? ''
  const other = ids.find((id) => id !== device) ?? ''
  const content: SnapshotObject['content'] = JSON.parse(text.replaceAll(device, other))
  const objects = forKinds((kind) => new Map(home.objects[kind]))
  objects.flow.set(found.id, { ...found, content })
  return { ...home, objects }
}
