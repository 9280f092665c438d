// From what happens on a hub to what is sent: each event becomes one message for every URI that tells
// of it. A message says which scopes its receiver needs.
import { itemToWire } from '../generations/wire.ts'
import type { Routes } from '../http/routes.ts'
import { isRecord } from '../json.ts'
import type { HubEvent, ItemEvent } from '../state/events.ts'
import type { Kinds } from '../state/homey-state.ts'
import type { Hub } from '../state/hub.ts'
import { toldItem } from './item-kinds.ts'
import { scopesOfItem, scopesOfOperation } from './subscription-scopes.ts'

/** One message to the subscribers of a URI. */
export interface Message {
  readonly uri: string
  readonly name: string
  readonly scopes: () => readonly string[]
  readonly data: () => unknown
}

const none = () => []

/** The messages that an event becomes. */
export function messagesOf(hub: Hub, routes: Routes, event: HubEvent): Message[] {
  if (event.type === 'item') return itemMessages(hub, routes, event)
  if (event.type === 'capability') {
    const { type: _type, before: _before, deviceId, ...data } = event
    return [{ uri: `homey:device:${deviceId}`, name: 'capability', scopes: none, data: () => data }]
  }
  if (event.type === 'start') return []
  const { uri, name, data } = event
  return [{ uri, name, scopes: () => scopesOfMessage(routes, uri, name, data), data: () => data }]
}

function itemMessages(hub: Hub, routes: Routes, event: ItemEvent): Message[] {
  const { change, id, item } = event
  // The event carries the object of the kind that it names.
  const told = toldItem(event.kind, id, item as Kinds[typeof event.kind])
  const scopes = () => scopesOfItem(routes, told.name)
  const data = () => {
    const shown = change === 'delete' ? { id } : told.data(hub)
    return isRecord(shown) ? itemToWire(hub.generation, told.name, shown) : shown
  }
  const messages = [
    { uri: `homey:manager:${told.manager}`, name: `${told.name}.${change}`, scopes, data },
  ]
  if (change !== 'create') {
    messages.push({ uri: `homey:${told.name}:${id}`, name: change, scopes, data })
  }
  return messages
}

// An option may be more secret than the rest of its manager.
function scopesOfMessage(
  routes: Routes,
  uri: string,
  name: string,
  data: unknown,
): readonly string[] {
  const option = name === 'option.update' && isRecord(data) ? data['id'] : undefined
  if (typeof option !== 'string') return []
  const manager = uri.slice('homey:manager:'.length)
  const getter = `getOption${option.charAt(0).toUpperCase()}${option.slice(1)}`
  return scopesOfOperation(routes, `${manager}.${getter}`)
}
