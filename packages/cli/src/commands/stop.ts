// `latchkey stop` and `latchkey resume`: the red switch. Every client of a Homey is refused at once, until the
// owner says that it goes on.
import type { StoppedView, UndoView } from '@latchkey/gateway'
import type { Command } from 'commander'
import type { OwnerClient } from '../owner-client.ts'
import { oneLine, print, type Terminal } from '../terminal.ts'
import { undoOption } from './key-traces.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'
import { followed, undoText } from './undo-text.ts'

interface StopOptions extends DataOptions {
  readonly hub?: string
  readonly undo?: string
}

/** Adds the commands to the program. */
export function stopCommands(program: Command, terminal: Terminal): void {
  withData(program.command('stop'))
    .description('refuse every app, script and agent at once, until: latchkey resume')
    .option('--hub <hub>', 'name or id of one Homey (default: all)')
    .addOption(undoOption('--undo <how>', 'what becomes of what they left').default('leave'))
    .action((options: StopOptions) => turn(terminal, options, 'stop'))
  withData(program.command('resume'))
    .description('let them in again, and switch on the Flows that the stop switched off')
    .option('--hub <hub>', 'name or id of one Homey (default: all)')
    .action((options: StopOptions) => turn(terminal, options, 'resume'))
}

async function turn(
  terminal: Terminal,
  options: StopOptions,
  verb: 'stop' | 'resume',
): Promise<void> {
  const { hub, undo } = options
  const body = { ...(hub !== undefined && { hub }), ...(undo !== undefined && { undo }) }
  const answer = await withOwner(terminal, options, async (owner) => {
    const turned = await owner.request<StoppedView>('POST', `/${verb}`, body)
    return { ...turned, undos: await allFollowed(owner, turned.undos) }
  })
  print(terminal, options.json, answer, (turned) => textOf(turned, verb))
}

async function allFollowed(
  owner: OwnerClient,
  asked: readonly UndoView[],
): Promise<readonly UndoView[]> {
  const undos: UndoView[] = []
  for (const undo of asked) undos.push(await followed(owner, undo))
  return undos
}

const SAID = {
  stop: ['Stopped: nobody but you reaches', 'Was stopped already:'],
  resume: ['Goes on:', 'Was not stopped:'],
} as const

function textOf({ hubs, undos }: StoppedView, verb: 'stop' | 'resume'): string {
  if (hubs.length === 0) return 'There is no Homey here yet.'
  const [changed, unchanged] = SAID[verb]
  const lines = hubs.map((hub) => oneLine(`${hub.changed ? changed : unchanged} ${hub.name}`))
  return [...lines, ...undos.flatMap((undo) => ['', undoText(undo)])].join('\n')
}
