// Applies a plan between two hubs once, and says how long it took and with how many requests.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Generation } from '@latchkey/catalogue'
import { HubError } from '@latchkey/homey'
import {
  applyPlan,
  makePlan,
  matchHomes,
  openHub,
  openJournal,
  type Snapshot,
  type TransferHub,
  takeSnapshot,
} from '@latchkey/transfer'
import { TAKING } from '../../packages/transfer/src/homes.test-support.ts'
import { script, started } from '../bench/processes.ts'

/** Where a hub is. */
export interface Where {
  readonly address: string
  readonly key: string
  readonly generation: Generation
}

/** What the process with the hubs says of itself. */
export interface Hubs {
  readonly source: Where
  readonly target: Where
  /** Where it tells how many requests it had, and how many writes it refused for coming too quickly. */
  readonly refusals: string
}

/** What was measured. */
export interface Applied {
  readonly ms: number
  readonly writes: number
  readonly refused: number
  /** All requests to the target meanwhile, reads for verifying included. */
  readonly requests: number
  readonly patches: number
  readonly planning: number
}

/** How it is done. */
export interface Way {
  readonly concurrency?: number
  /** Apps of the store are on the target already: how long they take to start is not the tool's doing. */
  readonly hasApps?: boolean
}

/** Starts two hubs, transfers up to the barrier, and measures that. */
export async function applyOnce(
  words: readonly string[],
  { concurrency, hasApps = false }: Way = {},
): Promise<Applied> {
  await using hubs = await started<Hubs>(hubsScript(words))
  const { source: from, target: to } = hubs.said
  const pace = { parallel: 8, gap: 0, waiting: 256 }
  await using oldHub = await openHub({ ...from, pace })
  await using hub = await openHub(to)
  const source = await takeSnapshot(oldHub, TAKING)
  if (hasApps) await installApps(source, hub)
  const baseline = await takeSnapshot(hub, TAKING)
  const before = performance.now()
  const mapping = matchHomes(source, baseline)
  const plan = makePlan(source, baseline, mapping, {
    ...{ madeAt: new Date().toISOString(), maxOverwrite: 9999 },
  })
  const planning = performance.now() - before
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  try {
    await using journal = await openJournal(join(folder, 'journal.ndjson'))
    const options = { activate: false, appPatience: 10_000, ...(concurrency && { concurrency }) }
    const first = await countsAt(hubs.said.refusals)
    const begun = performance.now()
    await applyPlan({ plan, target: hub, snapshot: source, journal, options })
    const ms = performance.now() - begun
    const writes = journal.lines.filter(({ e }) => e === 'intent').length
    const patches = plan.steps.filter(({ verb }) => verb === 'patch').length
    const last = await countsAt(hubs.said.refusals)
    const requests = last.requests - first.requests
    return { ms, writes, refused: last.refused, requests, patches, planning }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// What the store has not got is on the list of what a person does.
async function installApps({ objects }: Snapshot, hub: TransferHub): Promise<void> {
  const present = (await takeSnapshot(hub, { ...TAKING, cards: false })).objects.app
  for (const id of [...objects.app.keys()].filter((one) => !present.has(one))) {
    const installing = hub.call('apps.installFromAppStore', { id, waitForInstall: true })
    await installing.catch((error) => {
      if (!(error instanceof HubError)) throw error
    })
  }
}

async function countsAt(url: string): Promise<{ refused: number; requests: number }> {
  const answer = await fetch(url)
  const said: { refused: number; requests: number } = JSON.parse(await answer.text())
  return said
}

/** The command line of the process with the hubs. */
export const hubsScript = (words: readonly string[]): string[] =>
  script('../bench-transfer/hubs.ts', ...words)
