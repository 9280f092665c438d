// Running `latchkey` as a person at a terminal does, and waiting for what runs until it is ready.
import { execFile, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

const LATCHKEY = resolve(import.meta.dirname, '../packages/cli/bin/latchkey.mjs')

/** What a command came to. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command to its end. `input` is its standard input, which ends after it. */
export function latchkey(
  words: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = {},
  timeout = 60_000,
): Promise<Ran> {
  return new Promise((done) => {
    const options = { env: { ...process.env, NO_COLOR: '1', ...env }, timeout }
    const child = execFile(process.execPath, [LATCHKEY, ...words], options, (error, out, err) => {
      done({ code: error ? Number(error.code ?? 1) : 0, out, err })
    })
    child.stdin?.end(input)
  })
}

/** A command that goes on running. Disposing tells it to stop and waits until it has. */
export interface Running<T> extends AsyncDisposable {
  /** The line that it printed when it was ready. */
  readonly ready: T
  /** All that it has said on standard error. */
  log(): string
  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
  lines(): readonly string[]
  /** Resolves when it has printed such a line; fails if it ends before that. */
  until(holds: (line: string) => boolean): Promise<void>
}

/** Starts a command with `--json` and waits for its one line. */
export async function running<T>(
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Running<T>> {
  const child = spawn(process.execPath, [LATCHKEY, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise<number | NodeJS.Signals>((done) => {
    child.on('exit', (code, signal) => done(signal ?? code ?? 1))
  })
  let err = ''
  child.stderr.on('data', (piece) => {
    err += String(piece)
  })
  const lines: string[] = []
  const reader = createInterface(child.stdout)
  const first = new Promise<string>((done, fail) => {
    reader.on('line', (line) => {
      lines.push(line)
      done(line)
    })
    void ended.then((code) => fail(new Error(`it ended with ${code} before it was ready: ${err}`)))
  })
  const until = (holds: (line: string) => boolean) =>
    new Promise<void>((done, fail) => {
      const look = () => {
        if (lines.some(holds)) done()
      }
      reader.on('line', look)
      look()
      void ended.then((code) => fail(new Error(`it ended with ${code} before that line: ${err}`)))
    })
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    ready: JSON.parse(await first) as T,
    log: () => err,
    kill,
    lines: () => lines,
    until,
    [Symbol.asyncDispose]: async () => {
      await kill('SIGTERM')
    },
  }
}
