// What can be picked for an argument of a card: the objects whose names contain what was typed. A
// flow stores the picked object whole.
import type { Card } from '../flows/cards/card.ts'
import { notFound } from '../hub-error.ts'
import { isRecord, rowOf } from '../json.ts'
import { all, type Hub } from '../state/hub.ts'
import { scriptsOf } from '../web/homeyscript.ts'

type Choice = { readonly id: unknown; readonly name: unknown }

const SOURCES: Readonly<Record<string, (hub: Hub) => readonly Choice[]>> = {
  flow: (hub) => [...all(hub, 'flows'), ...all(hub, 'advancedFlows')].map(pick),
  variable: (hub) => all(hub, 'variables').map(({ id, name, type }) => ({ id, name, type })),
  user: (hub) => all(hub, 'users').map(({ id, name, athomId }) => ({ id, name, athomId })),
  alarm: (hub) => all(hub, 'alarms').map(pick),
  script: (hub) =>
    Object.values(scriptsOf(hub))
      .filter((script) => isRecord(script) && typeof script['id'] === 'string')
      .map(({ id, name }) => ({ id, name })),
}

/** The choices for one argument of a card. @throws HubError 404 if it has no such argument. */
export function autocomplete(hub: Hub, card: Card, name: string, query: string): readonly Choice[] {
  const source = rowOf(SOURCES, name)
  const known = card.args?.some((arg) => arg.name === name && arg.type === 'autocomplete')
  if (!known || !source) throw notFound('FlowCardArgument', name)
  const wanted = query.toLowerCase()
  return source(hub).filter((choice) => String(choice.name).toLowerCase().includes(wanted))
}

function pick({ id, name }: { id: string; name: string }): Choice {
  return { id, name }
}
