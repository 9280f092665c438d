// `latchkey` as it is typed, without a process for each command: for files with dozens of them, where the start of
// a process, a second of work, is not the point. What a process adds is tested with those of terminal.ts.
import { PassThrough, Writable } from 'node:stream'
import { runProgram } from '../packages/cli/src/program.ts'
import type { Ran } from './terminal.ts'

/** A stream that nobody sits at, and what was written to it. */
function paper() {
  const pieces: string[] = []
  const stream = new Writable({
    decodeStrings: true,
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(String(piece))
      done()
    },
  })
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => pieces.join('') }
}

/** Runs a command to its end, as `latchkey` of terminal.ts does. It is told to stop after `timeout` milliseconds. */
export async function typed(
  words: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = {},
  timeout = 60_000,
): Promise<Ran> {
  const [out, err] = [paper(), paper()]
  const terminal = {
    environment: { ...process.env, NO_COLOR: '1', ...env },
    stdin: new PassThrough().end(input) as unknown as NodeJS.ReadStream,
    ...{ stdout: out.stream, stderr: err.stream },
  }
  const code = await runProgram(words, terminal, AbortSignal.timeout(timeout))
  return { code, out: out.text(), err: err.text() }
}
