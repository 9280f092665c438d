// `latchkey restore`: an installation from a backup. Its keys wait until the owner lets them count.
import { resolve } from 'node:path'
import { BackupUnusable, type Restored, restore } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { placeOf } from '../place.ts'
import { print, type Terminal } from '../terminal.ts'
import { type PassphraseOptions, readPassphrase, withPassphrase } from './backup.ts'
import { type DataOptions, withData } from './owner-command.ts'

/** Adds the command to the program. */
export function restoreCommand(program: Command, terminal: Terminal): void {
  withPassphrase(withData(program.command('restore')))
    .description('make an installation of a backup, in an empty directory')
    .argument('<file>', 'the backup')
    .action((file: string, options: DataOptions & PassphraseOptions) =>
      restoreFile(terminal, resolve(file), options),
    )
}

async function restoreFile(
  terminal: Terminal,
  file: string,
  options: DataOptions & PassphraseOptions,
): Promise<void> {
  const place = placeOf(options, terminal.environment)
  const passphrase = await readPassphrase(terminal, options, 'The passphrase of the backup')
  const restored = await restore({ ...place, file, passphrase, now: Date.now }).catch((error) => {
    if (!(error instanceof BackupUnusable)) throw error
    throw new CommandError(EXIT.error, error.code, error.message)
  })
  const made = new Date(restored.time).toISOString()
  const result = { data: place.data, made, suspended: restored.suspended }
  print(terminal, options.json, result, () => text(place.data, made, restored))
}

function text(data: string, made: string, { suspended }: Restored): string {
  const done = `Restored to ${data}, as it was on ${made}.`
  if (suspended === 0) return done
  return [
    done,
    `Since then keys may have been revoked, so all ${suspended} are suspended. Look at them, then let them count:`,
    '',
    '  latchkey key list',
    '  latchkey key resume ID    (or --all)',
  ].join('\n')
}
