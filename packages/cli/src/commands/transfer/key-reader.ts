// Keys that are not on the command line: asked in the terminal without showing them, or, without a
// terminal, read from standard input, a line for each that is asked for.
import { isCancel, password } from '@clack/prompts'
import { CommandError, EXIT } from '../../exit.ts'
import type { Terminal } from '../../terminal.ts'
import { usage } from './problem.ts'

/** Asks for one key after the other. */
export class KeyReader {
  readonly #terminal: Terminal
  #lines: string[] | undefined

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** @throws CommandError if there is nobody to ask and nothing on standard input */
  async ask(question: string, otherwise: string): Promise<string> {
    const { stdin } = this.#terminal
    if (stdin.isTTY) {
      const answer = await password({ message: question })
      if (isCancel(answer)) throw new CommandError(EXIT.error, 'cancelled', 'Nothing was done.')
      return answer.trim()
    }
    this.#lines ??= await this.#read()
    const line = this.#lines.shift()
    if (line === undefined) {
      throw usage(`There is no terminal to ask: ${question}? ${otherwise}`)
    }
    return line
  }

  async #read(): Promise<string[]> {
    let text = ''
    for await (const piece of this.#terminal.stdin) {
      text += String(piece)
      if (text.length > 10_000) throw usage('What came in on standard input is no key.')
    }
    return text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  }
}
