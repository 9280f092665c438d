// Rows for options: values with a name that every manager keeps in the same way. GET answers
// `{ value }`, PUT takes `{ value }`, DELETE brings the default back.
import type { JsonRecord } from '../json.ts'
import { type Call, type Rows, stored } from './behaviour.ts'

/** The three rows of each option of a manager; `defaults` are the values of a new hub. */
export function optionRows(manager: string, defaults: Readonly<JsonRecord>): Rows {
  const rows = Object.entries(defaults).flatMap(([option, initial]) => {
    const key = `${manager}.${option}`
    const name = `Option${option.charAt(0).toUpperCase()}${option.slice(1)}`
    return [
      [`get${name}`, stored(({ hub }) => ({ value: current(hub.state.options, key, initial) }))],
      [`set${name}`, stored((call) => setOption(call, key))],
      [`unset${name}`, stored(({ hub }) => void delete hub.state.options[key])],
    ] as const
  })
  return Object.fromEntries(rows)
}

function current(options: JsonRecord, key: string, initial: unknown): unknown {
  return Object.hasOwn(options, key) ? options[key] : initial
}

function setOption({ hub, args }: Call, key: string): { value: unknown } {
  const value = args['value']
  hub.state.options[key] = value
  return { value }
}
