// The restrictions of a key in words for people.
import type { RestrictionsView } from '@latchkey/gateway'
import { oneLine } from '../terminal.ts'

/** Restrictions as lines of text. */
export function restrictionRows(restrictions: RestrictionsView): string[][] {
  const { schedule, rates = [], askFirst = [], tools = {}, unasked = [] } = restrictions
  const { toolLimits = {} } = restrictions
  return [
    ...(schedule ? [[`counts only ${schedule.join('; ')}`, '']] : []),
    ...rates.map((rate) => [`at most ${rate}`, '']),
    ...askFirst.map((about) => [oneLine(`asks first: ${inWords(about)}`), '']),
    ...Object.entries(tools).map(([name, effect]) => [
      oneLine(`${effect === 'ask' ? 'asks first for' : 'may not use'} the tool ${name}`),
      '',
    ]),
    ...Object.entries(toolLimits).map(([name, most]) => [oneLine(`by tools ${name}=${most}`), '']),
    ...unasked.map(({ operation, path }) => [oneLine(`does not ask for ${operation} ${path}`), '']),
  ]
}

function inWords(about: object): string {
  const parts = Object.entries(about).map(([name, list]) => `${name} ${JSON.stringify(list)}`)
  return parts.length === 0 ? 'everything that it does' : parts.join(', ')
}
