// Two homes for tests of the Transfer Tool's commands: virtual hubs, a data directory, and the snapshot of
// the villa, which takes a while on a Pro 2019 and is therefore taken once.
import { join } from 'node:path'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import type { Ran } from './terminal.ts'
import { typed } from './typed.ts'
import { temporaryDirectory } from './world.ts'

/** What `run --json` and the like print. */
export interface RunResult {
  readonly moved: number
  readonly merged: number
  readonly held: number
  readonly skipped: number
  readonly byHand: number
  readonly undecided: number
  readonly failed: number
  readonly exit: string
  readonly exitCode: number
  readonly verified: boolean | null
  readonly kinds: readonly (Readonly<Record<string, number>> & { readonly kind: string })[]
  readonly objects: {
    readonly waiting: readonly { readonly object: string; readonly what: string }[]
  }
  readonly files: { readonly folder: string; readonly plan: string; readonly journal: string }
}

/** A Pro 2019 wants its requests apart, and the machine may be busy. */
const PATIENCE = 240_000

/** Runs `latchkey transfer …` on a data directory. */
export type Transfer = (...words: readonly string[]) => Promise<Ran>

/** A data directory, and the tool on it. */
export function transferTool(): Disposable & { readonly data: string; readonly run: Transfer } {
  const directory = temporaryDirectory()
  return {
    data: directory.path,
    run: (...words) => typed(['transfer', ...words, '--data', directory.path], '', {}, PATIENCE),
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  }
}

/** The word for a hub by its address. A Pro 2019 is opened by a session, as its own apps are. */
export const at = (homey: VirtualHomey): string => `${homey.address}#${homey.key ?? homey.signIn()}`

/** A snapshot of the villa in the data directory, in V3's form from the start, since pace is not the point. */
export async function villaFile(data: string, run: Transfer): Promise<string> {
  await using villa = await startVirtualHomey({ home: 'villa', seed: 1 })
  const file = join(data, 'villa.latchkey')
  const ran = await run('snapshot', at(villa), '--out', file)
  if (ran.code !== 0) throw new Error(ran.err)
  return file
}
