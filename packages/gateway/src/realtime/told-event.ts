// An event of a hub as it is judged: about which object of which kind it is, or that it is about none
// that is known.
import type { HubEvent } from '@latchkey/homey'
import { ITEM_KINDS, managersBehind } from './item-kinds.ts'
import { parseUri, type SubscriptionUri } from './uri.ts'

/** What happened to an object. `capability`: one of a device's was written. */
export type Change = 'create' | 'update' | 'delete' | 'capability'

/** What an event is about. */
export type About =
  | { readonly kind: string; readonly id: string; readonly change: Change }
  /** Nothing that is known; anything of these managers may be in it. */
  | { readonly kind: undefined; readonly managers: readonly string[] }

/** An event to be judged. */
export interface ToldEvent {
  readonly uri: string
  readonly name: string
  readonly data: unknown
  readonly about: About
}

const CHANGES: ReadonlyMap<string, Change> = new Map([
  ['create', 'create'],
  ['update', 'update'],
  ['delete', 'delete'],
])

/** Reads an event of a hub; undefined if its URI is none. */
export function toldEvent({ uri, event, data }: HubEvent): ToldEvent | undefined {
  const parsed = parseUri(uri)
  return parsed && { uri, name: event, data, about: aboutOf(parsed, event, data) }
}

function aboutOf(uri: SubscriptionUri, event: string, data: unknown): About {
  if (uri.of === 'manager') {
    const dot = event.indexOf('.')
    const kind = event.slice(0, dot)
    const change = CHANGES.get(event.slice(dot + 1))
    const id = idOf(data)
    if (change && id !== undefined && ITEM_KINDS.get(kind)?.managers.includes(uri.manager)) {
      return { kind, id, change }
    }
    return { kind: undefined, managers: [uri.manager] }
  }
  const { kind, id } = uri
  const change = CHANGES.get(event)
  if (change) return { kind, id, change }
  if (kind === 'device' && event === 'capability') return { kind, id, change: 'capability' }
  return { kind: undefined, managers: managersBehind(kind) }
}

function idOf(data: unknown): string | undefined {
  const id: unknown =
    typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined
  return typeof id === 'string' ? id : undefined
}
