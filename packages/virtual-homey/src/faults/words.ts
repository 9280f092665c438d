// The words of a fault rule, one after the other. Words are separated by spaces; quotes hold a name
// with spaces in it.

/** A reader of words; each method says what it expected when the next word is something else. */
export interface Words {
  readonly next: () => string | undefined
  readonly left: () => number
  readonly fail: (expected: string) => never
  /** The next word, whatever it is. */
  readonly some: (expected: string) => string
  readonly oneOf: <T extends string>(choices: readonly T[]) => T
  /** A whole number from 1. */
  readonly count: (expected: string) => number
  readonly share: (expected: string) => number
  /** `300ms`, `2s` or a number of milliseconds. */
  readonly milliseconds: (expected: string) => number
  /** Milliseconds, or `<n> requests`. */
  readonly delay: (expected: string) => {
    readonly amount: number
    readonly unit: 'ms' | 'requests'
  }
}

export function wordsOf(text: string, fail: (expected: string) => never): Words {
  const words = (text.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"|"$/g, ''))
  const some = (expected: string): string => words.shift() ?? fail(expected)
  const milliseconds = (expected: string): number =>
    millisecondsIn(some(expected)) ?? fail(expected)
  return {
    ...{ fail, some, milliseconds, next: () => words.shift(), left: () => words.length },
    oneOf: <T extends string>(choices: readonly T[]): T => {
      const word = words.shift()
      return choices.find((choice) => choice === word) ?? fail(`one of ${choices.join(', ')}`)
    },
    count: (expected) => {
      const number = Number(some(expected))
      return Number.isSafeInteger(number) && number > 0 ? number : fail(expected)
    },
    share: (expected) => {
      const number = Number(some(expected))
      return number >= 0 && number <= 1 ? number : fail(expected)
    },
    delay: (expected) => {
      if (words[1] !== 'request' && words[1] !== 'requests') {
        return { amount: milliseconds(expected), unit: 'ms' }
      }
      const amount = Number(some(expected))
      words.shift()
      return Number.isSafeInteger(amount) && amount > 0
        ? { amount, unit: 'requests' }
        : fail(expected)
    },
  }
}

function millisecondsIn(word: string): number | undefined {
  const [, digits, unit] = /^(\d+)(ms|s)?$/.exec(word) ?? []
  if (digits === undefined) return undefined
  return Number(digits) * (unit === 's' ? 1000 : 1)
}
