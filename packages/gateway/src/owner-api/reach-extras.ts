// What reach has to know of a hub besides its live model, asked of the hub: the code of its scripts and
// the rights of its apps. What cannot be read is undefined, and then counts as if it could do anything.
import { HOMEYSCRIPT, operationById } from '@latchkey/catalogue'
import { dialectOf, HubError } from '@latchkey/homey'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { isObject, isTextList, type Json } from '../limits/json.ts'
import type { AppFacts, Extras, ScriptFacts } from '../reach/extras.ts'

/** How long what was read counts, in milliseconds. */
export const EXTRAS_COUNT_FOR = 60_000

interface Kept {
  readonly asked: Promise<Extras>
  readonly since: number
}

/** Reads the extras of hubs, and keeps them for a short time. */
export class HubExtras {
  readonly #now: () => number
  readonly #kept = new WeakMap<ConnectedHub['connection'], Kept>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** The extras of a hub, at most a minute old. It never throws for what a hub does. */
  of(hub: ConnectedHub): Promise<Extras> {
    const kept = this.#kept.get(hub.connection)
    if (kept && this.#now() - kept.since < EXTRAS_COUNT_FOR) return kept.asked
    const asked = readExtras(hub)
    this.#kept.set(hub.connection, { asked, since: this.#now() })
    return asked
  }
}

/** Reads the extras of a hub. */
export async function readExtras(hub: ConnectedHub): Promise<Extras> {
  const apps = listIn(await answerOf(hub, 'apps.getApps'))
  const byId = apps && new Map(apps.flatMap(appOf).map((one) => [one.id, one]))
  // Without the app there are no scripts, and nobody to ask for them.
  if (byId && !byId.has(HOMEYSCRIPT)) return { apps: byId, scripts: new Map() }
  // The list of scripts has no code; the settings, in which the app keeps them, have all of it.
  const settings = await answerOf(hub, 'apps.getAppSettings', { id: HOMEYSCRIPT })
  const scripts = isObject(settings) ? listIn(settings['scripts'] ?? {}) : undefined
  return {
    apps: byId,
    scripts: scripts && new Map(scripts.flatMap(scriptOf).map((one) => [one.id, one])),
  }
}

async function answerOf(
  { hub, connection }: ConnectedHub,
  id: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const operation = operationById(hub.generation, id)
  if (!operation) return undefined
  try {
    const answer = await connection.call(operation, parameters)
    return dialectOf(hub.generation).fromHub(id, answer)
  } catch (error) {
    if (error instanceof HubError) return undefined
    throw error
  }
}

function listIn(answer: unknown): readonly Json[] | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  return Object.values(answer).filter(isObject)
}

const API = 'homey:manager:api'

// An app that does not say which rights it holds may hold them all.
function appOf({ id, name, permissions }: Json): AppFacts[] {
  if (typeof id !== 'string') return []
  const held = isTextList(permissions) ? permissions : undefined
  return [{ id, name: typeof name === 'string' ? name : id, api: held?.includes(API) ?? true }]
}

// A script without its code is not known: it counts as one that could not be read.
function scriptOf({ id, name, code }: Json): ScriptFacts[] {
  if (typeof id !== 'string' || typeof code !== 'string') return []
  return [{ id, name: typeof name === 'string' ? name : id, code }]
}
