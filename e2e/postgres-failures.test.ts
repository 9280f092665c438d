// PostgreSQL goes away in the midst of work and comes back: restarted, crashed, cut off. What was refused
// did not reach the hub, what reached it is on record, what was revoked stays so, and the gateway goes on
// by itself.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { inspect } from 'node:util'
import type { KeyView, Verification } from '@latchkey/gateway'
import { type Cable, openCable } from './cable.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { sentPaths } from './sent-paths.ts'
import { openWorld, type World } from './world.ts'

const VARIABLES = '/api/manager/logic/variable'
const CLIENTS = 6
const ROUNDS = 2
/** How long it may take until it goes on, in milliseconds: the longest pause between two tries, and some. */
const LONGEST = 15_000

let postgres: TestPostgres
before(async () => {
  postgres = await startPostgres()
})
after(async () => {
  await postgres[Symbol.asyncDispose]()
})

/** What happened under load. */
interface Seen {
  /** Paths of writes by what was answered: the hub's 404, or the gateway's own refusal. */
  readonly passed: Set<string>
  readonly refused: Set<string>
  /** Keys of which the owner was told that they are revoked. */
  readonly revoked: string[]
}

async function writing(world: World, key: string, seen: Seen, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const path = `${VARIABLES}/${randomUUID()}`
    const { status, text } = await world.send('DELETE', path, { key })
    if (status === 404) seen.passed.add(path)
    else {
      assert.equal(status, 503, text)
      assert.match(text, /"(?:audit_unavailable|state_unknown)"/)
      seen.refused.add(path)
    }
  }
}

async function revoking(world: World, seen: Seen, stop: AbortSignal): Promise<void> {
  const refused = (error: unknown) => assert.match(String(error), /503.*database_unavailable/)
  while (!stop.aborted) {
    const made = await world.fullKey('Brief', ['variable:read']).catch(refused)
    const gone = made && (await world.owner<KeyView>('DELETE', `/keys/${made.id}`).catch(refused))
    if (made && gone) seen.revoked.push(made.key)
    await new Promise((done) => setImmediate(done))
  }
}

/** Waits until a write passes again; `refused` is the other way round. */
async function until(what: 'passed' | 'refused', seen: Seen): Promise<void> {
  const [begun, size] = [performance.now(), seen[what].size]
  while (seen[what].size === size) {
    assert.ok(performance.now() - begun < LONGEST, `none ${what} within ${LONGEST} ms`)
    await new Promise((done) => setTimeout(done, 5))
  }
}

/** What a key is answered by a gateway that knows the state of its database, which may take it a moment. */
async function answeredTo(world: World, key: string): Promise<number> {
  const begun = performance.now()
  while (true) {
    const { status } = await world.send('GET', VARIABLES, { key })
    if (status !== 503) return status
    assert.ok(performance.now() - begun < LONGEST, `refused for ${LONGEST} ms`)
    await new Promise((done) => setTimeout(done, 5))
  }
}

async function check(world: World, seen: Seen): Promise<void> {
  const reached = new Set(
    world.homey.requests.filter((one) => one.method === 'DELETE').map((one) => one.path),
  )
  const sent = await sentPaths(world)
  assert.deepEqual(
    [...reached].filter((path) => !sent.has(path)),
    [],
    'reached the hub without a record',
  )
  assert.deepEqual(
    [...seen.refused].filter((path) => reached.has(path)),
    [],
    'refused, and sent all the same',
  )
  assert.deepEqual(
    [...seen.passed].filter((path) => !reached.has(path)),
    [],
  )
  for (const key of seen.revoked) assert.equal(await answeredTo(world, key), 401)
  const { ok, problems } = await world.owner<Verification>('GET', '/audit/verify')
  assert.ok(ok, JSON.stringify(problems))
}

/** What befalls the database; `refused` resolves with the next refusal. */
const FAULTS: Readonly<Record<string, (cable: Cable, refused: () => Promise<void>) => unknown>> = {
  restarted: async (_cable, refused) => {
    await Promise.all([refused(), postgres.stop()])
    await postgres.start()
  },
  crashed: async (_cable, refused) => {
    await Promise.all([refused(), postgres.crash()])
    await postgres.start()
  },
  'cut off and joined again': async (cable, refused) => {
    cable.cut()
    await refused()
    cable.mend()
  },
}

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`PostgreSQL is ${name} under load`, { timeout: 180_000 }, async (t) => {
    await using cable = await openCable(await postgres.database())
    await using world = await openWorld({ databaseUrl: cable.url })
    const key = await world.key('variable:delete')
    const seen: Seen = { passed: new Set(), refused: new Set(), revoked: [] }
    const stop = new AbortController()
    const load = Promise.all([
      revoking(world, seen, stop.signal),
      ...Array.from({ length: CLIENTS }, () => writing(world, key, seen, stop.signal)),
    ])
    try {
      for (let round = 0; round < ROUNDS; round++) {
        await until('passed', seen)
        await Promise.race([load, fault(cable, () => until('refused', seen))])
        await until('passed', seen)
      }
    } finally {
      stop.abort()
      await load
    }
    await check(world, seen)
    // Whoever logs errors logs all that hangs on them.
    assert.ok(world.errors.every((error) => !inspect(error, { depth: 9 }).includes('secretKey')))
    const { passed, refused, revoked } = seen
    t.diagnostic(`${passed.size} passed, ${refused.size} refused, ${revoked.length} revoked`)
  })
}
