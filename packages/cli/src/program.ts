// The command line as a whole: which commands there are, and how errors become exit codes.
import { redact } from '@latchkey/gateway'
import { Command, CommanderError } from 'commander'
import { approvalsCommand } from './commands/approvals.ts'
import { auditCommand } from './commands/audit.ts'
import { backupCommand } from './commands/backup.ts'
import { clientCommand } from './commands/client.ts'
import { directoryCommand } from './commands/directory.ts'
import { doctorCommand } from './commands/doctor.ts'
import { doorsCommand } from './commands/doors.ts'
import { hubCommand } from './commands/hub.ts'
import { keyCommand } from './commands/key.ts'
import { mcpCommand } from './commands/mcp.ts'
import { ownerCommand } from './commands/owner.ts'
import { permissionsCommand } from './commands/permissions.ts'
import { requestsCommand } from './commands/requests.ts'
import { restoreCommand } from './commands/restore.ts'
import { ruleCommand } from './commands/rule.ts'
import { sealCommand } from './commands/seal.ts'
import { startCommand } from './commands/start.ts'
import { stopCommands } from './commands/stop.ts'
import { transferCommand } from './commands/transfer/transfer.ts'
import { virtualHomeyCommand } from './commands/virtual-homey.ts'
import { CommandError, EXIT } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** Runs a command line (without `node` and the program's name), and gives back its exit code. */
export async function runProgram(
  words: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
): Promise<number> {
  let exit: number = EXIT.done
  const program = new Command('latchkey')
    .description('Hand out a latchkey, not the whole key ring: scoped access to a Homey.')
    // What stands after a command is that command's, also where commands have words below them.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(redact(text)),
    })
  startCommand(program, terminal, stop)
  hubCommand(program, terminal)
  keyCommand(program, terminal)
  clientCommand(program, terminal, (code) => {
    exit = code
  })
  directoryCommand(program, terminal)
  approvalsCommand(program, terminal, stop)
  requestsCommand(program, terminal)
  ruleCommand(program, terminal)
  auditCommand(program, terminal, stop, (code) => {
    exit = code
  })
  doctorCommand(program, terminal, (code) => {
    exit = code
  })
  doorsCommand(program, terminal)
  ownerCommand(program, terminal)
  stopCommands(program, terminal)
  mcpCommand(program, terminal, stop)
  permissionsCommand(program, terminal)
  backupCommand(program, terminal)
  restoreCommand(program, terminal)
  sealCommand(program, terminal)
  transferCommand(program, {
    ...{ terminal, stop },
    setExit: (code) => {
      exit = code
    },
  })
  virtualHomeyCommand(program, terminal, stop)
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exit
  } catch (error) {
    return told(error, words.includes('--json'), terminal)
  }
}

function told(error: unknown, json: boolean, terminal: Terminal): number {
  // Commander has printed its own already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  const { message } = error as Error
  const code = error instanceof CommandError ? error.code : 'error'
  const line = json ? JSON.stringify({ error: code, message }) : message
  terminal.stderr.write(`${redact(line)}\n`)
  return error instanceof CommandError ? error.exit : EXIT.error
}
