// What commands share: the options that all of them take, and the way to the owner API.
import type { Command } from 'commander'
import { connectOwner, type OwnerClient } from '../owner-client.ts'
import { type PlaceOptions, placeOf } from '../place.ts'
import type { Terminal } from '../terminal.ts'

/** Options of every command that works on a data directory. */
export interface DataOptions extends PlaceOptions {
  readonly json?: boolean
}

/** Gives a command `--data` and `--json`. */
export function withData(command: Command): Command {
  return command
    .option('--data <dir>', 'data directory (else LATCHKEY_DATA, else $XDG_DATA_HOME/latchkey)')
    .option('--database-url-env <var>', 'variable with the address of a PostgreSQL (DATABASE_URL)')
    .option('--json', 'print one JSON document')
}

/** Runs `work` with the owner API of the data directory that the options name. */
export async function withOwner<T>(
  terminal: Terminal,
  options: DataOptions,
  work: (owner: OwnerClient) => Promise<T>,
): Promise<T> {
  await using owner = await connectOwner(placeOf(options, terminal.environment))
  return await work(owner)
}
