// One writer for one journal: a lock file beside it says which process has it. A process that is gone
// leaves its lock behind, which the next one on the same machine takes over.
import { link, open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { JournalError } from './journal-error.ts'

interface Holder {
  readonly pid: number
  readonly host: string
}

/** Takes the lock and gives back how it is left. @throws JournalError `locked` */
export async function lockJournal(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`
  const mine = JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder)
  for (let tries = 0; tries < 3; tries++) {
    if (await created(lock, mine)) return () => rm(lock, { force: true })
    const holder = await holderOf(lock)
    if (holder && !isGone(holder)) {
      throw new JournalError(
        'locked',
        `Process ${holder.pid} on ${holder.host} is writing this journal. Wait until it is done; if ` +
          `it is certainly gone, remove ${lock}.`,
      )
    }
    await rm(lock, { force: true })
  }
  throw new JournalError(
    'locked',
    `${lock} cannot be taken. Remove it if nobody writes the journal.`,
  )
}

// The file appears whole or not at all, so nobody reads half a holder.
async function created(lock: string, text: string): Promise<boolean> {
  const own = `${lock}.${process.pid}`
  const file = await open(own, 'w', 0o600)
  try {
    await file.writeFile(text)
  } finally {
    await file.close()
  }
  try {
    await link(own, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}

async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const { pid, host } = JSON.parse(await readFile(lock, 'utf8'))
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined
  } catch {
    return undefined
  }
}

function isGone({ pid, host }: Holder): boolean {
  if (host !== hostname()) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
