// Which data directory a command means.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

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
