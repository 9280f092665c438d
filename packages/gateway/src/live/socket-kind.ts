// Of what kind the object in an event is, where a Pro 2016–2019 has its own form for that kind.
import type { HubEvent, ItemKind } from '@latchkey/homey'

/** The kinds that differ, by their names on the socket. */
const DIFFER: Readonly<Record<ItemKind, true>> = {
  advancedflow: true,
  app: true,
  capability: true,
  device: true,
  driver: true,
  flow: true,
  flowcardaction: true,
  flowcardcondition: true,
  flowcardtrigger: true,
  flowtoken: true,
  log: true,
  pairsession: true,
}

const CHANGES: ReadonlySet<string> = new Set(['create', 'update', 'delete'])

const differs = (name: string): name is ItemKind => Object.hasOwn(DIFFER, name)

/** The kind and the change that an event tells of: `device.update`, or `update` at `homey:device:<id>`. */
export function socketKind({
  uri,
  event,
}: HubEvent): { readonly kind: ItemKind; readonly change: string } | undefined {
  const [, owner = ''] = uri.split(':')
  const [name = '', change = ''] = owner === 'manager' ? event.split('.') : [owner, event]
  return differs(name) && CHANGES.has(change) ? { kind: name, change } : undefined
}
