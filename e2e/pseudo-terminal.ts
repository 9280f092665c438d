// Running `latchkey` at a terminal of its own, so that it asks: keys go in, what is drawn comes out. The terminal
// is made by `script` of util-linux.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const LATCHKEY = resolve(import.meta.dirname, '../packages/cli/bin/latchkey.mjs')

/** Keys as terminals send them. */
export const KEYS = { enter: '\r', up: '\u001b[A', down: '\u001b[B', interrupt: '\u0003' } as const

/** A command that runs at a terminal. */
export interface AtTerminal extends AsyncDisposable {
  /** Resolves when such a text was drawn after the last key; fails if it ends before that. */
  until(text: string): Promise<void>
  press(...keys: readonly string[]): void
  readonly ended: Promise<number>
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** Starts a command at a terminal. */
export function atTerminal(words: readonly string[]): AtTerminal {
  const command = [process.execPath, LATCHKEY, ...words].map(quoted).join(' ')
  // A terminal that nobody looks at has no size, and lines are broken after every letter.
  const sized = `stty cols 160 rows 40; exec ${command}`
  const child = spawn('script', ['-qefc', sized, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', TERM: 'xterm', SHELL: '/bin/sh' },
  })
  let drawn = ''
  let look = (): void => undefined
  child.stdout.on('data', (piece) => {
    drawn += String(piece)
    look()
  })
  const ended = new Promise<number>((done, fail) => {
    child.on('exit', (code) => done(code ?? 1))
    child.on('error', fail)
  })
  return {
    until: (text) =>
      new Promise((done, fail) => {
        look = () => {
          if (drawn.includes(text)) done()
        }
        look()
        void ended.then((code) =>
          fail(new Error(`it ended with ${code} before "${text}": ${drawn}`)),
        )
      }),
    press: (...keys) => {
      drawn = ''
      child.stdin.write(keys.join(''))
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end()
      child.kill('SIGTERM')
      await ended
    },
  }
}
