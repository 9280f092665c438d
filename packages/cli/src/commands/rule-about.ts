// The options that say what a rule made by hand is about, and what they come to. Ids or names go to the gateway as
// they are typed: it asks the Homey which objects are meant.
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { collected } from './key-text.ts'

/** What the options of `withAbout` hold. */
export interface AboutOptions {
  readonly operation?: readonly string[]
  readonly permission?: readonly string[]
  readonly danger?: readonly string[]
  readonly thing?: readonly string[]
  readonly device?: readonly string[]
  readonly zone?: readonly string[]
  readonly flow?: readonly string[]
  readonly mood?: readonly string[]
  readonly script?: readonly string[]
  readonly app?: readonly string[]
  readonly card?: readonly string[]
  readonly capability?: readonly string[]
  readonly value?: readonly string[]
}

const ROWS: readonly (readonly [keyof AboutOptions, member: string, meaning: string])[] = [
  ['operation', 'operations', 'an operation, as devices.setCapabilityValue'],
  ['permission', 'permissions', 'what needs this permission'],
  ['danger', 'dangers', 'what is as dangerous as this: read, private, control, change, full'],
  ['thing', 'things', 'locks, alarm, garage, sirens, cameras, speech, voice-pin, new-apps'],
  ['device', 'devices', 'a device'],
  ['zone', 'zones', 'a zone, with everything below it'],
  ['flow', 'flows', 'a Flow or Advanced Flow'],
  ['mood', 'moods', 'a mood'],
  ['script', 'scripts', 'a HomeyScript'],
  ['app', 'apps', 'an app'],
  ['card', 'cards', 'a Flow card, by id'],
  ['capability', 'capabilities', 'only this of the devices: onoff, dim, …'],
]

/** Gives a command the options. */
export function withAbout(command: Command): Command {
  for (const [flag, , meaning] of ROWS) {
    const words = `about: ${meaning}; repeat it, or use commas`
    command.option(`--${flag} <name-or-id>`, words, collected)
  }
  return command.option(
    '--value <test>',
    "about: a value that is set: 'locked=false', 'target_temperature>22', 'dim<0.1'",
    collected,
  )
}

/** What options say a rule is about, for the owner API; undefined if they say nothing. */
export function aboutOf(options: AboutOptions): Readonly<Record<string, unknown>> | undefined {
  const about: Record<string, unknown> = {}
  for (const [option, member] of ROWS) if (options[option]) about[member] = options[option]
  if (options.value) about['values'] = options.value.map(testOf)
  return Object.keys(about).length === 0 ? undefined : about
}

const TEST = /^([^=<>\s]+)\s*([=<>])\s*(.+)$/

function testOf(text: string): Readonly<Record<string, unknown>> {
  const [, capability, sign, value = ''] = TEST.exec(text.trim()) ?? []
  const number = Number(value)
  const isNumber = value.trim() !== '' && Number.isFinite(number)
  if (capability !== undefined && sign === '=') return { capability, is: asValue(value, isNumber) }
  if (capability !== undefined && isNumber) {
    return { capability, [sign === '>' ? 'above' : 'below']: number }
  }
  const message = `--value ${text}: write it as 'locked=false', 'target_temperature>22' or 'dim<0.1'`
  throw new CommandError(EXIT.usage, 'invalid_request', message)
}

function asValue(text: string, isNumber: boolean): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return isNumber ? Number(text) : text
}
