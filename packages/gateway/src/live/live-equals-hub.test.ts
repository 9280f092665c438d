// What the model answers is what the hub answers at that moment: for every row of the table, on every
// generation, after each of many random things done through the gateway, behind its back and by devices.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS, operationById } from '@latchkey/catalogue'
import fc from 'fast-check'
import { senseSomething, someAct } from './acts.test-support.ts'
import { isObject, sameJson } from './json.ts'
import { KINDS } from './kinds.ts'
import { World } from './live.test-support.ts'
import { READ_TABLE, type ReadRow } from './read-table.ts'

const LONG = { timeout: 240_000 }
/** How long an event may be under way before the model counts as wrong, in milliseconds. */
const PATIENCE = 3_000

type Row = readonly [operation: string, row: ReadRow]

/** The rows that a hub of this generation has. */
const rowsOf = (world: World): readonly Row[] =>
  Object.entries(READ_TABLE).filter(([id]) => operationById(world.homey.generation, id))

/** The parameters of a read of something that exists, or of something that does not. */
function parametersOf(world: World, row: ReadRow, pick: number): Record<string, string> {
  if (row.shows === 'list') return {}
  const held = world.live.model.present?.items[row.kind]
  const ids = [...(held?.keys() ?? [])]
  const id = ids[pick % Math.max(1, ids.length)] ?? '00000000-0000-4000-8000-000000000000'
  if (row.shows === 'one') return { [row.id]: id }
  const all = held?.get(id)?.['capabilitiesObj']
  const names = isObject(all) ? Object.keys(all) : []
  return { [row.id]: id, [row.of]: names[pick % Math.max(1, names.length)] ?? 'none' }
}

interface Compared {
  readonly same: boolean
  readonly hub: unknown
  readonly model: unknown
}

async function compare(world: World, [operation, row]: Row, pick: number): Promise<Compared> {
  const parameters = parametersOf(world, row, pick)
  const id = row.shows === 'list' ? undefined : parameters[row.id]
  const state = await world.live.model.fresh(row.kind, id, PATIENCE)
  assert.ok(state, `${operation}: not known`)
  const before = await world.behind({ operation, parameters })
  const question = { operation, ids: parameters, query: '', suffix: 's', form: 'whole' } as const
  const answer = world.live.answer(state, { ...question, covers: () => true })
  if (answer === 'not-here') {
    const isPlaced = world.homey.generation === 'pro-2019' && row.shows === 'one'
    return { same: isPlaced && PLACED.has(row.kind), hub: 'another answer', model: answer }
  }
  if (answer === 'not-found') return { same: before.status === 404, hub: before, model: answer }
  const hub = row.kind === 'user' ? withoutInvitations(before.value) : before.value
  const model: unknown = JSON.parse(String(answer.body))
  return { same: before.status === 200 && sameJson(hub, model), hub, model }
}

/** Kinds of which a Pro 2016–2019 says only in lists where an object stands. */
const PLACED: ReadonlySet<string> = new Set(['zone', 'flow', 'flow-folder'])

function withoutInvitations(value: unknown): unknown {
  const cut = (user: unknown) => {
    if (!isObject(user)) return user
    const { inviteUrl: _, ...rest } = user
    return rest
  }
  if (!isObject(value) || 'id' in value) return cut(value)
  return Object.fromEntries(Object.entries(value).map(([id, user]) => [id, cut(user)]))
}

/** What the hub did by itself may be under way; a write of ours may not. */
async function assertSame(world: World, row: Row, pick: number, patience: number, after: string) {
  const end = performance.now() + patience
  for (;;) {
    const { same, hub, model } = await compare(world, row, pick)
    if (same) return
    if (performance.now() > end) assert.deepEqual(model, hub, `${row[0]} after ${after}`)
  }
}

async function step(world: World, seeds: readonly number[]): Promise<void> {
  let at = 1
  const draw = (below: number) => (seeds[at++ % seeds.length] ?? 0) % below
  const how = ['through', 'through', 'behind', 'sense'][(seeds[0] ?? 0) % 4]
  const rows = rowsOf(world)
  let after = 'a report'
  if (how === 'sense') senseSomething(world.homey, draw)
  else {
    const act = someAct(world.homey, draw)
    if (!act) return
    after = `${how} ${JSON.stringify(act)}`
    const said = how === 'through' ? await world.through(act) : await world.behind(act)
    const kind = Object.entries(KINDS).find(
      ([, { list, manager }]) => act.operation.startsWith(`${manager}.`) && list,
    )?.[0]
    // Who has written reads what was written, without a moment's patience.
    if (how === 'through' && said.status < 300 && !act.operation.includes('trigger')) {
      const own = rows.filter(([, { kind: its, shows }]) => its === kind && shows === 'list')
      for (const row of own) await assertSame(world, row, 0, 0, after)
    }
  }
  const slow = world.homey.generation === 'pro-2019'
  const looked = slow ? [draw(rows.length), draw(rows.length)] : rows.keys()
  for (const i of looked) {
    const row = rows[i]
    if (row) await assertSame(world, row, draw(1000), PATIENCE, after)
  }
}

for (const generation of GENERATIONS) {
  test(`${generation}: the model answers what the hub answers`, LONG, async () => {
    const runs = generation === 'pro-2019' ? { size: 8, numRuns: 2 } : { size: 20, numRuns: 3 }
    const seeds = fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 })
    const steps = fc.array(seeds, { minLength: runs.size, maxLength: runs.size })
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(0, 20), async (all, eventLatency) => {
        await using world = await World.open({ generation, eventLatency })
        assert.ok(await world.live.model.known(20_000))
        for (const one of all) await step(world, one)
        for (const row of rowsOf(world)) await assertSame(world, row, 3, PATIENCE, 'everything')
      }),
      { numRuns: runs.numRuns, endOnFailure: true },
    )
  })

  for (const home of ['villa', 'empty']) {
    test(`${generation}: nor is it another in ${home}`, LONG, async () => {
      await using world = await World.open({ generation, home })
      assert.ok(await world.live.model.known(60_000))
      const steps = fc.sample(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 }), 3)
      for (const one of steps) await step(world, one)
      for (const row of rowsOf(world)) await assertSame(world, row, 3, PATIENCE, 'everything')
    })
  }
}
