// Each tool × each permission: listed and callable exactly when it should be. That what a tool says it needs is what
// its operations need is found out from the hub path, which knows nothing of tools.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { buildPath, operationById, PERMISSIONS } from '@latchkey/catalogue'
import {
  type Connection,
  Home,
  isListed,
  Refused,
  TOOLS,
  type Tool,
  ToolError,
} from '@latchkey/mcp'
import { prepare, SAMPLES } from './agent-samples.ts'
import { type Agent, agent } from './agents.ts'
import { openWorld, type World } from './world.ts'

let world: World
let full: Agent

before(async () => {
  world = await openWorld()
  const { key } = await world.fullKey('Full', ['preset:full-control'])
  full = await agent(world, key)
  await prepare(full)
})
after(async () => {
  await full[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

interface Said {
  readonly result: {
    readonly tools?: readonly { readonly name: string }[]
    readonly isError?: boolean
    readonly content?: readonly { readonly text: string }[]
  }
}

/** One request as a client of 2025-11-25 without a session makes it. */
async function rpc(key: string, method: string, params: object): Promise<Said['result']> {
  const body = { jsonrpc: '2.0', id: 1, method, params }
  const headers = {
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25',
  }
  const { text } = await world.send('POST', '/mcp', { key, body, headers })
  return JSON.parse(text.replace(/^[\s\S]*?^data: ?/m, '')).result
}

/** Keys by what they may, and what each is told of: many cases are about the same. */
const keys = new Map<string, Promise<string>>()
const lists = new Map<string, Promise<readonly string[] | undefined>>()

function keyFor(permissions: readonly string[]): Promise<string> {
  const name = permissions.join(' ')
  const key = keys.get(name) ?? world.key(...permissions)
  keys.set(name, key)
  return key
}

function listed(key: string): Promise<readonly string[] | undefined> {
  const ask = async () => (await rpc(key, 'tools/list', {})).tools?.map((one) => one.name)
  const list = lists.get(key) ?? ask()
  lists.set(key, list)
  return list
}

/** A connection over HTTP: what would happen if a tool were called without being asked what it needs. */
function bare(key: string, permissions: readonly string[]): Connection {
  const hub = { id: '', name: '', generation: 'pro-2023' } as const
  return {
    grant: { id: '', client: 'Test', hub, permissions: new Set(permissions) },
    send: async ({ operation: id, ids = {}, query = {}, body }) => {
      const operation = operationById('pro-2023', id)
      if (!operation) throw new Error(`There is no ${id}`)
      const path = `${buildPath(operation, ids)}?${new URLSearchParams(query)}`
      const { status, headers, text } = await world.send(operation.method, path, {
        ...{ key, ...(/^P/.test(operation.method) && { body: body ?? {} }) },
      })
      const plain = Object.entries(headers).map(([name, value]) => [name, String(value)])
      return { status, headers: Object.fromEntries(plain), value: text && JSON.parse(text) }
    },
    refused: () => {},
    effectOf: () => 'allow',
    approvalUrl: () => undefined,
    changes: { list: () => [], add: () => '', remove: () => {} },
    requests: { ask: NOBODY, one: NOBODY, all: NOBODY },
  }
}

// The tools that ask for more need no permission, so none of them is tried without.
const NOBODY = () => Promise.reject(new Error('Nobody is asked here.'))

const covers = (tool: Tool, has: readonly string[]): boolean =>
  tool.needs.some((all) => all.every((one) => has.includes(one)))

test('every tool has a sample for each set of permissions that is said to do', () => {
  const without = TOOLS.filter(({ name, needs }) => SAMPLES[name]?.length !== needs.length)
  assert.deepEqual(
    without.map(({ name }) => name),
    ['undo'],
  )
})

test('by one permission, exactly the tools are listed that need no other', () => {
  for (const permission of Object.keys(PERMISSIONS)) {
    const connection = bare('', [permission])
    const told = TOOLS.filter((tool) => isListed(tool, connection)).map(({ name }) => name)
    const should = TOOLS.filter((tool) => covers(tool, [permission])).map(({ name }) => name)
    assert.deepEqual(told, should, permission)
  }
})

for (const tool of TOOLS) {
  const { name, needs } = tool
  for (const [at, all] of needs.entries()) {
    const sample = SAMPLES[name]?.[at]
    if (!sample || all.length === 0) continue
    test(`${name} by ${all.join(' and ')}, and by nothing less`, async () => {
      const key = await keyFor(all)
      assert.ok((await listed(key))?.includes(name), 'it is listed')
      const said = await rpc(key, 'tools/call', { name, arguments: await sample(full) })
      assert.ok(!said.isError, said.content?.[0]?.text)
      for (const missing of all) await lacking(tool, all, missing, await sample(full))
    })
  }
}

async function lacking(
  tool: Tool,
  all: readonly string[],
  missing: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const rest = all.filter((one) => one !== missing)
  if (covers(tool, rest)) return
  // A key has to be for something.
  const key = await keyFor(rest.length > 0 ? rest : ['system:read'])
  assert.ok(!(await listed(key))?.includes(tool.name), `it is not listed without ${missing}`)
  const said = await rpc(key, 'tools/call', { name: tool.name, arguments: input })
  assert.ok(said.isError)
  assert.match(said.content?.[0]?.text ?? '', new RegExp(missing))
  // Without the tool's own word the hub path says the same; or there was nothing that it could have refused.
  const bypassed = tool.call(input, new Home(bare(key, rest), tool.name))
  const came = await bypassed.catch((error: unknown) => error)
  if (came instanceof Refused) {
    assert.match(came.message, new RegExp(missing))
    return
  }
  assert.ok(
    came instanceof ToolError || isNothing(came),
    `${JSON.stringify(came)} without ${missing}`,
  )
}

const isNothing = (came: unknown): boolean =>
  typeof came === 'object' && came !== null && 'total' in came && came.total === 0
