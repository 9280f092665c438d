// The HomeyScript app: scripts live in its settings, as on a real hub. It assigns the ids itself,
// and saving to an unknown id makes a script that no list shows.
import { HubError, notFound } from '../hub-error.ts'
import { isRecord, type JsonRecord, rowOf, textOf } from '../json.ts'
import { runScript } from '../scripts/run-script.ts'
import type { ScriptResult } from '../scripts/script-host.ts'
import { setAppSettings } from '../state/app-settings.ts'
import { type Hub, newId, now } from '../state/hub.ts'

export const HOMEYSCRIPT = 'com.athom.homeyscript'

interface ScriptRequest {
  readonly hub: Hub
  readonly method: string
  readonly segments: readonly string[]
  readonly body: unknown
}

/** The Web API of HomeyScript; `undefined` if it has no such route. */
export function homeyScript({ hub, method, segments, body }: ScriptRequest): unknown {
  const [, script, id, run, more] = segments
  if (script !== 'script' || more !== undefined) return undefined
  const members = isRecord(body) ? body : {}
  if (id === undefined) return onScripts(hub, method, members)
  if (run === undefined) return onScript(hub, method, id, members)
  return run === 'run' && method === 'POST' ? runStored(hub, id, members) : undefined
}

/** The scripts by id, those included that no list shows. */
export function scriptsOf(hub: Hub): Record<string, JsonRecord> {
  const scripts = hub.state.appSettings[HOMEYSCRIPT]?.['scripts']
  const entries = Object.entries(isRecord(scripts) ? scripts : {})
  return Object.fromEntries(
    entries.filter((entry): entry is [string, JsonRecord] => isRecord(entry[1])),
  )
}

/** Adds a script under a new id. */
export function addScript(hub: Hub, name: string, code: string): JsonRecord & { id: string } {
  const script = { id: newId(hub), name, code, version: 1, lastExecuted: null }
  save(hub, { ...scriptsOf(hub), [script.id]: script })
  return script
}

function onScripts(hub: Hub, method: string, { name, code }: JsonRecord): unknown {
  if (method === 'GET') {
    const listed = Object.values(scriptsOf(hub)).filter(
      (script) => typeof script['id'] === 'string',
    )
    return Object.fromEntries(listed.map(({ code: _code, ...script }) => [script['id'], script]))
  }
  if (method !== 'POST') return undefined
  if (typeof name !== 'string' || typeof code !== 'string') {
    throw new HubError(400, 'Missing Parameter: name or code')
  }
  return addScript(hub, name, code)
}

function onScript(hub: Hub, method: string, id: string, members: JsonRecord): unknown {
  const scripts = scriptsOf(hub)
  if (method === 'PUT') {
    const { name, code, version } = members
    const script = {
      ...rowOf(scripts, id),
      ...(typeof name === 'string' && { name }),
      ...(typeof code === 'string' && { code }),
      ...(typeof version === 'number' && { version }),
    }
    save(hub, { ...scripts, [id]: script })
    return script
  }
  const script = existing(hub, id)
  if (method === 'GET') return script
  if (method !== 'DELETE') return undefined
  save(hub, Object.fromEntries(Object.entries(scripts).filter(([other]) => other !== id)))
  return null
}

/** Runs a script of the app; `code` stands in for its own without being saved. */
export async function runStored(
  hub: Hub,
  id: string,
  { code, args }: { readonly code?: unknown; readonly args?: unknown },
): Promise<ScriptResult> {
  const script = existing(hub, id)
  save(hub, { ...scriptsOf(hub), [id]: { ...script, lastExecuted: now(hub) } })
  return await runScript(hub, {
    ...{ id, name: textOf(script['name'] ?? '') },
    code: textOf(code ?? script['code'] ?? ''),
    args: Array.isArray(args) ? args : [],
  })
}

function existing(hub: Hub, id: string): JsonRecord {
  const scripts = scriptsOf(hub)
  const script = rowOf(scripts, id)
  if (!script) throw notFound('Script', id)
  return script
}

function save(hub: Hub, scripts: Record<string, JsonRecord>): void {
  setAppSettings(hub, HOMEYSCRIPT, { ...hub.state.appSettings[HOMEYSCRIPT], scripts })
}
