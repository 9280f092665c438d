// Processes of a measurement: started, held on a core, looked at from outside, and ended.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Load, Outcome } from './generator.ts'

/** A process that has said what it is ready with. */
export interface Started<T> extends AsyncDisposable {
  readonly pid: number
  readonly said: T
  /** Milliseconds from its start to its first line. */
  readonly took: number
}

/** Whether a program is there. */
export const isThere = (program: string): boolean =>
  spawnSync('which', [program], { stdio: 'ignore' }).status === 0

/** Whether processes can be held on a core. */
export const canPin = process.platform === 'linux' && isThere('taskset')

/** Holds a process with all its threads on a core. */
export function pin(pid: number, core: number): void {
  if (canPin) spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)])
}

/** Lets a process run on all cores again. */
export function unpin(pid: number): void {
  if (canPin) spawnSync('taskset', ['-a', '-c', '-p', `0-${cpus().length - 1}`, String(pid)])
}

/** The words that run a script of this folder. */
export const script = (name: string, ...words: string[]): string[] => [
  '--conditions=latchkey-source',
  join(import.meta.dirname, name),
  ...words,
]

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((done) => child.once('exit', () => done()))

/** Starts Node with these words, and waits for its first line, which is JSON. */
export async function started<T>(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Started<T>> {
  const begun = performance.now()
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  const end = ended(child)
  let wrong = ''
  child.stderr.on('data', (piece) => {
    wrong = (wrong + String(piece)).slice(-2000)
  })
  const line = await new Promise<string>((done, fail) => {
    createInterface(child.stdout).once('line', done)
    void end.then(() => fail(new Error(`It ended before it was ready: ${wrong}`)))
  })
  const took = performance.now() - begun
  return {
    ...{ pid: child.pid ?? 0, said: JSON.parse(line) as T, took },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await end
    },
  }
}

/**
 * Puts load on a port, from a process of its own; on `core`, or on any.
 * @throws Error if anything was answered but 200
 */
export async function load(what: Load, core?: number): Promise<Outcome> {
  const words = script('generator.ts', JSON.stringify(what))
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (core !== undefined && child.pid !== undefined) pin(child.pid, core)
  let text = ''
  child.stdout.on('data', (piece) => {
    text += String(piece)
  })
  await new Promise<void>((done) => child.once('close', () => done()))
  const outcome = JSON.parse(text) as Outcome
  if (Object.keys(outcome.others).length > 0) {
    throw new Error(`Not all was answered 200: ${JSON.stringify(outcome)}`)
  }
  return outcome
}

const TICKS =
  process.platform === 'linux'
    ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
    : Number.NaN

/** Processor time that a process took until now, its threads included, in microseconds. */
export function processorTime(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1_000_000
}

/** Memory that a process has at present, in MB. */
export function residentMemory(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}
