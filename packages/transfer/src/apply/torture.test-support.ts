// One life of a transfer that is killed: begun, killed, perhaps killed again, finished or rolled back; and
// what is wrong with the target in the end.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openJournal } from '../journal/journal-file.ts'
import { KIND_NAMES } from '../kinds/kind-name.ts'
import { rollBack } from '../rollback/roll-back.ts'
import { applyPlan } from './apply-plan.ts'
import { Crash, Crashing, type CrashPoint } from './crash.test-support.ts'
import type { TwoHomes } from './homes.test-support.ts'
import { isMaking } from './steps.ts'
import type { ApplyOptions } from './surroundings.ts'

/** What happens in a life. */
export interface Life {
  readonly concurrency: number
  /** Where applying is killed, one after the other. */
  readonly crashes: readonly CrashPoint[]
  /** Afterwards it is rolled back, being killed at these points; else it is finished. */
  readonly back?: readonly CrashPoint[]
}

/** How it ended. */
export interface Lived {
  /** Points that were reached: a run has only so many writes. */
  readonly reached: number
  readonly lost: number
  readonly doubled: number
  /** Everything else that is wrong. */
  readonly wrong: readonly string[]
}

const FAST: ApplyOptions = {
  lateAnswer: 0,
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
}

let lives = 0

/** Lives one life on a target as it was in the beginning. */
export async function live(homes: TwoHomes, { concurrency, crashes, back }: Life): Promise<Lived> {
  homes.reset()
  const path = join(homes.folder, `life-${++lives}.ndjson`)
  let reached = 0
  for (const point of crashes) if (await killed(homes, path, point, concurrency, 'apply')) reached++
  for (const point of back ?? [])
    if (await killed(homes, path, point, concurrency, 'back')) reached++
  const { exit, reason } = await finish(
    homes,
    path,
    concurrency,
    back === undefined ? 'apply' : 'back',
  )
  const wrong = exit === 'done' ? [] : [`${exit}: ${reason}`]
  const judged = back === undefined ? await judge(homes) : await judgeBack(homes)
  await rm(path)
  return { reached, ...judged, wrong: [...wrong, ...judged.wrong] }
}

type What = 'apply' | 'back'

async function killed(
  homes: TwoHomes,
  path: string,
  point: CrashPoint,
  concurrency: number,
  what: What,
): Promise<boolean> {
  await using journal = await openJournal(path)
  const crashing = new Crashing(homes.hub, journal, path, point)
  try {
    await run(
      homes,
      { ...crashing, target: crashing.hub, journal: crashing.journal },
      concurrency,
      what,
    )
  } catch (error) {
    if (!(error instanceof Crash)) throw error
  }
  return crashing.dead
}

async function finish(homes: TwoHomes, path: string, concurrency: number, what: What) {
  await using journal = await openJournal(path)
  return await run(homes, { target: homes.hub, journal }, concurrency, what)
}

function run(
  { plan, snapshot }: TwoHomes,
  { target, journal }: Pick<Parameters<typeof applyPlan>[0], 'target' | 'journal'>,
  concurrency: number,
  what: What,
) {
  const options = { ...FAST, concurrency }
  return what === 'apply'
    ? applyPlan({ plan, target, journal, snapshot, options })
    : rollBack({ plan, target, journal, options })
}

// Verifying was part of the outcome; here it is counted what there is too little or too much of.
async function judge(homes: TwoHomes): Promise<Pick<Lived, 'lost' | 'doubled' | 'wrong'>> {
  const now = await homes.look()
  let [lost, doubled] = [0, 0]
  for (const kind of KIND_NAMES) {
    const made = homes.plan.steps.filter((step) => isMaking(step) && step.kind === kind).length
    const difference = now.objects[kind].size - homes.baseline.objects[kind].size - made
    if (kind === 'app-setting' || kind === 'notification-owner') continue
    if (difference < 0) lost -= difference
    else doubled += difference
  }
  const marked = KIND_NAMES.flatMap((kind) =>
    [...now.objects[kind].values()].filter(({ name }) => name?.includes('⟦')),
  )
  return { lost, doubled, wrong: marked.map(({ name }) => `a nonce was left: ${name}`) }
}

async function judgeBack(homes: TwoHomes): Promise<Pick<Lived, 'lost' | 'doubled' | 'wrong'>> {
  const now = await homes.look()
  const same = now.manifest.root === homes.baseline.manifest.root
  if (same) return { lost: 0, doubled: 0, wrong: [] }
  const more = KIND_NAMES.flatMap((kind) =>
    [...now.objects[kind].values()].flatMap(({ id, name, sha256 }) =>
      homes.baseline.objects[kind].get(id)?.sha256 === sha256 ? [] : [`${kind} ${name}`],
    ),
  )
  return { lost: 0, doubled: 0, wrong: [`not as before: ${more.slice(0, 4).join(', ')}`] }
}
