// The options of a hub, by `manager.option`: nearly all are read, set and brought back to their default by
// three operations that are named alike.

/** The calls of one option. */
export interface OptionCalls {
  readonly get: string
  readonly set: string
  readonly unset: string
  /** The member that the value has in answers and bodies. */
  readonly member: string
}

/** The name of the hub is an option to people, and has calls of its own. */
const SYSTEM_NAME = 'system.name'

const SET = /^([\w-]+)\.(?:set|unset)Option(\w+)$/

/** The option that an operation sets or brings back; undefined if it is none. */
export function optionWritten(operation: string): string | undefined {
  if (operation === 'system.setSystemName') return SYSTEM_NAME
  const [, manager, name] = SET.exec(operation) ?? []
  return manager === undefined || name === undefined ? undefined : `${manager}.${name}`
}

/** The calls of an option. */
export function optionOf(id: string): OptionCalls {
  if (id === SYSTEM_NAME) {
    const [get, set] = ['system.getSystemName', 'system.setSystemName']
    return { get, set, unset: set, member: 'name' }
  }
  const [manager = '', name = ''] = id.split('.')
  const [get = '', set = '', unset = ''] = ['get', 'set', 'unset'].map(
    (verb) => `${manager}.${verb}Option${name}`,
  )
  return { get, set, unset, member: 'value' }
}
