// The villa, on both kinds of hub and in the form in which each speaks: no id of the home stands
// anywhere without being found, and finding and rewriting are quick enough to be done all the time.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { type Generation, type HomeyState, startVirtualHomey } from '@latchkey/virtual-homey'
import type { Form, Reference } from './reference.ts'
import { references } from './references.ts'
import { type Mapping, rewrite } from './rewrite.ts'
import type { ObjectKind } from './shapes.ts'

type Item = readonly [kind: ObjectKind, object: unknown]

/** The lists of a hub, and the kind of what is in them. */
const LISTS: Readonly<Record<string, ObjectKind>> = {
  'devices/device': 'device',
  'zones/zone': 'zone',
  'flow/flow': 'flow',
  'flow/advancedflow': 'advanced-flow',
  'flow/flowfolder': 'flow-folder',
  'logic/variable': 'variable',
  'moods/mood': 'mood',
  'dashboards/dashboard': 'dashboard',
  'alarms/alarm': 'alarm',
  'users/user': 'user',
  'images/image': 'image',
  'apps/app': 'app',
  'notifications/notification': 'notification',
  'insights/log': 'log',
  'flowtoken/flowtoken': 'token',
}

interface Home {
  readonly items: readonly Item[]
  readonly state: HomeyState
  /** Every id in the home, and what it is of. */
  readonly inventory: ReadonlyMap<string, string>
}

async function homeOn(generation: Generation): Promise<Home> {
  // The older hub refuses what comes too quickly, so its clock runs ahead between requests.
  let now = Date.parse('2026-05-01T12:00:00Z')
  await using homey = await startVirtualHomey({
    ...{ home: 'villa', generation, clock: () => new Date(now) },
  })
  const authorization = `Bearer ${homey.key ?? homey.signIn()}`
  const listed: Item[] = []
  for (const [path, kind] of Object.entries(LISTS)) {
    now += 10_000
    const url = `${homey.address}/api/manager/${path}`
    const response = await fetch(url, { headers: { authorization } })
    if (response.status === 404 && generation === 'cloud') continue
    const answer: unknown = await response.json()
    assert.ok(response.ok, `${path}: ${JSON.stringify(answer)}`)
    listed.push(...Object.values(Object(answer)).map((object): Item => [kind, object]))
  }
  const state = structuredClone(homey.state)
  return { state, items: [...listed, ...kept(state)], inventory: inventoryOf(state) }
}

// What no list answers.
function kept(state: HomeyState): Item[] {
  const settings = Object.entries(state.appSettings).map(
    ([app, object]): Item => [
      app === 'com.athom.homeyscript' ? 'homeyscript-settings' : 'app-settings',
      object,
    ],
  )
  const stores = Object.values(state.widgetStores).map((store): Item => ['widget-store', store])
  const options = Object.values(state.options).map((value): Item => ['option', { value }])
  return [...settings, ...stores, ...options, ['notification-owners', state.notificationOwners]]
}

const KINDS = [
  ...(['devices', 'zones', 'flows', 'advancedFlows', 'flowFolders', 'variables', 'moods'] as const),
  ...(['dashboards', 'alarms', 'users', 'images'] as const),
]

function inventoryOf(state: HomeyState): ReadonlyMap<string, string> {
  const scripts = Object.keys(Object(state.appSettings['com.athom.homeyscript']?.['scripts']))
  return new Map([
    ...KINDS.flatMap((kind) => Object.keys(state[kind]).map((id) => [id, kind] as const)),
    ...scripts.map((id) => [id, 'scripts'] as const),
    [state.system.id, 'hub'],
  ])
}

const HOMES = {
  'pro-2019': await homeOn('pro-2019'),
  'pro-2023': await homeOn('pro-2023'),
  cloud: await homeOn('cloud'),
}

interface Leaf {
  readonly path: readonly (string | number)[]
  readonly text: string
}

function* leavesOf(value: unknown, path: readonly (string | number)[] = []): Generator<Leaf> {
  if (typeof value === 'string') yield { path, text: value }
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    const inside = [...path, Array.isArray(value) ? Number(name) : name]
    if (!Array.isArray(value)) yield { path: inside, text: name }
    yield* leavesOf(member, inside)
  }
}

