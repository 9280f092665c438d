// Each tool × each permission, as a test and a script try it: what a client is told, what it may call, and what the hub
// path, which knows nothing of tools, says to the same without being asked by a tool.
import assert from 'node:assert/strict'
import { buildPath, operationById } from '@latchkey/catalogue'
import { type Connection, Home, isListed, Refused, type Tool, ToolError } from '@latchkey/mcp'
import type { Maker, Sample } from './agent-samples.ts'
import type { World } from './world.ts'

interface Said {
  readonly tools?: readonly { readonly name: string }[]
  readonly isError?: boolean
  readonly content?: readonly { readonly text: string }[]
  readonly structuredContent?: unknown
}

/** Whether a set of permissions does for a tool. */
export const covers = (tool: Tool, has: readonly string[]): boolean =>
  tool.needs.some((all) => all.every((one) => has.includes(one)))

/** Tries tools in a world. */
export class Matrix {
  readonly #world: World
  /** Keys by what they may: many cases are about the same. */
  readonly #keys = new Map<string, Promise<string>>()

  constructor(world: World) {
    this.#world = world
  }

  /** Somebody who may do everything, for what samples take for given. */
  async maker(): Promise<Maker> {
    const key = await this.#keyFor(['preset:full-control'])
    return {
      ask: async <T>(name: string, input: object = {}) => {
        const said = await this.#rpc(key, 'tools/call', { name, arguments: input })
        if (said.isError) throw new Error(said.content?.[0]?.text)
        return said.structuredContent as T
      },
    }
  }

  /**
   * Tries one set of permissions of a tool, and each that lacks one of it. `isWhole` also asks over HTTP for what is
   * listed and refused without; it is decided by the same function as is asked otherwise.
   */
  async tryOne(tool: Tool, all: readonly string[], input: Input, isWhole: boolean): Promise<void> {
    const { name } = tool
    // What is refused leaves the home as it is, so one sample does for all.
    for (const missing of all) {
      const rest = all.filter((one) => one !== missing)
      if (!covers(tool, rest)) await this.#lacking(tool, rest, missing, input, isWhole)
    }
    const key = await this.#keyFor(all)
    assert.ok(isListed(tool, this.bare(key, all)))
    if (isWhole || tool.needs[0] === all) {
      assert.ok((await this.#listed(key)).includes(name), 'it is listed')
    }
    const said = await this.#rpc(key, 'tools/call', { name, arguments: input })
    assert.ok(!said.isError, said.content?.[0]?.text)
  }

  async #lacking(
    tool: Tool,
    rest: readonly string[],
    missing: string,
    input: Input,
    isWhole: boolean,
  ): Promise<void> {
    // A key has to be for something.
    const key = await this.#keyFor(rest.length > 0 ? rest : ['system:read'])
    assert.ok(!isListed(tool, this.bare(key, rest)), `it is not listed without ${missing}`)
    if (isWhole) {
      assert.ok(!(await this.#listed(key)).includes(tool.name))
      const said = await this.#rpc(key, 'tools/call', { name: tool.name, arguments: input })
      assert.ok(said.isError)
      assert.match(said.content?.[0]?.text ?? '', new RegExp(missing))
    }
    // Without the tool's own word the hub path says the same; or there was nothing that it could have refused.
    const bypassed = tool.call(input, new Home(this.bare(key, rest), tool.name))
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

  /** A connection to the hub path: what would happen if a tool were called without being asked what it needs. */
  bare(key: string, permissions: readonly string[]): Connection {
    const hub = { id: '', name: '', generation: 'pro-2023' } as const
    return {
      grant: { id: '', client: 'Test', hub, permissions: new Set(permissions) },
      send: async ({ operation: id, ids = {}, query = {}, body }) => {
        const operation = operationById('pro-2023', id)
        if (!operation) throw new Error(`There is no ${id}`)
        const {
          status,
          headers,
          body: said,
        } = await this.#world.installation.hubPath.handle({
          ...{ method: operation.method, rawPath: buildPath(operation, ids) },
          ...{ rawQuery: new URLSearchParams(query).toString(), authorization: `Bearer ${key}` },
          contentType: 'application/json',
          readBody: async () => Buffer.from(JSON.stringify(body ?? {})),
        })
        const text = said.toString()
        return { status, headers, value: text && JSON.parse(text) }
      },
      refused: () => {},
      tooOften: () => undefined,
      effectOf: () => 'allow',
      approvalUrl: () => undefined,
      changes: {
        list: async () => [],
        add: async () => '',
        take: async () => undefined,
        release: async () => {},
        remove: async () => {},
      },
      requests: { ask: NOBODY, one: NOBODY, all: NOBODY },
    }
  }

  #keyFor(permissions: readonly string[]): Promise<string> {
    const name = permissions.join(' ')
    const key = this.#keys.get(name) ?? this.#world.key(...permissions)
    this.#keys.set(name, key)
    return key
  }

  async #listed(key: string): Promise<readonly string[]> {
    return ((await this.#rpc(key, 'tools/list', {})).tools ?? []).map(({ name }) => name)
  }

  /** One request as a client of 2025-11-25 without a session makes it. */
  async #rpc(key: string, method: string, params: object): Promise<Said> {
    const body = { jsonrpc: '2.0', id: 1, method, params }
    const headers = {
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    }
    const { text } = await this.#world.send('POST', '/mcp', { key, body, headers })
    const { result } = JSON.parse(text.replace(/^[\s\S]*?^data: ?/m, '')) as { result: Said }
    return result
  }
}

type Input = Awaited<ReturnType<Sample>>

// The tools that ask for more need no permission, so none of them is tried without.
const NOBODY = () => Promise.reject(new Error('Nobody is asked here.'))

const isNothing = (came: unknown): boolean =>
  typeof came === 'object' && came !== null && 'total' in came && came.total === 0
