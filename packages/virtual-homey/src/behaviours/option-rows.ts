// Rows for options: values with a name that every manager keeps in the same way. GET answers
// `{ value }`, PUT takes `{ value }`, DELETE brings the default back. The name of the event of a
// change is known (`option.update`), what it carries is inferred from the answers.
import type { JsonRecord } from '../json.ts'
import { type Hub, tellMessage } from '../state/hub.ts'
import { type Call, type Rows, stored } from './behaviour.ts'

/** The three rows of each option of a manager; `defaults` are the values of a new hub. */
export function optionRows(manager: string, defaults: Readonly<JsonRecord>): Rows {
  const rows = Object.entries(defaults).flatMap(([option, initial]) => {
    const key = `${manager}.${option}`
    const name = `Option${option.charAt(0).toUpperCase()}${option.slice(1)}`
    return [
      [`get${name}`, stored(({ hub }) => ({ value: current(hub.state.options, key, initial) }))],
      [`set${name}`, stored((call) => setOption(call, manager, option))],
      [
        `unset${name}`,
        stored(({ hub }) => {
          delete hub.state.options[key]
          tellOption(hub, manager, option, initial)
        }),
      ],
    ] as const
  })
  return Object.fromEntries(rows)
}

function current(options: JsonRecord, key: string, initial: unknown): unknown {
  return Object.hasOwn(options, key) ? options[key] : initial
}

function setOption({ hub, args }: Call, manager: string, option: string): { value: unknown } {
  const value = args['value']
  hub.state.options[`${manager}.${option}`] = value
  tellOption(hub, manager, option, value)
  return { value }
}

function tellOption(hub: Hub, manager: string, id: string, value: unknown): void {
  tellMessage(hub, `homey:manager:${manager}`, 'option.update', { id, value })
}
