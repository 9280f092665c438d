// The arguments of one card against what the card takes. Pure.
import { hubText } from '../home/hub-text.ts'
import { type Item, isItem, listIn, textIn } from '../home/item.ts'

/** A text that a token stands in; what comes of it is known only when it runs. */
const hasToken = (value: unknown): boolean => typeof value === 'string' && value.includes('[[')

/** What is wrong with a value, by type of argument; undefined if nothing is. */
type Check = (value: unknown, argument: Item) => string | undefined

const number: Check = (value, argument) => {
  if (hasToken(value)) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number'
  const { min, max } = argument
  if (typeof min === 'number' && value < min) return `must be at least ${min}`
  return typeof max === 'number' && value > max ? `must be at most ${max}` : undefined
}

const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be a text')

const dropdown: Check = (value, argument) => {
  const ids = listIn(argument, 'values')
    .filter(isItem)
    .map((one) => one['id'])
  const chosen = Array.isArray(value) ? value : [value]
  if (ids.length === 0 || chosen.every((one) => ids.includes(one))) return undefined
  return `must be one of ${ids
    .slice(0, 20)
    .map((id) => hubText(id, 40))
    .join(', ')}`
}

const CHECKS: Readonly<Record<string, Check>> = {
  ...{ number, range: number, text, textarea: text, dropdown, multiselect: dropdown },
  checkbox: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  time: (value) =>
    typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
      ? undefined
      : 'must be a time such as 07:30',
  color: (value) =>
    typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)
      ? undefined
      : 'must be a colour such as #ff8800',
  autocomplete: (value) =>
    isItem(value) ? undefined : 'must be the whole object that card_choices gives',
}

/** What is wrong with the arguments of a card. */
export function argumentProblems(card: Item, given: Item): readonly string[] {
  const taken = listIn(card, 'args').filter(isItem)
  const names = taken.map((one) => textIn(one, 'name'))
  const unknown = Object.keys(given).filter((name) => !names.includes(name))
  return [
    ...unknown.map(
      (name) =>
        `takes no argument "${hubText(name, 60)}"; it takes ${names.map((one) => hubText(one, 60)).join(', ') || 'none'}`,
    ),
    ...taken.flatMap((argument) => {
      const name = textIn(argument, 'name')
      const label = hubText(name, 60)
      if (!Object.hasOwn(given, name)) {
        return argument['required'] === false ? [] : [`lacks the argument "${label}"`]
      }
      const type = textIn(argument, 'type')
      const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined
      const wrong = check?.(given[name], argument)
      return wrong === undefined ? [] : [`argument "${label}" ${wrong}`]
    }),
  ]
}
