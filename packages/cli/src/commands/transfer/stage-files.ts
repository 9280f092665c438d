// The files of a transfer: one folder for each pair of homes, in it the mapping, and for each run its plan,
// its journal and the target as it was before. The last run lies in the folder itself, earlier ones below.
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type JournalState,
  openJournal,
  readJournal,
  readPlan,
  type TransferPlan,
} from '@latchkey/transfer'

/** The files of one run. */
export interface RunFiles {
  readonly folder: string
  readonly plan: string
  readonly journal: string
  /** The target before the run. */
  readonly target: string
  /** What applying came to at last. */
  readonly outcome: string
  readonly report: string
}

/** A run that was begun. */
export interface Run {
  readonly files: RunFiles
  readonly plan: TransferPlan
  readonly state: JournalState
}

const NAMES = {
  plan: 'plan.json',
  journal: 'journal.ndjson',
  target: 'target.latchkey',
  outcome: 'outcome.json',
  report: 'report.json',
} as const

const EARLIER = 'earlier'

/** The folder of one transfer. */
export class StageFiles {
  readonly folder: string
  readonly current: RunFiles

  constructor(folder: string) {
    this.folder = folder
    this.current = runIn(folder)
  }

  /** The folder of two homes in a data directory. Ids may come from files, so they name no other place. */
  static folderOf(data: string, source: string, target: string): string {
    const safe = (id: string): string => id.replace(/[^\w-]/g, '_').slice(0, 80)
    return join(data, 'transfers', `${safe(source)}-${safe(target)}`)
  }

  get source(): string {
    return join(this.folder, 'source.latchkey')
  }

  get mapping(): string {
    return join(this.folder, 'mapping.yaml')
  }

  async make(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
  }

  /** The last run, if one was begun. @throws SyntaxError, JournalError */
  last(): Promise<Run | undefined> {
    return runOf(this.current)
  }

  /** All runs that were begun, oldest first. @throws SyntaxError, JournalError */
  async runs(): Promise<readonly Run[]> {
    const below = join(this.folder, EARLIER)
    const names = existsSync(below) ? await readdir(below) : []
    const numbers = names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b))
    const folders = [...numbers.map((name) => runIn(join(below, name))), this.current]
    const runs = await Promise.all(folders.map(runOf))
    return runs.filter((run) => run !== undefined)
  }

  /** Makes room for a new run: the last one goes below the folder, if it was begun. @throws JournalError */
  async setAside(): Promise<void> {
    const { journal } = this.current
    if (!existsSync(journal)) return
    // Nobody else may be writing it.
    await using _held = await openJournal(journal)
    const below = join(this.folder, EARLIER)
    await mkdir(below, { recursive: true, mode: 0o700 })
    const numbers = (await readdir(below)).map(Number).filter(Number.isInteger)
    const aside = runIn(join(below, String(Math.max(0, ...numbers) + 1)))
    await mkdir(aside.folder, { mode: 0o700 })
    // The journal goes last: until it has, the run is still the last one.
    for (const name of ['target', 'outcome', 'report', 'plan', 'journal'] as const) {
      const own = join(this.folder, NAMES[name])
      if (existsSync(own)) await rename(own, aside[name])
    }
  }
}

const runIn = (folder: string): RunFiles => ({
  folder,
  plan: join(folder, NAMES.plan),
  journal: join(folder, NAMES.journal),
  target: join(folder, NAMES.target),
  outcome: join(folder, NAMES.outcome),
  report: join(folder, NAMES.report),
})

async function runOf(files: RunFiles): Promise<Run | undefined> {
  const state = await readJournal(files.journal)
  if (!state?.begin) return undefined
  return { files, state, plan: readPlan(await readFile(files.plan, 'utf8')) }
}

/** Writes a text for its owner's eyes only: the whole of it is there, or what was there before. */
export async function writePrivate(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.new`
  {
    await using file = await open(beside, 'w', 0o600)
    await file.writeFile(text)
    await file.sync()
  }
  await rename(beside, path)
}
