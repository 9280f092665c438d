// The index of attack cases, made from the names of tests: which tests hold which case, and which line of RFC 9700.
import { globSync, readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { ATTACK_CASES, PRACTICE } from './attack-cases.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** A test, by its name as it stands in its file. */
export interface NamedTest {
  readonly file: string
  readonly name: string
}

const NAME = /\btest\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g

/** All tests, in the order of their files. */
export function allTests(): readonly NamedTest[] {
  return globSync(['e2e/*.test.ts', 'packages/*/src/**/*.test.ts'], { cwd: ROOT })
    .map((file) => file.split(sep).join('/'))
    .sort()
    .flatMap((file) =>
      [...readFileSync(resolve(ROOT, file), 'utf8').matchAll(NAME)].map((found) => ({
        file,
        name: found[1] ?? found[2] ?? found[3] ?? '',
      })),
    )
}

/** The numbers that stand before the name of a test. */
export function casesOf(name: string): readonly number[] {
  const [, numbers = ''] = /^case (\d+(?:, \d+)*): /.exec(name) ?? []
  return numbers === '' ? [] : numbers.split(', ').map(Number)
}

/** The page as Markdown. @throws Error if a case or a line is held by no test */
export function attackCasesPage(): string {
  const tests = allTests()
  const cases = Object.entries(ATTACK_CASES).flatMap(([number, what]) => {
    const held = tests.filter(({ name }) => casesOf(name).includes(Number(number)))
    if (held.length === 0) throw new Error(`No test has the number of case ${number}: ${what}`)
    return [`### ${number}. ${what}`, '', ...held.map(listed), '']
  })
  const lines = PRACTICE.map(({ line, asks, tests: wanted }) => {
    const held = wanted.flatMap((beginning) => {
      const found = tests.filter(({ name }) => name.startsWith(beginning))
      if (found.length > 0) return found
      throw new Error(`No test is called "${beginning}…", which holds RFC 9700, ${line}.`)
    })
    return `| ${line} | ${asks} | ${held.map(({ name }) => escaped(shortly(name))).join('; ')} |`
  })
  return [
    '# Attack cases',
    '',
    '<!-- Generated from the names of tests by `npm run docs`. Do not edit. -->',
    '',
    'Thirty attacks were written down before there was code to attack. Each is held by tests that have its number in their name; a case without a test, or a line of RFC 9700 without one, stops the build.',
    '',
    '## The cases',
    '',
    ...cases,
    '## RFC 9700, line by line',
    '',
    '| line | asks for | held by |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n')
}

const listed = ({ file, name }: NamedTest): string =>
  `* ${escaped(withoutCases(name))} ([${file.split('/').at(-1)}](../${file}))`

const withoutCases = (name: string): string => name.replace(/^case [\d, ]+: /, '')

const shortly = (name: string): string => (name.length > 90 ? `${name.slice(0, 88)}…` : name)

// Names have quotes and templates in them.
const escaped = (name: string): string =>
  name.replace(/\\(.)/g, '$1').replace(/[|<>*_`]/g, (one) => `\\${one}`)
