// `latchkey backup`: everything in one file under a passphrase, whether or not the gateway runs.
import { resolve } from 'node:path'
import { backUp } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { placeOf } from '../place.ts'
import { readSecret } from '../secret.ts'
import { print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData } from './owner-command.ts'

/** How a passphrase is given; never on the command line. */
export interface PassphraseOptions {
  readonly passphrase?: string
  readonly passphraseEnv?: string
}

interface BackupOptions extends DataOptions, PassphraseOptions {
  readonly out: string
}

/** Who has the file can try passphrases for as long as they like. */
const SHORTEST = 12

/** Adds the command to the program. */
export function backupCommand(program: Command, terminal: Terminal): void {
  withPassphrase(withData(program.command('backup')))
    .description('keep everything in one file, sealed with a passphrase')
    .requiredOption('--out <file>', 'the file to make')
    .action((options: BackupOptions) => backup(terminal, options))
}

/** Gives a command `--passphrase` and `--passphrase-env`. */
export function withPassphrase(command: Command): Command {
  return command
    .option('--passphrase <->', 'read the passphrase from standard input')
    .option('--passphrase-env <var>', 'variable with the passphrase')
}

/** Reads the passphrase. @throws CommandError if there is none */
export function readPassphrase(
  terminal: Terminal,
  { passphrase: key, passphraseEnv: keyEnv }: PassphraseOptions,
  question: string,
): Promise<string> {
  return readSecret(terminal, { key, keyEnv, what: 'passphrase' }, question)
}

async function backup(terminal: Terminal, options: BackupOptions): Promise<void> {
  const out = resolve(options.out)
  const passphrase = await readPassphrase(terminal, options, 'A passphrase for the backup')
  if (passphrase.length < SHORTEST) {
    const message = `The passphrase must have at least ${SHORTEST} letters: some words are good.`
    throw new CommandError(EXIT.usage, 'invalid_request', message)
  }
  await backUp({ ...placeOf(options, terminal.environment), out, passphrase, now: Date.now })
  print(terminal, options.json, { file: out }, ({ file }) =>
    [
      `Everything is in ${file}, which opens with the passphrase only.`,
      'Keep the two apart. To use it: latchkey restore FILE --data DIRECTORY',
    ].join('\n'),
  )
}
