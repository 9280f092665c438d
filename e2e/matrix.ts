// The matrix on one kind of hub: a key with one of the 45 permissions against every operation. It
// reaches the hub with just what it opens, as the hub's own specification writes it; what needs no
// permission is answered without the hub, and what later hubs alone have is said to be absent.
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Generation } from '@latchkey/catalogue'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import { Agent, request } from 'undici'
import { bodySeen, type Call, callsOf, SCRIPT_CALLS } from './matrix-calls.ts'
import { ASKED_FOR, DIFFERENCES } from './permissions-45.ts'
import { openWorld, type World } from './world.ts'

const ALWAYS = new Set(['sessions.getSessionMe', 'system.ping'])

/** Kinds of hubs beside the one that is asked everything take turns: of three days, each asks a third. */
const THIRDS = 3
const DAY = 86_400_000

/** How many calls that must not reach the hub are under way at once. */
const AT_ONCE = 8

type Outcome = 'hub' | 'refused' | 'always' | 'absent'

/** What came out of a matrix. */
export interface Size {
  readonly permissions: number
  readonly own: number
  readonly inV3: number
  readonly wrong: readonly string[]
}

/** A call with its twin: how the hub must see it. */
interface Asked extends Call {
  readonly twin: Call | undefined
}

function callsOn(generation: Generation): { own: readonly Asked[]; inV3: readonly Asked[] } {
  const own = [...callsOf(generation), ...SCRIPT_CALLS].map((call) => ({ ...call, twin: call }))
  const byId = new Map(own.map((call) => [call.id, call]))
  const inV3 = callsOf('pro-2023').map((call) => ({ ...call, twin: byId.get(call.id) }))
  // What is spelled alike was asked already.
  const otherwise = inV3.filter(({ twin, path, body }) => twin?.path !== path || twin.body !== body)
  return { own, inV3: generation === 'pro-2023' ? [] : otherwise }
}

function opened(generation: Generation, permission: string): ReadonlySet<string> {
  const { more = [], gone = [] } = DIFFERENCES[generation][permission] ?? {}
  const there = (ASKED_FOR[permission] ?? []).filter((id) => !gone.includes(id))
  return new Set([...there, ...more])
}

/** Runs the matrix on a virtual hub of this generation: all of it, or a third of the permissions. */
export async function runMatrix(generation: Generation, third?: number): Promise<Size> {
  await using world = await openWorld({ generation, readsFromHub: true })
  await using stack = new AsyncDisposableStack()
  const agent = stack.adopt(new Agent({ keepAliveTimeout: 30_000 }), (one) => one.close())
  const { own, inV3 } = callsOn(generation)
  const wrong: string[] = []
  let seen = world.homey.requests.length
  const rows: { asking: Asking; toHub: readonly Asked[] }[] = []
  const permissions = Object.keys(ASKED_FOR).filter(
    (_, at) => third === undefined || at % THIRDS === third,
  )
  for (const permission of permissions) {
    const asking = { world, agent, wrong, permission, key: await world.key(permission) }
    const open = opened(generation, permission)
    const expected = (call: Asked): Outcome => {
      if (!call.twin) return 'absent'
      if (ALWAYS.has(call.id)) return 'always'
      return open.has(call.id) || call.permission === permission ? 'hub' : 'refused'
    }
    const calls = [...own, ...inV3].map((call) => ({ call, expected: expected(call) }))
    const toHub = calls.filter((one) => one.expected === 'hub').map(({ call }) => call)
    const notToHub = calls.filter((one) => one.expected !== 'hub')
    assert.equal(new Set(toHub.map(({ id }) => id).filter((id) => open.has(id))).size, open.size)
    await atOnce(notToHub, ({ call, expected }) => checkAnswered(asking, call, expected))
    rows.push({ asking, toHub })
    if (world.homey.requests.length === seen) continue
    wrong.push(`${permission}: the hub saw ${world.homey.requests[seen]?.path}`)
    seen = world.homey.requests.length
  }
  // Only now: from the first write on, the gateway reads at the hub for itself what is undone by it.
  for (const { asking, toHub } of rows) for (const call of toHub) await checkReached(asking, call)
  assert.deepEqual(world.errors, [])
  return { permissions: permissions.length, own: own.length, inV3: inV3.length, wrong }
}

