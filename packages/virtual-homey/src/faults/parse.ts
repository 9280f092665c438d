// Reads a fault rule: `<when …> -> <effect>, <effect> …`. Each word has a row in a table; whatever
// cannot be read is refused with what was expected in its place.
import {
  EDIT_KINDS,
  type Effect,
  type FaultSentence,
  NAME_FORMS,
  type NameForm,
  REFUSALS,
  type When,
} from './grammar.ts'
import { type Words, wordsOf } from './words.ts'

/** A rule as data. @throws Error that quotes the rule and says what was expected. */
export function parseFault(text: string): FaultSentence {
  const [left, right, more] = text.split('->')
  if (left === undefined || right === undefined || more !== undefined) {
    throw new Error(`Cannot read the fault "${text}": expected "<when> -> <effect>".`)
  }
  const fail = (expected: string): never => {
    throw new Error(`Cannot read the fault "${text}": expected ${expected}.`)
  }
  const when = readWhen(wordsOf(left, fail))
  const effects = splitEffects(right).map((part) => readEffect(wordsOf(part, fail)))
  if (effects.filter(isEnding).length > 1) {
    fail(`one of ${ENDINGS.join(', ')}, not two`)
  }
  return { text: text.trim(), when, effects }
}

const ENDINGS = ['drop', 'lose-answer', 'commit-later', 'refuse', 'restart']

function isEnding({ does }: Effect): boolean {
  return ENDINGS.includes(does)
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'SOCKET']

const CONDITIONS: Readonly<Record<string, (words: Words) => When>> = {
  nth: (words) => ({ nth: words.count('which request, such as 3') }),
  every: (words) => ({ every: words.count('a number after "every"') }),
  times: (words) => ({ times: words.count('how often, such as "times 2"') }),
  chance: (words) => ({ chance: words.share('a chance between 0 and 1') }),
}

function readWhen(words: Words): When {
  let when: When = {}
  for (let word = words.next(); word !== undefined; word = words.next()) {
    when = { ...when, ...condition(word, words) }
  }
  return when
}

function condition(word: string, words: Words): When {
  const known = CONDITIONS[word]
  if (known) return known(words)
  if (METHODS.includes(word)) return { method: word }
  if (word.startsWith('/')) return { path: word }
  if (word === '*') return {}
  if (/^[\w*-]+\.[\w*-]+$/.test(word)) return { operation: word }
  return words.fail(
    `${Object.keys(CONDITIONS).join(', ')}, a method, an operation such as "flow.create*" or a path, not "${word}"`,
  )
}

const EFFECTS: Readonly<Record<string, (words: Words) => Effect>> = {
  slow: (words) => ({ does: 'slow', ms: words.milliseconds('a time such as "slow 300ms"') }),
  drop: () => ({ does: 'drop' }),
  'lose-answer': () => ({ does: 'lose-answer' }),
  'commit-later': (words) => ({
    does: 'commit-later',
    after: words.delay('a delay such as "500ms" or "3 requests"'),
  }),
  refuse: (words) => {
    const status = words.oneOf(REFUSALS)
    const code = words.next()
    return code === undefined ? { does: 'refuse', status } : { does: 'refuse', status, code }
  },
  normalise: (words) => {
    const forms: NameForm[] = [words.oneOf(NAME_FORMS)]
    while (words.left() > 0) forms.push(words.oneOf(NAME_FORMS))
    return { does: 'normalise', forms }
  },
  'add-field': (words) => ({ does: 'add-field', name: words.some('the name of a member') }),
  'expire-session': () => ({ does: 'expire-session' }),
  restart: (words) => ({
    does: 'restart',
    ms: words.left() > 0 ? words.milliseconds('how long, such as "restart 500ms"') : 0,
  }),
  edit: readEdit,
}

function readEffect(words: Words): Effect {
  const word = words.some('an effect')
  const read = EFFECTS[word]
  if (!read) return words.fail(`an effect (${Object.keys(EFFECTS).join(', ')}), not "${word}"`)
  const effect = read(words)
  const rest = words.next()
  return rest === undefined ? effect : words.fail(`nothing more after "${word}", not "${rest}"`)
}

// `edit flows delete`, `edit flows rename "Other"`, `edit flows "Good morning" rename "Other"`.
function readEdit(words: Words): Effect {
  const kind = words.oneOf(EDIT_KINDS)
  const first = words.some('"rename", "delete" or the name of one of them')
  const named = first !== 'rename' && first !== 'delete'
  const verb = named ? words.oneOf(['rename', 'delete']) : first
  const which = named ? ({ by: 'name', name: first } as const) : ({ by: 'any' } as const)
  const edit = { does: 'edit', kind, which } as const
  return verb === 'rename' ? { ...edit, rename: words.some('a new name') } : edit
}

// Commas inside quotes belong to a name.
function splitEffects(text: string): string[] {
  return text.match(/(?:"[^"]*"|[^,"])+/g) ?? ['']
}