/** Where ids stand that are no references, and why. */
const EXPLAINED: Readonly<Record<string, (kind: ObjectKind, leaf: Leaf) => boolean>> = {
  "the object's own id": (kind, { path }) =>
    path.join('/') === 'id' && kind !== 'log' && kind !== 'token',
}

for (const [generation, { items, inventory }] of Object.entries(HOMES)) {
  test(`no id of the villa is missed on a ${generation}`, () => {
    const explained: Record<string, number> = {}
    const forms: Partial<Record<Form, number>> = {}
    let [found, missed] = [0, 0]
    for (const [kind, object] of items) {
      const all = references(kind, object)
      for (const { form } of all) forms[form] = (forms[form] ?? 0) + 1
      const known = new Set(all.map((one) => placeOf(one)))
      for (const leaf of leavesOf(object)) {
        for (const id of idsIn(leaf.text, inventory)) {
          const why = Object.entries(EXPLAINED).find(([, is]) => is(kind, leaf))?.[0]
          if (known.has(`${leaf.path.join('/')} ${id}`)) found += 1
          else if (why) explained[why] = (explained[why] ?? 0) + 1
          else {
            missed += 1
            console.log('missed', kind, leaf.path.join('/'), leaf.text.slice(0, 200))
          }
        }
      }
    }
    console.log(generation, items.length, 'objects', { found, missed, explained })
    console.log(generation, JSON.stringify(forms))
    assert.equal(missed, 0)
    assert.ok(found > 1500)
  })

  test(`after rewriting nothing certain of the old villa is left on a ${generation}`, () => {
    const forth = mappingOf(inventory.keys())
    const back = Object.fromEntries(Object.entries(forth).map(([id, to]) => [to.id, { id }]))
    const mapped = (one: Reference) =>
      one.sure === 'certain' ? { ...one, id: forth[one.id]?.id ?? one.id } : one
    for (const [kind, object] of items) {
      const text = JSON.stringify(object)
      const there = rewrite(kind, object, forth)
      const left = references(kind, there).filter(
        ({ id, sure }) => sure === 'certain' && inventory.has(id),
      )
      assert.deepEqual(left, [])
      assert.equal(JSON.stringify(rewrite(kind, there, back)), text, 'and back')
      assert.equal(rewrite(kind, object, {}), object)
      assert.equal(JSON.stringify(object), text)
      const withoutPlaces = ({ kind, id, sure, form, at }: Reference) => [kind, id, sure, form, at]
      assert.deepEqual(
        references(kind, there).map(withoutPlaces),
        references(kind, object).map(mapped).map(withoutPlaces),
      )
    }
  })
}

const placeOf = ({ path, id }: Reference): string => `${path.join('/')} ${id}`

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{24}\b/g

function idsIn(text: string, inventory: ReadonlyMap<string, string>): string[] {
  return (text.match(UUID) ?? []).filter((id) => inventory.has(id))
}

function mappingOf(ids: Iterable<string>): Mapping {
  return Object.fromEntries([...ids].map((id) => [id, { id: randomUUID() }]))
}

/** The median of some runs, after as many that do not count. */
function medianOf(runs: number, run: () => void): number {
  for (let i = 0; i < runs; i++) run()
  const times = Array.from({ length: runs }, () => {
    const before = performance.now()
    run()
    return performance.now() - before
  })
  return times.toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? Number.NaN
}

for (const generation of ['pro-2019', 'pro-2023'] as const) {
  test(`the villa is quick on a ${generation}`, { timeout: 60_000 }, () => {
    const { items, inventory } = HOMES[generation]
    const flows = items.filter(([kind]) => kind === 'flow' || kind === 'advanced-flow')
    const mapping = mappingOf(inventory.keys())
    const rewriting = medianOf(15, () => {
      for (const [kind, object] of flows) rewrite(kind, object, mapping)
    })
    let count = 0
    const finding = medianOf(15, () => {
      count = 0
      for (const [kind, object] of items) count += references(kind, object).length
    })
    const size = (JSON.stringify(items).length / 1e6).toFixed(1)
    console.log(
      `${generation}: rewriting ${flows.length} flows ${rewriting.toFixed(1)} ms,`,
      `${count} references in ${items.length} objects (${size} MB) ${finding.toFixed(1)} ms`,
    )
    assert.equal(flows.length, 400)
    // 50 ms and 100 ms at rest; a processor that is shared does the same work in several times as long.
    assert.ok(rewriting < 1_000)
    assert.ok(finding < 2_000)
  })
}
