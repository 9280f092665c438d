// For tests of traces: what a hub holds without what changes by itself, ids by name, undoing through the owner
// API, and one client that may do everything.
import assert from 'node:assert/strict'
import type { RevokedKeyView, TracesView, UndoView } from '@latchkey/gateway'
import type { AnyWorld } from './limited.ts'

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
export function house({ homey }: AnyWorld): string {
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
  let text = JSON.stringify(stable(all), null, 1)
  for (const [id, name] of named) text = text.replaceAll(id, name)
  return text
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
export async function over(world: AnyWorld, id: string): Promise<UndoView> {
  for (let tries = 0; tries < 400; tries++) {
    const undo = await world.owner<UndoView>('GET', `/undos/${id}`)
    if (undo.state !== 'waiting') return undo
    await new Promise((done) => setTimeout(done, 50))
  }
  const undo = await world.owner<UndoView>('GET', `/undos/${id}`)
  assert.fail(`the undo is not over: ${undo.problem}`)
}

/** What a key left. */
export function tracesOf(world: AnyWorld, key: string): Promise<TracesView> {
  return world.owner('GET', `/keys/${key}/traces`)
}
