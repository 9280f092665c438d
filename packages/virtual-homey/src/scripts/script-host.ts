// Runs scripts, each in a process of its own that may neither read nor write files, start processes or
// threads, nor see the environment; it has no network, little memory and little time. Whatever it wants
// it asks for here, and gets it as the owner of the hub would.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isRecord, type JsonRecord } from '../json.ts'
import type { Session } from '../state/items.ts'
import { scriptProcess } from './script-process.ts'
import { prepareWorld } from './script-world.ts'

/** What a script may use up. */
export interface ScriptLimits {
  readonly milliseconds: number
  readonly megabytes: number
}

/** A real hub stops scripts after 30 seconds; its memory limit is not public. */
export const SCRIPT_LIMITS: ScriptLimits = { milliseconds: 30_000, megabytes: 64 }

/** What is to be run. */
export interface ScriptRequest {
  readonly script: { readonly id: string; readonly name: string }
  readonly code: string
  readonly args: readonly unknown[]
  /** Values that scripts have kept for each other. */
  readonly kept: Readonly<JsonRecord>
  /** Answers what the script asks for; what it throws is thrown in the script. */
  readonly answer: (message: JsonRecord) => unknown
}

export interface ScriptResult {
  readonly success: boolean
  readonly returns: unknown
}

/** Calls an operation of the hub for a session, by the client's name of the manager. */
export type ScriptCalls = (
  session: Session,
  manager: string,
  operation: string,
  args: Readonly<JsonRecord>,
) => Promise<unknown>

/** What a hub runs scripts with. */
export interface Scripting {
  readonly host: ScriptHost
  readonly call: ScriptCalls
}

const AT_ONCE = 4
const MESSAGE_LIMIT = 10_000
/** What Node itself takes besides what a script may have. */
const OWN_MEGABYTES = 160

/** Runs scripts until it is closed, a few at a time. */
export class ScriptHost {
  readonly #limits: ScriptLimits
  readonly #running = new Set<ChildProcess>()
  readonly #waiting: (() => void)[] = []
  #free = AT_ONCE
  #closed = false

  constructor(limits: Partial<ScriptLimits> = {}) {
    this.#limits = { ...SCRIPT_LIMITS, ...limits }
  }

  async run(request: ScriptRequest): Promise<ScriptResult> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#free--
    try {
      return this.#closed ? failure('The Hub Is Closing') : await this.#execute(request)
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }

  /** Waits until no script runs or waits, and none follows at once. */
  async idle(): Promise<void> {
    while (this.#free < AT_ONCE) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  /** Ends every script. */
  close(): void {
    this.#closed = true
    for (const child of this.#running) child.kill('SIGKILL')
  }

  #execute(request: ScriptRequest): Promise<ScriptResult> {
    const { milliseconds, megabytes } = this.#limits
    const child = spawn(process.execPath, argumentsOf(megabytes), {
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#running.add(child)
    let stopped = `Out of memory (${megabytes} MB)`
    const stop = (why: string): void => {
      stopped = why
      child.kill('SIGKILL')
    }
    const timeout = setTimeout(() => stop(`Timeout after ${milliseconds}ms`), milliseconds)
    const watch = setInterval(() => {
      if (megabytesOf(child) > megabytes + OWN_MEGABYTES) stop(`Out of memory (${megabytes} MB)`)
    }, 50)
    return new Promise<ScriptResult>((resolve) => {
      const finish = (result: ScriptResult): void => {
        clearTimeout(timeout)
        clearInterval(watch)
        this.#running.delete(child)
        child.kill('SIGKILL')
        resolve(result)
      }
      child.once('error', (error) => finish(failure(error.message)))
      child.once('exit', () => finish(failure(stopped)))
      let messages = 0
      child.on('message', (text) => {
        messages++
        if (messages > MESSAGE_LIMIT) stop(`More than ${MESSAGE_LIMIT} messages`)
        else onMessage(child, request, String(text), finish)
      })
    })
  }
}

// Strict, as the file is that the function is from: its frames then show a script nothing of themselves.
function argumentsOf(megabytes: number): string[] {
  const program = `'use strict';(${scriptProcess.toString()})()`
  return [
    ...[
      '--permission',
      '--disallow-code-generation-from-strings',
      '--no-warnings',
      '--input-type=commonjs',
    ],
    ...[`--max-old-space-size=${megabytes}`, '-e', program],
  ]
}

function onMessage(
  child: ChildProcess,
  { script, code, args, kept, answer }: ScriptRequest,
  text: string,
  finish: (result: ScriptResult) => void,
): void {
  const message: unknown = JSON.parse(text)
  if (!isRecord(message)) return
  const { type, id } = message
  if (type === 'done') {
    finish({ success: message['success'] === true, returns: message['returns'] ?? null })
  } else if (type === 'ready') {
    const start = JSON.stringify({ args, kept, script })
    child.send({ code, start, world: prepareWorld.toString() })
  } else {
    const reply = (what: JsonRecord): void => {
      if (id !== undefined && child.connected) child.send(JSON.stringify({ id, ...what }))
    }
    // Within a promise, so that what is thrown at once is answered like what comes later.
    new Promise((resolve) => resolve(answer(message))).then(
      (value) => reply({ value }),
      (error) => reply({ error: error instanceof Error ? error.message : String(error) }),
    )
  }
}

function failure(message: string): ScriptResult {
  return { success: false, returns: { message, stack: `Error: ${message}` } }
}

// Memory outside the heap, such as that of buffers, has no limit of its own; the second number here is
// the pages in use. Elsewhere than on Linux nobody counts them.
function megabytesOf({ pid }: ChildProcess): number {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
    return (Number(pages) * 4096) / (1024 * 1024)
  } catch {
    return 0
  }
}