interface Asking {
  readonly world: World<VirtualHomey>
  readonly agent: Agent
  readonly wrong: string[]
  readonly permission: string
  readonly key: string
}

async function ask({ world, agent, key }: Asking, call: Call) {
  const answer = await request(`${world.url}${call.path}`, {
    ...{ dispatcher: agent, method: call.method as 'GET', body: call.body ?? null },
    headers: {
      authorization: `Bearer ${key}`,
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
    },
  })
  return { status: answer.statusCode, text: await answer.body.text() }
}

async function checkAnswered(asking: Asking, call: Call, expected: Outcome): Promise<void> {
  const { status, text } = await ask(asking, call)
  const own = text.includes('"Latchkey: ')
  const absent = status === 404 && text.includes('"not_on_this_hub"')
  const got =
    status === 403 && own ? 'refused' : absent ? 'absent' : status === 200 ? 'always' : '?'
  if (got === expected) return
  asking.wrong.push(`${asking.permission} ${call.id}: ${expected}, got ${got} ${status} ${text}`)
}

// The gateway may read more at the hub, but what was asked for is the only write that the hub sees.
async function checkReached(asking: Asking, call: Asked): Promise<void> {
  const { requests } = asking.world.homey
  const before = requests.length
  const { status, text } = await ask(asking, call)
  const seen = requests.slice(before)
  const twin = call.twin ?? call
  const own = ({ method, path }: { method: string; path: string }): boolean =>
    method === 'GET' && !(twin.method === 'GET' && path === twin.path)
  const [asked, ...others] = seen.filter((one) => !own(one))
  const right =
    others.every(({ method }) => method === 'GET') &&
    asked?.method === twin.method &&
    asked.path === twin.path &&
    sameJson(asked.body, bodySeen(call, twin))
  if (right) return
  const saw = seen.map((one) => `${one.method} ${one.path} ${one.body}`).join(', ')
  asking.wrong.push(`${asking.permission} ${call.id}: ${status} ${text}, the hub saw ${saw}`)
}

function sameJson(seen: string, sent: string | undefined): boolean {
  if (sent === undefined || seen === '') return (sent ?? '') === seen
  try {
    assert.deepEqual(JSON.parse(seen), JSON.parse(sent))
    return true
  } catch {
    return false
  }
}

async function atOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const lane = async () => {
    for (const one of left) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

/**
 * The third of the permissions whose turn it is today on hubs other than a Pro 2023: the decision is made on the
 * request in V3's form, which matrix.test.ts has whole, and what each kind of hub is asked in its own words is in
 * dialect.test.ts. LATCHKEY_MATRIX=0, 1 or 2 says which instead, and `all` asks for the whole.
 */
export function thirdOf(today: number, said = process.env['LATCHKEY_MATRIX']): number | undefined {
  if (said === 'all') return undefined
  return said === undefined ? Math.floor(today / DAY) % THIRDS : Number(said) % THIRDS
}

/** Runs the matrix, prints its size, and fails on a wrong answer or another number of operations. */
export async function testMatrix(
  context: TestContext,
  generation: Generation,
  operations: number,
  third?: number,
): Promise<void> {
  const { permissions, own, inV3, wrong } = await runMatrix(generation, third)
  const calls = `${own - SCRIPT_CALLS.length} operations + ${SCRIPT_CALLS.length} HomeyScript routes + ${inV3} otherwise spelled in V3`
  const size = permissions * (own + inV3)
  context.diagnostic(
    `matrix on ${generation}${third === undefined ? '' : `, third ${third}`}: ${permissions} permissions × (${calls}) = ${size} calls, wrong answers: ${wrong.length}`,
  )
  assert.deepEqual(wrong, [])
  const expected = third === undefined ? 45 : 45 / THIRDS
  assert.deepEqual([permissions, own - SCRIPT_CALLS.length], [expected, operations])
}
