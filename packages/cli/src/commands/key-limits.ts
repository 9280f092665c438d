// The options that limit a key, and what they come to. Ids or names go to the gateway as they are typed: it
// asks the Homey which objects are meant.
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { collected } from './key-text.ts'

/** What the options of `withLimits` hold. */
export interface LimitOptions {
  readonly zone?: readonly string[]
  readonly device?: readonly string[]
  readonly capability?: readonly string[]
  readonly flow?: readonly string[]
  readonly flowFolder?: readonly string[]
  readonly mood?: readonly string[]
  readonly variable?: readonly string[]
  readonly dashboard?: readonly string[]
  readonly script?: readonly string[]
  readonly app?: readonly string[]
  readonly exceptDevice?: readonly string[]
  readonly exceptZone?: readonly string[]
  readonly card?: readonly string[]
  readonly own?: true
  readonly drafts?: true
}

type ListOption = Exclude<keyof LimitOptions, 'own' | 'drafts' | 'card'>

interface Row {
  readonly option: ListOption
  readonly flag: string
  /** Where it stands in the limits. */
  readonly member: readonly [string] | readonly ['except', string]
  readonly meaning: string
}

const ROWS: readonly Row[] = [
  { option: 'zone', flag: 'zone', member: ['zones'], meaning: 'a zone, with everything below it' },
  { option: 'device', flag: 'device', member: ['devices'], meaning: 'a device' },
  {
    ...{ option: 'capability', flag: 'capability', member: ['capabilities'] },
    meaning: 'only this of its devices: onoff, dim, …',
  },
  { option: 'flow', flag: 'flow', member: ['flows'], meaning: 'a Flow or Advanced Flow' },
  {
    ...{ option: 'flowFolder', flag: 'flow-folder', member: ['flowFolders'] },
    meaning: 'a folder of Flows, with everything below it',
  },
  { option: 'mood', flag: 'mood', member: ['moods'], meaning: 'a mood' },
  { option: 'variable', flag: 'variable', member: ['variables'], meaning: 'a variable' },
  { option: 'dashboard', flag: 'dashboard', member: ['dashboards'], meaning: 'a dashboard' },
  { option: 'script', flag: 'script', member: ['scripts'], meaning: 'a HomeyScript' },
  { option: 'app', flag: 'app', member: ['apps'], meaning: 'an app' },
  {
    ...{ option: 'exceptDevice', flag: 'except-device', member: ['except', 'devices'] },
    meaning: 'all but this device',
  },
  {
    ...{ option: 'exceptZone', flag: 'except-zone', member: ['except', 'zones'] },
    meaning: 'all but this zone and everything below it',
  },
]

const OTHERS: Readonly<Record<string, string>> = { own: 'own', drafts: 'drafts', card: 'cards' }

/** What `--lift` takes. */
export const LIFTABLE: readonly string[] = [...ROWS.map((row) => row.flag), ...Object.keys(OTHERS)]

/** Gives a command the options that limit a key. */
export function withLimits(command: Command): Command {
  for (const { flag, meaning } of ROWS) {
    command.option(
      `--${flag} <name-or-id>`,
      `limit: ${meaning}; repeat it, or use commas`,
      collected,
    )
  }
  return command
    .option('--own', 'limit: change only what the key itself made, or what is named here')
    .option('--drafts', 'limit: write Flows only switched off; you switch them on')
    .option(
      '--card <card>',
      'limit: a Flow card that may be used, by id; fixed arguments after a space: \'ID {"arg":"value"}\'',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
}

/** The limits that options name, for the owner API; undefined if they name none. */
export function limitsOf(options: LimitOptions): Readonly<Record<string, unknown>> | undefined {
  const limits: Record<string, unknown> = {}
  const except: Record<string, unknown> = {}
  for (const { option, member } of ROWS) {
    const entries = options[option]
    if (entries === undefined) continue
    const [name, inside] = member
    if (inside === undefined) limits[name] = entries
    else except[inside] = entries
  }
  if (Object.keys(except).length > 0) limits['except'] = except
  if (options.own) limits['own'] = true
  if (options.drafts) limits['drafts'] = true
  if (options.card) limits['cards'] = options.card.map(cardOf)
  return Object.keys(limits).length === 0 ? undefined : limits
}

/** What `--lift` takes away, for the owner API. @throws CommandError for a word that is no limit. */
export function lifted(words: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  if (words.length === 0) return undefined
  const gone: Record<string, unknown> = {}
  const except: Record<string, unknown> = {}
  for (const word of words) {
    const [name, inside] = ROWS.find((row) => row.flag === word)?.member ?? [OTHERS[word]]
    if (name === undefined) {
      const message = `"${word}" is no limit. --lift takes: ${LIFTABLE.join(', ')}`
      throw new CommandError(EXIT.usage, 'invalid_request', message)
    }
    if (inside === undefined) gone[name] = null
    else except[inside] = null
  }
  return Object.keys(except).length > 0 ? { ...gone, except } : gone
}

function cardOf(text: string): { readonly id: string; readonly args?: unknown } {
  const at = text.search(/\s+\{/)
  if (at < 0) return { id: text.trim() }
  try {
    return { id: text.slice(0, at).trim(), args: JSON.parse(text.slice(at)) as unknown }
  } catch {
    const message = `--card ${text}: what follows the id is no JSON. Quote it whole: --card 'ID {"arg":"value"}'`
    throw new CommandError(EXIT.usage, 'invalid_request', message)
  }
}
