// The home of a virtual Homey, as the live model would have it: asked for over HTTP, in V3's form.
import { type Generation, operationById } from '@latchkey/catalogue'
import { dialectOf } from '@latchkey/homey'
import type { Home, HomeKind, Item } from './home.ts'
import { HOME_KINDS } from './home.ts'
import { isObject } from './json.ts'

/** What of a virtual Homey is needed. */
export interface AskedHomey {
  readonly address: string
  readonly generation: Generation
  readonly key?: string | null
  readonly signIn: () => string
}

const LISTS: Readonly<Record<HomeKind, string>> = {
  zone: 'zones.getZones',
  device: 'devices.getDevices',
  flow: 'flow.getFlows',
  'advanced-flow': 'flow.getAdvancedFlows',
  'flow-folder': 'flow.getFlowFolders',
  variable: 'logic.getVariables',
  mood: 'moods.getMoods',
  dashboard: 'dashboards.getDashboards',
  user: 'users.getUsers',
}

/** What a virtual Homey answers to an operation without parameters, in V3's form. */
export async function answerOf(homey: AskedHomey, operation: string): Promise<unknown> {
  const { path = '' } = operationById(homey.generation, operation) ?? {}
  const authorization = `Bearer ${homey.key ?? homey.signIn()}`
  const response = await fetch(`${homey.address}${path}`, { headers: { authorization } })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`)
  return dialectOf(homey.generation).fromHub(operation, answer)
}

/** The home; `pause` is waited for before each request, for a hub that minds haste. */
export async function homeOf(homey: AskedHomey, pause = () => {}): Promise<Home> {
  const lists: [HomeKind, ReadonlyMap<string, Item>][] = []
  for (const kind of HOME_KINDS) {
    pause()
    const answer = Object(await answerOf(homey, LISTS[kind]))
    const items = Object.values(answer).filter(isObject)
    lists.push([kind, new Map(items.map((item) => [String(item['id']), item]))])
  }
  return {
    ...homeWith({}),
    generation: homey.generation,
    items: { ...NONE, ...Object.fromEntries(lists) },
  }
}

const EMPTY: ReadonlyMap<string, Item> = new Map()
const NONE: Home['items'] = {
  ...{ zone: EMPTY, device: EMPTY, flow: EMPTY, 'advanced-flow': EMPTY, 'flow-folder': EMPTY },
  ...{ variable: EMPTY, mood: EMPTY, dashboard: EMPTY, user: EMPTY },
}

/** A small home of these objects, by id. */
export function homeWith(
  kinds: Readonly<Partial<Record<HomeKind, Readonly<Record<string, Item>>>>>,
): Home {
  const items = Object.entries(kinds).map(([kind, all]) => [
    kind,
    new Map(Object.entries(all).map(([id, item]) => [id, { id, ...item }])),
  ])
  return { generation: 'pro-2023', version: 1, items: { ...NONE, ...Object.fromEntries(items) } }
}
