// `latchkey doors`: what goes round Latchkey at a Homey, as far as it can be seen; muting an app that floods the
// timeline, and moving the client of an API key in.
import type { DoorsView, HubView, MovedInView, MutedView } from '@latchkey/gateway'
import { cliDirectory } from '@latchkey/homey'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import type { OwnerClient } from '../owner-client.ts'
import { columns, oneLine, print, type Terminal } from '../terminal.ts'
import { keyText, told } from './key-text.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface DoorsOptions extends DataOptions {
  readonly hub?: string
  readonly homeyCli?: boolean
}

interface MoveInOptions extends DoorsOptions {
  readonly name: string
  readonly deleteOld?: true
}

/** Adds the command to the program. */
export function doorsCommand(program: Command, terminal: Terminal): void {
  const doors = withHub(program.command('doors'))
    .description(
      'what goes round Latchkey: API keys, sessions, people, apps, who floods the timeline',
    )
    .action((options: DoorsOptions) => list(terminal, options))
  for (const [name, muted, what] of [
    ['mute', true, 'keep what an app posts out of the timeline'],
    ['unmute', false, 'let an app post to the timeline again'],
  ] as const) {
    withHub(doors.command(name))
      .description(what)
      .argument('<app>', 'the app, by id or name')
      .action((app: string, options: DoorsOptions) => mute(terminal, app, muted, options))
  }
  withHub(doors.command('move-in'))
    .description('make a key of Latchkey in place of an API key on the Homey')
    .argument('<key>', 'the API key, by the id or name that it has on the Homey')
    .requiredOption('--name <name>', 'who will use it')
    .option('--delete-old', 'delete the API key on the Homey at once')
    .action((key: string, options: MoveInOptions) => moveIn(terminal, key, options))
}

function withHub(command: Command): Command {
  return withData(command)
    .option('--hub <hub>', 'name or id of the Homey')
    .option('--homey-cli', "look through the Homey CLI's login on this machine, which sees more")
}

const loginOf = (terminal: Terminal, { homeyCli }: DoorsOptions): Record<string, string> =>
  homeyCli ? { homeyCli: cliDirectory(terminal.environment) } : {}

async function list(terminal: Terminal, options: DoorsOptions): Promise<void> {
  const query = new URLSearchParams(loginOf(terminal, options))
  const found = await withOwner(terminal, options, async (owner) => {
    const hubs = options.hub === undefined ? await namesOf(owner) : [options.hub]
    const all: DoorsView[] = []
    for (const hub of hubs) {
      all.push(await owner.request('GET', `/hubs/${encodeURIComponent(hub)}/doors?${query}`))
    }
    return all
  })
  print(terminal, options.json, found, (all) =>
    all.length === 0 ? 'There is no hub yet.' : all.map(doorsText).join('\n\n'),
  )
}

async function namesOf(owner: OwnerClient): Promise<readonly string[]> {
  return (await owner.request<readonly HubView[]>('GET', '/hubs')).map((hub) => hub.id)
}

/** The path of the hub that is meant: the one that is named, or the only one. */
async function pathOf(owner: OwnerClient, { hub }: DoorsOptions): Promise<string> {
  const [only, another] = hub === undefined ? await namesOf(owner) : [hub]
  if (only !== undefined && another === undefined) return `/hubs/${encodeURIComponent(only)}/doors`
  throw new CommandError(EXIT.usage, 'choose_hub', 'Say which Homey is meant: --hub')
}

async function mute(
  terminal: Terminal,
  app: string,
  muted: boolean,
  options: DoorsOptions,
): Promise<void> {
  const done = await withOwner(terminal, options, async (owner) =>
    owner.request<MutedView>('POST', `${await pathOf(owner, options)}/mute`, { owner: app, muted }),
  )
  print(terminal, options.json, done, ({ name, uri }) =>
    oneLine(
      muted
        ? `${name} (${uri}) is muted: the Homey keeps what it posts out of the timeline.`
        : `${name} (${uri}) may post to the timeline again.`,
    ),
  )
}

async function moveIn(terminal: Terminal, key: string, options: MoveInOptions): Promise<void> {
  const { name, deleteOld } = options
  const body = { key, name, ...(deleteOld && { deleteOld }), ...loginOf(terminal, options) }
  const moved = await withOwner(terminal, options, async (owner) =>
    owner.request<MovedInView>('POST', `${await pathOf(owner, options)}/move-in`, body),
  )
  told(terminal, moved)
  print(terminal, options.json, moved, (made) =>
    [
      `Made a key for ${made.name} on ${made.hub}. It is shown only now:`,
      ...[
        '',
        `  ${made.key}`,
        '',
        `Give it to ${made.name} in place of the old one, with the address of this Latchkey.`,
      ],
      ...[fateOf(made), '', keyText(made)],
    ].join('\n'),
  )
}

function fateOf({ old, name }: MovedInView): string {
  const what = oneLine(`The API key ${old.name ?? old.id} (${old.id})`)
  if (old.deleted) return `${what} is deleted on the Homey.`
  const why = old.problem === null ? '' : ` It could NOT be deleted: ${old.problem}`
  return `${what} still opens the Homey. Delete it once ${name} uses the new one: my.homey.app, Settings, API Keys.${why}`
}

function doorsText({ name, id, doors }: DoorsView): string {
  return [
    oneLine(`${name} (${id})`),
    ...doors.flatMap(({ title, state, message, entries }) => [
      '',
      oneLine(`${title}: ${state}${message === null ? '' : `. ${message}`}`),
      ...(state === 'seen' && entries.length === 0 ? ['  none'] : []),
      ...(entries.length === 0 ? [] : indented(columns(entries.map(entryRow)))),
    ]),
  ].join('\n')
}

const indented = (text: string): readonly string[] => text.split('\n').map((line) => `  ${line}`)

function entryRow(entry: DoorsView['doors'][number]['entries'][number]): readonly string[] {
  const { id, name, ours, scopes, role, rate, muted, created, warning } = entry
  const facts = [
    ours ? 'Latchkey uses it' : undefined,
    role,
    scopes && `may: ${scopes.length === 0 ? 'nothing' : scopes.join(' ')}`,
    rate && `${rate.hour} in the last hour, ${rate.day} in the last day`,
    muted ? 'muted' : undefined,
    created && `since ${created}`,
    rate ? undefined : (warning ?? undefined),
  ].filter((one) => one !== undefined)
  return [oneLine(name ?? '-'), oneLine(id), oneLine(facts.join('; '))]
}
