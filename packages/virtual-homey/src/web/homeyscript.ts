// The HomeyScript app: scripts live in its settings, as on a real hub. It assigns the ids itself,
// and saving to an unknown id makes a script that no list shows.
import { HubError, notFound } from '../hub-error.ts'
import { isRecord, type JsonRecord, rowOf } from '../json.ts'
import { setAppSettings } from '../state/app-settings.ts'
import { type Hub, newId, recordEffect } from '../state/hub.ts'

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
  return run === 'run' && method === 'POST' ? runScript(hub, id) : undefined
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

// Scripts run in the app's own process on a real hub. Here they are not run yet, and the answer is
// the one of a script that failed.
function runScript(hub: Hub, id: string): unknown {
  existing(hub, id)
  recordEffect(hub, 'script-refused', { scriptId: id })
  return {
    success: false,
    returns: { message: 'This virtual Homey does not run scripts.', stack: '' },
  }
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
