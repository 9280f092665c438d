// The objects of a hub that an owner may name, asked of the hub itself: their ids, names and where they are.
// Each list is read at most once for a request.
import { type Operation, operationById } from '@latchkey/catalogue'
import { dialectOf, HubError } from '@latchkey/homey'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { ListMember } from './limit-inputs.ts'

/** What lists of names can be asked for: a member of the limits. */
export type NamedMember = ListMember | 'cards'

/** One object, as it can be named. */
export interface HubObject {
  readonly id: string
  readonly name: string
  /** The zone or folder that it is in. */
  readonly inside?: string
}

/** The objects of a kind; or why the hub cannot be asked. */
export type Listing = { readonly objects: readonly HubObject[] } | { readonly away: string }

/** Where names come from. */
export interface HubObjects {
  /** What the owner calls the hub. */
  readonly hub: string
  list(member: NamedMember): Promise<Listing>
}

type Json = Readonly<Record<string, unknown>>

interface Kind {
  /** One of them, and what of it an owner has typed. */
  readonly noun: string
  /** The operations that list them. */
  readonly operations: readonly string[]
  /** What their ids look like, for when the hub cannot be asked. */
  readonly id: RegExp
  /** Under which name the container stands, and which kind it is. */
  readonly inside?: readonly [member: string, kind: ListMember]
  readonly read?: (item: Json) => readonly HubObject[]
}

// Scripts that the app brings along have ids of its own making.
const SCRIPT = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|example-[\w-]+)$/i

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** By member of the limits. */
export const KINDS: Readonly<Record<NamedMember, Kind>> = {
  zones: { noun: 'zone', operations: ['zones.getZones'], id: UUID, inside: ['parent', 'zones'] },
  devices: {
    ...{ noun: 'device', operations: ['devices.getDevices'], id: UUID, inside: ['zone', 'zones'] },
  },
  capabilities: {
    ...{ noun: 'capability', operations: ['devices.getDevices'], id: /^[a-z0-9_.-]+$/i },
    read: capabilitiesOf,
  },
  flows: {
    ...{ noun: 'Flow', operations: ['flow.getFlows', 'flow.getAdvancedFlows'], id: UUID },
    inside: ['folder', 'flowFolders'],
  },
  flowFolders: {
    ...{ noun: 'Flow folder', operations: ['flow.getFlowFolders'], id: UUID },
    inside: ['parent', 'flowFolders'],
  },
  moods: { noun: 'mood', operations: ['moods.getMoods'], id: UUID, inside: ['zone', 'zones'] },
  variables: { noun: 'variable', operations: ['logic.getVariables'], id: UUID },
  dashboards: { noun: 'dashboard', operations: ['dashboards.getDashboards'], id: UUID },
  scripts: { noun: 'script', operations: ['homeyscript.getScripts'], id: SCRIPT },
  apps: { noun: 'app', operations: ['apps.getApps'], id: /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i },
  cards: {
    noun: 'Flow card',
    operations: [
      ...['flow.getFlowCardTriggers', 'flow.getFlowCardConditions', 'flow.getFlowCardActions'],
    ],
    id: /^homey:[a-z]+:.+:.+$/,
  },
}

/** The objects of a hub. Nothing is asked before it is needed. */
export function hubObjects({ hub, connection }: ConnectedHub): HubObjects {
  const asked = new Map<string, Promise<readonly Json[]>>()
  const items = (operation: Operation): Promise<readonly Json[]> => {
    const known = asked.get(operation.id)
    if (known !== undefined) return known
    const asking = connection
      .call(operation)
      .then((value) => itemsOf(dialectOf(hub.generation).fromHub(operation.id, value)))
    asked.set(operation.id, asking)
    return asking
  }
  return {
    hub: hub.name,
    list: async (member) => {
      const { operations, read = objectOf(KINDS[member].inside?.[0]) } = KINDS[member]
      const rows = operations.flatMap((id) => operationById(hub.generation, id) ?? [])
      try {
        const all = (await Promise.all(rows.map(items))).flat()
        return { objects: distinct(all.flatMap(read)) }
      } catch (error) {
        if (error instanceof HubError) return { away: error.message }
        throw error
      }
    },
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function itemsOf(answer: unknown): readonly Json[] {
  if (typeof answer === 'object' && answer !== null) return Object.values(answer).filter(isObject)
  throw new HubError('hub_answer_invalid', 'The Homey did not answer with a list.')
}

function objectOf(inside: string | undefined): (item: Json) => readonly HubObject[] {
  return (item) => {
    const { id, name, title } = item
    if (typeof id !== 'string') return []
    const container = inside === undefined ? undefined : item[inside]
    const called = [name, title].find((one) => typeof one === 'string')
    return [
      {
        ...{ id, name: typeof called === 'string' ? called : id },
        ...(typeof container === 'string' && { inside: container }),
      },
    ]
  }
}

function capabilitiesOf({ capabilities, capabilitiesObj }: Json): readonly HubObject[] {
  if (!Array.isArray(capabilities)) return []
  return capabilities
    .filter((id) => typeof id === 'string')
    .map((id) => {
      const row = isObject(capabilitiesObj) ? capabilitiesObj[id] : undefined
      const title = isObject(row) ? row['title'] : undefined
      return { id, name: typeof title === 'string' ? title : id }
    })
}

function distinct(objects: readonly HubObject[]): readonly HubObject[] {
  const byId = new Map<string, HubObject>()
  for (const one of objects) if (!byId.has(one.id)) byId.set(one.id, one)
  return [...byId.values()]
}
