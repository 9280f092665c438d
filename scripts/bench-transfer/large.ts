// Snapshot, matching and planning of two homes that are ten times the villa, in a process of their own:
// prints how much memory each stage needed at its peak, as a line of JSON.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { makePlan, matchHomes, openHub, type Snapshot, takeSnapshot } from '@latchkey/transfer'

// What `hubs.ts` says of its hubs, as JSON.
const [oldHub, newHub] = [process.argv[2] ?? '', process.argv[3] ?? '']
const TAKING = {
  tool: 'bench',
  now: () => new Date(),
  random: (bytes: number) => randomBytes(bytes),
}

/** The most that this process has ever held, in megabytes. */
function peak(): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

const stages: object[] = []

async function stage<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const begun = performance.now()
  const result = await work()
  const ms = Math.round(performance.now() - begun)
  stages.push({ name, ms, peak: peak() })
  return result
}

async function snapshotOf(hub: string, generation: 'pro-2019' | 'pro-2023'): Promise<Snapshot> {
  const { address, key } = JSON.parse(hub)
  const pace = { parallel: 8, gap: 0, waiting: 256 }
  await using opened = await openHub({ address, key, generation, pace })
  return await takeSnapshot(opened, TAKING)
}

await stage('start', () => undefined)
const source = await stage('snapshot of the source', () => snapshotOf(oldHub, 'pro-2019'))
const target = await stage('snapshot of the target', () => snapshotOf(newHub, 'pro-2023'))
const mapping = await stage('matching', () => matchHomes(source, target))
const plan = await stage('planning', () =>
  makePlan(source, target, mapping, { madeAt: new Date().toISOString(), maxOverwrite: 99_999 }),
)
const sizes = `${source.objects.device.size} devices, ${plan.steps.length} steps`
console.log(JSON.stringify({ stages, sizes }))
