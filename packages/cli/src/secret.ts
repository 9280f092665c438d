// Reading a secret: from a prompt, from standard input, from a variable. Never from the command
// line, where other users of the machine and the shell's history would have it.
import { isCancel, password } from '@clack/prompts'
import { CommandError, EXIT } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** How a secret was asked to be read. */
export interface SecretOptions {
  /** `-` for standard input. */
  readonly key?: string | undefined
  readonly keyEnv?: string | undefined
  /** What it is, which is also the name of its options: a key, if it is not said. */
  readonly what?: 'key' | 'passphrase'
}

const usage = (message: string): CommandError =>
  new CommandError(EXIT.usage, 'invalid_request', message)

/**
 * Reads a secret.
 * @throws CommandError if there is none, or it stood on the command line.
 */
export async function readSecret(
  terminal: Terminal,
  options: SecretOptions,
  question: string,
): Promise<string> {
  const { key, keyEnv, what: name = 'key' } = options
  if (key !== undefined && keyEnv !== undefined) {
    throw usage(`Use --${name} - or --${name}-env, not both.`)
  }
  if (key !== undefined && key !== '-') {
    throw usage(
      `A ${name} on the command line can be read by others. Use --${name} - and pipe it in, or --${name}-env VARIABLE.`,
    )
  }
  if (keyEnv !== undefined) {
    const value = terminal.environment[keyEnv]
    if (!value) throw usage(`The variable ${keyEnv} is empty or not set.`)
    return value.trim()
  }
  if (key === '-') return readInput(terminal, name)
  if (!terminal.stdin.isTTY) {
    throw usage(
      `There is no terminal to ask for the ${name}. Use --${name} - and pipe it in, or --${name}-env VARIABLE.`,
    )
  }
  const answer = await password({ message: question })
  if (isCancel(answer)) throw new CommandError(EXIT.error, 'cancelled', 'Nothing was done.')
  return answer.trim()
}

async function readInput(terminal: Terminal, name: string): Promise<string> {
  let text = ''
  for await (const piece of terminal.stdin) {
    text += String(piece)
    if (text.length > 10_000) throw usage(`What came in on standard input is no ${name}.`)
  }
  if (text.trim() === '') throw usage('Nothing came in on standard input.')
  return text.trim()
}
