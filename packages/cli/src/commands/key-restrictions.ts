// The options that restrict a key, and what they come to: hours, rates, what to be asked about first.
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { collected } from './key-text.ts'

/** What the options of `withRestrictions` hold. */
export interface RestrictionOptions {
  readonly schedule?: readonly string[]
  readonly rate?: readonly string[]
  /** True for everything: no word followed. */
  readonly askFirst?: readonly string[] | true
  readonly askFirstDevice?: readonly string[]
  readonly tool?: readonly string[]
  readonly toolLimit?: readonly string[]
}

const THINGS = ['locks', 'alarm', 'garage', 'sirens', 'cameras', 'speech', 'voice-pin', 'new-apps']
const DANGERS = ['read', 'private', 'control', 'change', 'full']

/** Gives a command the options that restrict a key. */
export function withRestrictions(command: Command): Command {
  return command
    .option(
      '--schedule <hours>',
      "restriction: counts only then, by the Homey's clock: 'mon-fri 08:00-18:00'; repeat it for more",
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option(
      '--rate <rate>',
      'restriction: at most so many: push=5/min, control=100/hour, any=1000/day; repeat it, or use commas',
      collected,
    )
    .option(
      '--ask-first [what]',
      `restriction: ask me each time: a permission, one of ${THINGS.join(', ')}, or a danger; without a word about everything that it does`,
      collected,
    )
    .option(
      '--ask-first-device <name-or-id>',
      'restriction: ask me each time for this device',
      collected,
    )
    .option(
      '--tool <name=ask|deny>',
      'restriction: ask me when an agent uses this tool, or do not allow it: flow_enable=ask,script_run=deny',
      collected,
    )
    .option(
      '--tool-limit <name=number>',
      'restriction: how much an agent may do: reads and writes a minute; more at-once in one call, or changes and removals in an hour, and I am asked: at-once=5,removals=0',
      collected,
    )
}

/** The restrictions that options name, for the owner API; undefined if they name none. */
export function restrictionsOf(
  options: RestrictionOptions,
): Readonly<Record<string, unknown>> | undefined {
  const { schedule, rate, askFirst, askFirstDevice, tool, toolLimit } = options
  const first = [
    ...(askFirst === true ? [{}] : (askFirst ?? []).map(aboutOf)),
    ...(askFirstDevice ? [{ devices: askFirstDevice }] : []),
  ]
  const restrictions = {
    ...(schedule && { schedule }),
    ...(rate && { rates: rate }),
    ...(first.length > 0 && { askFirst: first }),
    ...(tool && { tools: Object.fromEntries(tool.map(toolOf)) }),
    ...(toolLimit && { toolLimits: Object.fromEntries(toolLimit.map(toolLimitOf)) }),
  }
  return Object.keys(restrictions).length === 0 ? undefined : restrictions
}

function aboutOf(word: string): object {
  if (word === 'all') return {}
  if (word.includes(':')) return { permissions: [word] }
  if (THINGS.includes(word)) return { things: [word] }
  if (DANGERS.includes(word)) return { dangers: [word] }
  const message = `--ask-first ${word}: say a permission (device:control), one of ${[...THINGS, ...DANGERS].join(', ')}, or nothing for all. A device: --ask-first-device`
  throw new CommandError(EXIT.usage, 'invalid_request', message)
}

function toolOf(word: string): readonly [string, string] {
  const [name = '', effect = ''] = word.split('=')
  if (effect === 'ask' || effect === 'deny') return [name, effect]
  const message = `--tool ${word}: write it as flow_enable=ask or script_run=deny`
  throw new CommandError(EXIT.usage, 'invalid_request', message)
}

function toolLimitOf(word: string): readonly [string, number] {
  const [, name = '', number = ''] = /^([a-z-]+)=(\d{1,5})$/.exec(word) ?? []
  if (name !== '') return [name, Number(number)]
  const message = `--tool-limit ${word}: write it as at-once=5: reads, writes, at-once, changes or removals, and a number`
  throw new CommandError(EXIT.usage, 'invalid_request', message)
}

const LIFTED: Readonly<Record<string, string>> = {
  schedule: 'schedule',
  rate: 'rates',
  'ask-first': 'askFirst',
  tool: 'tools',
  'tool-limit': 'toolLimits',
}

/** What of the restrictions `--lift` can take away. */
export const LIFTABLE_RESTRICTIONS: readonly string[] = Object.keys(LIFTED)

/** What `--lift` takes away of restrictions, for the owner API; the words that are none of them stay. */
export function liftedRestrictions(words: readonly string[]): {
  readonly gone: Readonly<Record<string, null>> | undefined
  readonly others: readonly string[]
} {
  const gone = words.flatMap((word) => LIFTED[word] ?? [])
  const others = words.filter((word) => LIFTED[word] === undefined)
  return {
    gone: gone.length > 0 ? Object.fromEntries(gone.map((one) => [one, null])) : undefined,
    others,
  }
}
