// `latchkey transfer`: the commands of the Transfer Tool and their options. What they do is loaded when one
// is run, so that no other command waits for it.
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Terminal } from '../../terminal.ts'
import { withData } from '../owner-command.ts'
import { saveMemory } from './memory.ts'
import type { Ended, Stage, StageOptions } from './stage.ts'

/** Runs a stage with what the program was given. */
interface Runner {
  readonly terminal: Terminal
  readonly stop: AbortSignal
  readonly setExit: (code: number) => void
}

/** Adds the command to the program. */
export function transferCommand(program: Command, runner: Runner): void {
  const transfer = program
    .command('transfer')
    .description('move a whole home from one Homey to another')
  snapshotCommand(transfer, runner)
  readingCommands(transfer, runner)
  writingCommands(transfer, runner)
  afterwards(transfer, runner)
}

function snapshotCommand(transfer: Command, runner: Runner): void {
  withUnsealing(withData(transfer.command('snapshot')))
    .description('write everything of a home that can be read to a file')
    .argument('<home>', 'a hub that Latchkey knows, or address#key')
    .option('--out <file>', 'where to (default: <name>-<date>.latchkey)')
    .addOption(new Option('--format <format>', 'of what is written').choices(['file', 'folder']))
    .option(
      '--encrypt <recipient>',
      'seal the secrets for this age1… (default: for this installation)',
    )
    .option('--passphrase-env <variable>', 'seal the secrets under the passphrase in this variable')
    .option('--without-secrets', 'leave the secrets out')
    .action((home: string, options: StageOptions) =>
      perform(runner, options, async (stage) =>
        (await import('./snapshot.ts')).snapshot(stage, home),
      ),
    )
  withUnsealing(withData(transfer.command('diff')))
    .description('what differs between two looks at a home; ends with 2 if anything does')
    .argument('<before>', 'a snapshot or a hub')
    .argument('<after>', 'a snapshot or a hub')
    .action((before: string, after: string, options: StageOptions) =>
      perform(runner, options, async (stage) =>
        (await import('./diff.ts')).diff(stage, before, after),
      ),
    )
}

function readingCommands(transfer: Command, runner: Runner): void {
  withEnds(transfer.command('match'))
    .description('which object of the new Homey stands for which of the old one')
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./match.ts')).match(stage)),
    )
  withEnds(transfer.command('pair'))
    .description('pair with the new Homey what needs nobody, and be guided through the rest')
    .option('--device <names...>', 'only these, by name or id; what needs somebody is waited for')
    .option('--wait <seconds>', 'how long to wait for each (60)', count)
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./pair.ts')).pair(stage)),
    )
  withChoices(withEnds(transfer.command('plan')))
    .description('what would be done, step by step; ends with 2 if anything would')
    .option('--out <file>', 'write the plan there as well')
    .addOption(
      new Option('--format <format>', 'what is printed').choices([
        ...['table', 'tree', 'checklist', 'mermaid', 'json'],
      ]),
    )
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./plan.ts')).plan(stage)),
    )
}

function writingCommands(transfer: Command, runner: Runner): void {
  withWriting(withEnds(transfer.command('apply')))
    .description('carry out the plan, or go on with it')
    .argument('[plan]', 'the file of the plan (default: the last one)')
    .option('--resume', 'go on with what was stopped; it does so anyway')
    .option('--yes', 'leave out what is not decided')
    .option('--no-activate', 'build and verify, and switch nothing on')
    .action((plan: string | undefined, options: StageOptions) =>
      perform(runner, plan === undefined ? options : { ...options, plan }, async (stage) =>
        (await import('./apply.ts')).apply(stage),
      ),
    )
  withWriting(withEnds(transfer.command('cutover')))
    .description('switch on what was built, after all of it was verified')
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./apply.ts')).cutover(stage)),
    )
  withChoices(withWriting(withEnds(transfer.command('rebind'))))
    .description('after more devices were paired: complete what waited for them')
    .option('--yes', 'ask nothing')
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./rebind.ts')).rebind(stage)),
    )
  withChoices(withWriting(withEnds(transfer.command('run'))))
    .description('all stages: snapshot, match, plan, apply, verify, cut over; or go on with them')
    .option('--yes', 'ask nothing: apply and cut over what is certain')
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./run.ts')).run(stage)),
    )
}

function afterwards(transfer: Command, runner: Runner): void {
  withEnds(transfer.command('verify'))
    .description('whether everything is as it was left; ends with 5 if not')
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./verify.ts')).verify(stage)),
    )
  withEnds(transfer.command('rollback'))
    .description('take back what this transfer wrote')
    .option('--last', 'only the last run of it')
    .option('--force', 'also what was changed since')
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./rollback.ts')).rollback(stage)),
    )
  withEnds(transfer.command('report'))
    .description('what the last run came to')
    .addOption(new Option('--format <format>', 'of the report').choices(['md', 'html', 'json']))
    .option('--out <file>', 'write it there (default: standard output)')
    .action((options: StageOptions) =>
      perform(runner, options, async (stage) => (await import('./report.ts')).report(stage)),
    )
  withData(transfer.command('cleanup'))
    .description('remove what a run left half built whose journal is lost')
    .argument('<hub>', 'a hub that Latchkey knows, or address#key')
    .option('--yes', 'remove it without asking')
    .action((home: string, options: StageOptions) =>
      perform(runner, options, async (stage) =>
        (await import('./cleanup.ts')).cleanup(stage, home),
      ),
    )
}

const HOME = 'a hub (name or id), a snapshot file, or address#key (address#- asks)'

function withEnds(command: Command): Command {
  return withUnsealing(withData(command))
    .option('--from <home>', `the old home: ${HOME}`)
    .option('--to <home>', `the new home: ${HOME}`)
    .option(
      '--files <folder>',
      'where the files of this transfer are (default: in the data directory)',
    )
    .option('--mapping <file>', 'the mapping file (default: among the files of this transfer)')
}

function withUnsealing(command: Command): Command {
  return command.option(
    '--unseal-env <variable>',
    'variable with the passphrase or identity that opens the secrets of a snapshot',
  )
}

function withChoices(command: Command): Command {
  return command
    .option(
      '--only <words...>',
      'only these: flows, room:Kitchen, folder:Mornings, "flow:Good morning"',
    )
    .option(
      '--conflict <choices...>',
      'what to do where the new home has one, such as flows=rename',
    )
    .addOption(
      new Option('--waiting <choice>', 'what becomes of Flows that wait for something').choices([
        ...['hold', 'skip'],
      ]),
    )
    .option('--max-overwrite <count>', 'write over at most so many objects (20)', count)
}

function withWriting(command: Command): Command {
  return command
    .option('--concurrency <count>', 'so many writes at once at most', count)
    .option(
      '--late-answer <seconds>',
      'wait so long before what may have been made is sent again (60)',
      count,
    )
    .option('--stranger <ids...>', 'new objects of the target that are somebody else’s')
    .option('--disable-source', 'switch off at the old Homey what is switched on at the new one')
}

/** Reads a number that is not negative. */
function count(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a number, 0 to 999999.')
  return Number(text)
}

async function perform(
  { terminal, stop, setExit }: Runner,
  options: StageOptions,
  work: (stage: Stage) => Promise<Ended>,
): Promise<void> {
  saveMemory()
  const [{ EXIT_CODES }, { asEnding }] = await Promise.all([
    import('@latchkey/transfer'),
    import('./problem.ts'),
  ])
  try {
    setExit(EXIT_CODES[await work({ terminal, stop, options })])
  } catch (error) {
    throw asEnding(error)
  }
}
