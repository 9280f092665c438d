// A script of the HomeyScript app from its settings to its result: what it keeps, tags, says and logs
// ends up where the app of a real hub puts it, and its calls are those of the hub's owner.
import { HubError } from '../hub-error.ts'
import { isRecord, type JsonRecord, textOf } from '../json.ts'
import { setAppSettings } from '../state/app-settings.ts'
import { all, type Hub, now, recordEffect, tellMessage } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import type { ScriptResult } from './script-host.ts'

const HOMEYSCRIPT = 'com.athom.homeyscript'
/** The app's prefix for the settings in which scripts keep values for each other. */
const KEPT = 'homeyscript-'

/** A script to run. One that is only in a card has no id of its own. */
export interface ScriptCall {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly args: readonly unknown[]
}

/** Runs a script. It fails, rather than throws, when its code does. */
export async function runScript(
  hub: Hub,
  { id, name, code, args }: ScriptCall,
): Promise<ScriptResult> {
  const { scripts } = hub
  if (!scripts) throw new HubError(503, 'This Hub Runs No Scripts')
  const cause = hub.events.cause
  const answer = (message: JsonRecord): unknown => {
    const work = () => answerScript(hub, { id, name }, message)
    return cause ? hub.events.within(cause, work) : hub.events.together(work)
  }
  const request = { script: { id, name }, code, args, kept: keptValues(hub), answer }
  const result = await scripts.host.run(request)
  recordEffect(hub, 'script-run', { scriptId: id, name, args: [...args], ...result })
  return result
}

function answerScript(
  hub: Hub,
  script: { readonly id: string; readonly name: string },
  message: JsonRecord,
): unknown {
  const { type, name, value } = message
  if (type === 'call') return call(hub, message)
  if (type === 'set') keep(hub, { [`${KEPT}${textOf(name)}`]: value })
  if (type === 'tag') tag(hub, textOf(name), value)
  if (type === 'say') recordEffect(hub, 'said', { text: textOf(message['text']) })
  if (type === 'log') {
    const data = { text: textOf(message['text']), script }
    tellMessage(hub, `homey:app:${HOMEYSCRIPT}`, 'log', data)
  }
  return null
}

function call(hub: Hub, { manager, operation, args }: JsonRecord): unknown {
  const owner = all(hub, 'users').find((user) => user.role === 'owner')
  if (!owner || !hub.scripts) throw new HubError(401, 'Session Not Found')
  const session: Session = {
    ...{ id: HOMEYSCRIPT, userId: owner.id, secret: '', type: 'APP', name: 'HomeyScript' },
    ...{ clientId: null, scopes: ['homey'], createdAt: now(hub), expiresAt: null },
  }
  const given = isRecord(args) ? args : {}
  return hub.scripts.call(session, textOf(manager), textOf(operation), given)
}

// A tag without a value is taken away.
function tag(hub: Hub, name: string, value: unknown): void {
  const before = hub.state.appSettings[HOMEYSCRIPT]?.['tokens']
  const others = Object.entries(isRecord(before) ? before : {}).filter(([id]) => id !== name)
  const own = value === null ? [] : [[name, { id: name, name, type: typeof value, value }]]
  keep(hub, { tokens: Object.fromEntries([...others, ...own]) })
}

function keep(hub: Hub, settings: JsonRecord): void {
  setAppSettings(hub, HOMEYSCRIPT, { ...hub.state.appSettings[HOMEYSCRIPT], ...settings })
}

function keptValues(hub: Hub): JsonRecord {
  const settings = Object.entries(hub.state.appSettings[HOMEYSCRIPT] ?? {})
  return Object.fromEntries(
    settings.flatMap(([key, value]) =>
      key.startsWith(KEPT) ? [[key.slice(KEPT.length), value] as const] : [],
    ),
  )
}
