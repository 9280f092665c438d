// What every stage of a transfer gets: the terminal, the options, who says stop, and the words for people
// on standard error.
import type { ExitName } from '@latchkey/transfer'
import { oneLine, type Terminal } from '../../terminal.ts'
import type { DataOptions } from '../owner-command.ts'

/** Options of stages; each command has some of them. */
export interface StageOptions extends DataOptions {
  readonly from?: string
  readonly to?: string
  /** A folder for the stage files, instead of the one in the data directory. */
  readonly files?: string
  readonly mapping?: string
  readonly plan?: string
  readonly out?: string
  readonly yes?: boolean
  readonly only?: readonly string[]
  readonly conflict?: readonly string[]
  readonly waiting?: 'hold' | 'skip'
  readonly maxOverwrite?: number
  readonly concurrency?: number
  /** Seconds. */
  readonly lateAnswer?: number
  /** False for `--no-activate`. */
  readonly activate?: boolean
  readonly disableSource?: boolean
  readonly stranger?: readonly string[]
  readonly force?: boolean
  readonly last?: boolean
  readonly format?: string
  readonly device?: readonly string[]
  readonly wait?: number
  readonly encrypt?: string
  readonly passphraseEnv?: string
  readonly unsealEnv?: string
  /** False for `--without-secrets`. */
  readonly withoutSecrets?: boolean
}

/** A stage while it runs. */
export interface Stage {
  readonly terminal: Terminal
  readonly options: StageOptions
  readonly stop: AbortSignal
}

/** What a stage comes to, for the exit code. */
export type Ended = ExitName

/** Tells a person something that is not the result. */
export function say({ terminal }: Pick<Stage, 'terminal'>, text: string): void {
  terminal.stderr.write(`${text.split('\n').map(oneLine).join('\n')}\n`)
}

/** Whether somebody can be asked. */
export function isInteractive({ terminal, options }: Stage): boolean {
  return terminal.stdin.isTTY && terminal.stderr.isTTY && !options.json && !options.yes
}
