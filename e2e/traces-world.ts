// For tests of traces: what a hub holds without what changes by itself, ids by name, undoing through the owner
// API, and one client that may do everything.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { RevokedKeyView, TracesView, UndoView } from '@latchkey/gateway'
import { dump } from '../packages/gateway/src/storage/dump.ts'
import { openPostgres } from '../packages/gateway/src/storage/postgres.ts'
import { openSqlite } from '../packages/gateway/src/storage/sqlite.ts'
import type { AnyWorld } from './limited.ts'
import { send, type World } from './world.ts'

/** What a client of these tests may do. */
export const BUILDER: readonly string[] = [
  ...[
    'flow',
    'advanced-flow',
    'flow-folder',
    'variable',
    'mood',
    'dashboard',
    'alarm',
    'zone',
  ].flatMap((noun) => ['read', 'create', 'update', 'delete'].map((verb) => `${noun}:${verb}`)),
  ...['flow:enable', 'advanced-flow:enable', 'device:read', 'device:update', 'device:control'],
  ...['zone:move', 'device-settings:update', 'app-settings:read', 'app-settings:update'],
  ...['homeyscript:read', 'homeyscript:create', 'homeyscript:update', 'homeyscript:delete'],
  ...['led-ring:read', 'led-ring:update', 'experiment:read', 'experiment:update', 'app:read'],
]

type Plain = Readonly<Record<string, unknown>>

/** Names of members that a hub changes by itself, or that an object made again has anew. */
const VOLATILE = new Set(['version', 'lastExecuted', 'order', 'activeLastUpdated', 'lastUpdated'])

/**
 * Everything that the hub holds, as one text that two states of one home share if nothing was changed but
 * the ids of objects that were made again: those are told by kind and name.
 */
export function house({ homey }: Pick<AnyWorld, 'homey'>): string {
  const { state } = homey
  const kinds = [
    ...(['zones', 'devices', 'flows', 'advancedFlows', 'flowFolders', 'variables'] as const),
    ...(['moods', 'dashboards', 'alarms', 'experiments'] as const),
  ]
  const scripts = scriptsOf(homey.state.appSettings)
  const named = new Map<string, string>()
  for (const kind of kinds) {
    for (const [id, one] of Object.entries(state[kind]))
      named.set(id, `${kind}:${String(one.name)}`)
  }
  for (const script of scripts) named.set(String(script['id']), `script:${String(script['name'])}`)
  const { 'com.athom.homeyscript': _, ...appSettings } = state.appSettings
  const all = {
    ...Object.fromEntries(kinds.map((kind) => [kind, sorted(Object.values(state[kind]))])),
    ...{ scripts: sorted(scripts), appSettings, options: state.options },
  }
  // One pass for all ids: in a villa there are a thousand, and its text has 700,000 characters.
  const escaped = [...named.keys()].map((id) => id.replace(/[^\w-]/g, '\\$&'))
  const ids = new RegExp(escaped.sort().reverse().join('|'), 'g')
  return JSON.stringify(stable(all), null, 1).replace(ids, (id) => named.get(id) ?? id)
}

function scriptsOf(appSettings: Plain): readonly Plain[] {
  const settings = appSettings['com.athom.homeyscript'] as Plain | undefined
  return Object.values((settings?.['scripts'] ?? {}) as Record<string, Plain>)
}

const sorted = (items: readonly object[]): readonly object[] =>
  items.toSorted((a, b) => (JSON.stringify(nameOf(a)) < JSON.stringify(nameOf(b)) ? -1 : 1))

const nameOf = (item: object): unknown => [('name' in item && item.name) || null]

function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !VOLATILE.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, stable(one)]),
  )
}

/** Revokes a key. */
export function revoke(world: AnyWorld, key: string, undo: string): Promise<RevokedKeyView> {
  return world.owner('DELETE', `/keys/${key}?undo=${undo}`)
}

/** Revokes a key and waits until the undo is over. */
export async function revoked(world: AnyWorld, key: string, undo: string): Promise<UndoView> {
  const { undo: asked } = await revoke(world, key, undo)
  assert.ok(asked)
  return over(world, asked.id)
}

/** Waits until an undo is over; what it waits for is said if that takes too long. */
export async function over({ owner }: Pick<AnyWorld, 'owner'>, id: string): Promise<UndoView> {
  let undo = await owner<UndoView>('GET', `/undos/${id}`)
  await until(async () => {
    undo = await owner<UndoView>('GET', `/undos/${id}`)
    return undo.state !== 'waiting'
  }).catch(() => assert.fail(`the undo is not over: ${undo.problem}`))
  return undo
}

/** What a key left. */
export function tracesOf(world: AnyWorld, key: string): Promise<TracesView> {
  return world.owner('GET', `/keys/${key}/traces`)
}

/** Calls with a key at a gateway or hub, each of which has to succeed; what was answered. */
export function caller(url: string, key: string) {
  return async (method: string, path: string, body?: object): Promise<Answered> => {
    const { status, text } = await send(url, method, path, { key, ...(body && { body }) })
    assert.ok(status < 300, `${method} ${path}: ${status} ${text}`)
    return text === '' ? {} : JSON.parse(text)
  }
}

type Answered = { readonly [name: string]: unknown }

/** The id in an answer. */
export function idIn({ id }: Answered): string {
  assert.ok(typeof id === 'string')
  return id
}

/** The owner edits something at the hub itself; the gateway has heard of it when this resolves. */
export async function ownerEdits(world: World, path: string, body: object): Promise<void> {
  const { homey, url, owner } = world
  const edited = JSON.stringify(await caller(homey.address, homey.key ?? '')('PUT', path, body))
  const wanted = { hub: 'Home', name: 'Watcher', permissions: [...BUILDER] }
  const { key } = await owner<{ key: string }>('POST', '/keys', wanted)
  await until(async () => JSON.stringify(await caller(url, key)('GET', path)) === edited)
}

/** Waits until something holds. */
export async function until(holds: () => Promise<boolean>, seconds = 60): Promise<void> {
  const begun = performance.now()
  while (!(await holds())) {
    assert.ok(performance.now() - begun < seconds * 1_000, `not within ${seconds} s`)
    await new Promise((done) => setTimeout(done, 20))
  }
}

/** Everything that the database of a world holds, as text. */
export async function databaseText({ data, databaseUrl }: World): Promise<string> {
  await using stack = new AsyncDisposableStack()
  const path = join(data, 'latchkey.db')
  const database = databaseUrl === undefined ? openSqlite(path) : openPostgres(databaseUrl)
  stack.defer(() => database.destroy())
  const lines: string[] = []
  for await (const line of dump(database)) lines.push(JSON.stringify(line))
  return lines.join('\n')
}
