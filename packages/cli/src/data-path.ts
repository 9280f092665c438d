// Which data directory a command means, and which database.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { CommandError, EXIT } from './exit.ts'

/** Where a demonstration keeps its data, below the present directory. */
export const DEMO_DATA = '.demo'

/** `--data`, else `LATCHKEY_DATA`, else `$XDG_DATA_HOME/latchkey`, else where that is by default. */
export function dataPath(
  option: string | undefined,
  environment: NodeJS.ProcessEnv,
  otherwise?: string,
): string {
  const chosen = option ?? (environment['LATCHKEY_DATA'] || otherwise)
  if (chosen !== undefined) return resolve(chosen)
  const home = environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share')
  return join(home, 'latchkey')
}

/**
 * The address of the PostgreSQL: the variable that `--database-url-env` names, else `DATABASE_URL`; none
 * is SQLite. The address holds a password, so it never stands on the command line.
 * @throws CommandError if a variable was named and holds none
 */
export function databaseUrl(
  variable: string | undefined,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const url = environment[variable ?? 'DATABASE_URL'] || undefined
  if (url !== undefined || variable === undefined) return url
  const message = `The variable ${variable} is empty or not set.`
  throw new CommandError(EXIT.usage, 'invalid_request', message)
}
