// `latchkey rule`: what is forbidden in the house, or asked about first, whoever asks.
import type { ChangedRuleView, RuleView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { columns, oneLine, print, type Terminal } from '../terminal.ts'
import { collected } from './key-text.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'
import { type AboutOptions, aboutOf, withAbout } from './rule-about.ts'

interface HubOptions extends DataOptions {
  readonly hub: string
}

interface AddOptions extends HubOptions, AboutOptions {
  readonly name?: string
  readonly ask?: true
  readonly deny?: true
  readonly hours?: readonly string[]
  readonly from?: string
  readonly until?: string
  readonly days?: string
  readonly cap?: string
  readonly key?: readonly string[]
}

/** Adds the command to the program. */
export function ruleCommand(program: Command, terminal: Terminal): void {
  const rule = program
    .command('rule')
    .description('house rules: what is forbidden or asked about first, whoever asks')
  withData(rule.command('list'))
    .description('list the house rules of a Homey')
    .requiredOption('--hub <hub>', 'name or id of the Homey')
    .action((options: HubOptions) => list(terminal, options))
  const add = withData(rule.command('add'))
    .description('add a house rule: a ready-made one, or one by hand (own)')
    .argument('<rule>', 'locks, alarm, garage, cameras, voice-pin, quiet, no-new-apps, calls, own')
    .requiredOption('--hub <hub>', 'name or id of the Homey')
    .option('--name <name>', 'what it is called')
    .option('--deny', 'nobody may (this is so if nothing is said)')
    .option('--ask', 'ask me each time')
    .option('--hours <hours>', "only then: 'mon-fri 22:00-07:00'; repeat it for more", repeated)
    .option('--from <time>', 'only from this time on: 22:00')
    .option('--until <time>', 'only until this time: 07:00')
    .option('--days <days>', 'with --from and --until, on which days: mon-fri')
    .option('--cap <number>', 'only from so many on: 100/hour, 500/day')
    .option('--key <id-or-name>', 'only for this key; repeat it, or use commas', collected)
  withAbout(add).action((kind: string, options: AddOptions) => added(terminal, kind, options))
  byId(rule, terminal, 'remove', 'remove a house rule', (path) => ['DELETE', path])
  byId(rule, terminal, 'pause', 'let a house rule not count for now', (path) => {
    return ['PUT', path, { paused: true }]
  })
  byId(rule, terminal, 'resume', 'let a paused house rule count again', (path) => {
    return ['PUT', path, { paused: false }]
  })
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

type Asked = readonly [method: 'PUT' | 'DELETE', path: string, body?: object]

function byId(
  rule: Command,
  terminal: Terminal,
  name: string,
  description: string,
  asked: (path: string) => Asked,
): void {
  withData(rule.command(name))
    .description(description)
    .argument('<id>', 'id of the rule; see: latchkey rule list')
    .action(async (id: string, options: DataOptions) => {
      const [method, path, body] = asked(`/rules/${encodeURIComponent(id)}`)
      const one = await withOwner(terminal, options, (owner) =>
        owner.request<RuleView>(method, path, body),
      )
      print(terminal, options.json, one, ruleText)
    })
}

async function list(terminal: Terminal, options: HubOptions): Promise<void> {
  const rules = await withOwner(terminal, options, (owner) =>
    owner.request<readonly RuleView[]>('GET', pathOf(options)),
  )
  print(terminal, options.json, rules, (all) =>
    all.length === 0
      ? 'There is no house rule yet. Make one: latchkey rule add locks --hub …'
      : columns([
          ['ID', 'NAME', 'EFFECT', 'STATE', 'SAYS'],
          ...all.map((one) => [
            one.id,
            oneLine(one.name),
            one.effect,
            one.paused ? 'paused' : 'counts',
            oneLine(one.says.en),
          ]),
        ]),
  )
}

const pathOf = ({ hub }: HubOptions): string => `/hubs/${encodeURIComponent(hub)}/rules`

async function added(terminal: Terminal, kind: string, options: AddOptions): Promise<void> {
  if (options.ask && options.deny) throw usage('Say --ask or --deny, not both.')
  const { name, key } = options
  const about = aboutOf(options)
  const hours = hoursOf(options)
  const cap = capOf(options)
  const body = {
    ...{ kind, effect: options.ask ? 'ask' : 'deny' },
    ...(name !== undefined && { name }),
    ...(about && { about }),
    ...(hours && { hours }),
    ...(cap && { cap }),
    ...(key && { keys: key }),
  }
  const made = await withOwner(terminal, options, (owner) =>
    owner.request<ChangedRuleView>('POST', pathOf(options), body),
  )
  for (const note of made.notes) terminal.stderr.write(`${oneLine(note)}\n`)
  print(terminal, options.json, made, ruleText)
}

const usage = (message: string): CommandError =>
  new CommandError(EXIT.usage, 'invalid_request', message)

function hoursOf({ hours, from, until, days }: AddOptions): readonly string[] | undefined {
  if (from === undefined && until === undefined) {
    return days === undefined ? hours : [...(hours ?? []), days]
  }
  if (from === undefined || until === undefined) {
    throw usage('Say both: --from 22:00 --until 07:00.')
  }
  return [...(hours ?? []), [days, `${from}-${until}`].filter(Boolean).join(' ')]
}

function capOf({ cap }: AddOptions): object | undefined {
  if (cap === undefined) return undefined
  const [, calls, per] = /^(\d{1,7})\/(hour|day)$/.exec(cap) ?? []
  if (calls !== undefined) return { calls: Number(calls), per }
  throw usage(`--cap ${cap}: write a number and hour or day: 100/hour, 500/day`)
}

function ruleText(rule: RuleView): string {
  const about = Object.entries(rule.about).map(([part, entries]) => {
    return ['about', oneLine(`${part}: ${(entries ?? []).map(entryText).join(', ')}`)]
  })
  return columns([
    ['id', rule.id],
    ['name', oneLine(rule.name)],
    ['hub', oneLine(rule.hub)],
    ['effect', rule.effect],
    ['state', rule.paused ? 'paused' : 'counts'],
    ['says', oneLine(rule.says.en)],
    ...about,
    ...(rule.keys ? [['keys', oneLine(rule.keys.join(', '))]] : []),
  ])
}

const entryText = (entry: unknown): string =>
  typeof entry === 'string' ? entry : JSON.stringify(entry)
