// How far it is, on standard error: one line that changes where a terminal is, a line now and then where
// none is.
import type { Progress } from '@latchkey/transfer'
import { oneLine, type Terminal } from '../../terminal.ts'

/** Milliseconds between two lines. */
const EVERY = { terminal: 100, file: 2000 } as const
const WIDTH = 100

/** Writes progress. Close it before anything else is written. */
export class ProgressLine implements Disposable {
  readonly #terminal: Terminal
  readonly #now: () => number
  #last = Number.NEGATIVE_INFINITY
  #isOpen = false

  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal
    this.#now = now
  }

  /** Shows a text, unless another was shown a moment ago. */
  show(text: string): void {
    const { stderr } = this.#terminal
    const every = stderr.isTTY ? EVERY.terminal : EVERY.file
    if (this.#now() - this.#last < every) return
    this.#last = this.#now()
    const line = oneLine(text).slice(0, WIDTH)
    if (stderr.isTTY) stderr.write(`\r\u001b[2K${line}`)
    else stderr.write(`${line}\n`)
    this.#isOpen = stderr.isTTY
  }

  [Symbol.dispose](): void {
    if (this.#isOpen) this.#terminal.stderr.write('\r\u001b[2K')
    this.#isOpen = false
  }
}

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  build: 'building',
  cutover: 'cutting over',
  verify: 'verifying',
  undo: 'undoing',
}

/** `building 120 of 1027, 45/s, 20 s left: flow "Good morning"`. */
export function progressText({
  phase,
  done,
  failed,
  total,
  rate,
  left,
  current,
}: Progress): string {
  const [first] = current
  const parts = [
    `${PHASES[phase]} ${done} of ${total}`,
    ...(failed > 0 ? [`${failed} not done`] : []),
    ...(rate > 0 ? [`${rate.toFixed(rate < 10 ? 1 : 0)}/s`] : []),
    ...(left === null ? [] : [`${inTime(left)} left`]),
  ].join(', ')
  return first ? `${parts}: ${first.kind} ${JSON.stringify(first.name ?? '')}` : parts
}

function inTime(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
