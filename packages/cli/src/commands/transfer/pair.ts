// `latchkey transfer pair`: pairs with the new Homey what needs nobody, and guides somebody through the
// rest. Whatever was paired is bound with certainty.
import { setTimeout as wait } from 'node:timers/promises'
import { confirm, isCancel } from '@clack/prompts'
import {
  type Binding,
  guidedPairing,
  matchHomes,
  type PairingStep,
  pairByScript,
  type Snapshot,
  type SnapshotObject,
  type TransferHub,
  type TransferMapping,
  writeMapping,
} from '@latchkey/transfer'
import { print } from '../../terminal.ts'
import { between } from './between.ts'
import { keep, readHome } from './homes.ts'
import { decisionsFor, mappingPath } from './matching.ts'
import { usage } from './problem.ts'
import { type Ended, isInteractive, type Stage, say } from './stage.ts'
import { writePrivate } from './stage-files.ts'

interface Pairing {
  readonly hub: TransferHub
  readonly stage: Stage
  readonly source: Snapshot
  readonly mapping: TransferMapping
}

interface NotPaired {
  readonly id: string
  readonly name: string | null
  readonly why: string
}

/** Runs it. */
export function pair(stage: Stage): Promise<Ended> {
  return between(stage, async ({ from, to, files }) => {
    const hub = await to.hub()
    const source = await readHome(from, stage)
    const target = await readHome(to, stage)
    await keep(files.source, source, stage)
    const decisions = await decisionsFor(stage, files, source, target)
    let mapping = matchHomes(source, target, decisions)
    const paired: Binding[] = []
    const left: NotPaired[] = []
    for (const device of wanted(source, mapping, stage)) {
      if (stage.stop.aborted) break
      const done = await pairOne(device, { hub, stage, source, mapping })
      if ('why' in done) {
        left.push({ id: device.id, name: device.name, why: done.why })
        continue
      }
      paired.push(done)
      mapping = { ...mapping, bindings: [...mapping.bindings, done] }
      // Kept at once: whoever stops here has not paired for nothing.
      await writePrivate(mappingPath(stage, files), writeMapping(mapping))
    }
    print(stage.terminal, stage.options.json, { paired, left }, () =>
      [
        `${paired.length} devices were paired, ${left.length} were not.`,
        ...left.map(({ name, id, why }) => `  ${name ?? id}: ${why}`),
      ].join('\n'),
    )
    return left.length === 0 ? 'done' : 'decisions-needed'
  })
}

// Devices that the target lacks, as asked for; groups are made and not paired.
function wanted(
  source: Snapshot,
  mapping: TransferMapping,
  { options }: Stage,
): readonly SnapshotObject[] {
  const bound = new Set(mapping.bindings.map((one) => one.source))
  const missing = [...source.objects.device.values()].filter(({ id }) => !bound.has(id))
  if (options.device === undefined) return missing
  return options.device.map((word) => {
    const found = missing.find(({ id, name }) => id === word || name === word)
    if (found) return found
    throw usage(`No device "${word}" of the old Homey is missing on the new one.`)
  })
}

async function pairOne(
  device: SnapshotObject,
  pairing: Pairing,
): Promise<Binding | { readonly why: string }> {
  const { hub, stage, mapping } = pairing
  const old = device.content['zone']
  const bound = mapping.bindings.find(({ kind, source }) => kind === 'zone' && source === old)
  const options = { wait: (ms: number) => wait(ms), zone: bound?.target ?? null }
  const scripted = await pairByScript(hub, device, options)
  if (scripted.done) return scripted.binding
  if (!(await isGuided(device, stage))) return { why: scripted.why }
  const binding = await guidedPairing(hub, device, (step) => tell(step, stage), {
    ...options,
    looks: stage.options.wait ?? 60,
  })
  return binding ?? { why: 'It did not appear.' }
}

// Without a terminal somebody has said which devices they stand beside.
async function isGuided({ name }: SnapshotObject, stage: Stage): Promise<boolean> {
  if (!isInteractive(stage)) return stage.options.device !== undefined
  const answer = await confirm({ message: `Pair "${name}" now?`, initialValue: true })
  return !isCancel(answer) && answer
}

async function tell(step: PairingStep, stage: Stage): Promise<'take' | 'wait' | undefined> {
  if (step.step === 'waiting') {
    const how = step.session
      ? 'Put it into pairing mode now.'
      : `${step.why ?? ''} Begin in the app.`
    say(stage, `Waiting for "${step.device}". ${how}`)
  }
  if (step.step === 'gave-up') say(stage, 'Nothing appeared.')
  if (step.step === 'found') {
    const { readiness } = step
    say(
      stage,
      readiness.is === 'ready' ? 'It is there.' : `It is there and not usable: ${readiness.is}.`,
    )
  }
  if (step.step !== 'another-model') return undefined
  say(stage, `Something else appeared: ${step.found} instead of ${step.wanted}.`)
  if (!isInteractive(stage)) return 'wait'
  const answer = await confirm({ message: 'Is this the one?', initialValue: false })
  return !isCancel(answer) && answer ? 'take' : 'wait'
}
