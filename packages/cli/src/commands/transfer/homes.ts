// Reading the homes of a transfer: a snapshot of a hub as it is now, or the one in the file that was named.
import { randomBytes } from 'node:crypto'
import {
  KIND_NAMES,
  type Snapshot,
  takeSnapshot,
  type WriteOptions,
  writeSnapshot,
} from '@latchkey/transfer'
import { placeOf } from '../../place.ts'
import type { End } from './ends.ts'
import { ending, usage } from './problem.ts'
import { ProgressLine } from './progress-line.ts'
import { secretsKey } from './secrets-key.ts'
import { type Stage, say } from './stage.ts'

/** What the head of a snapshot says of the tool. */
export const TOOL = 'latchkey 0.1.0'

/** The home, as it is now or as it was in its file. @throws HubError; CommandError when it is stopped */
export async function readHome(end: End, stage: Stage): Promise<Snapshot> {
  if (end.file) return end.file
  const hub = await end.hub()
  using line = new ProgressLine(stage.terminal)
  const read = new Map<string, number>()
  const snapshot = await orStopped(
    stage,
    takeSnapshot(hub, {
      ...{ tool: TOOL, now: () => new Date(), random: (bytes) => randomBytes(bytes) },
      onKind: (kind, objects, pass) => {
        read.set(`${pass} ${kind}`, objects)
        const done = read.size - (pass - 1) * KIND_NAMES.length
        line.show(`reading ${end.name}, pass ${pass}: ${done} of ${KIND_NAMES.length} kinds`)
      },
    }),
  )
  line[Symbol.dispose]()
  const { stable, unread } = snapshot.manifest
  if (!stable)
    say(
      stage,
      `${end.name} changed each time that it was read; the snapshot is of no single moment.`,
    )
  for (const { why, reason, kind } of unread) {
    if (why !== 'absent') say(stage, `${end.name}: ${kind} was not read. ${reason}`)
  }
  return snapshot
}

/** The work, unless somebody says stop before it is done. */
async function orStopped<T>({ stop }: Stage, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onStop = () => reject(ending('stopped', 'stopped', 'It was stopped; nothing was written.'))
  if (stop.aborted) onStop()
  stop.addEventListener('abort', onStop, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    stop.removeEventListener('abort', onStop)
  }
}

/** For whom the secrets of a snapshot are sealed: whom the options name, else this installation. */
export async function sealingFor({ options, terminal }: Stage): Promise<WriteOptions['sealing']> {
  const { encrypt, passphraseEnv, withoutSecrets } = options
  if ([encrypt, passphraseEnv, withoutSecrets].filter((one) => one !== undefined).length > 1) {
    throw usage('Use one of --encrypt, --passphrase-env and --without-secrets.')
  }
  if (withoutSecrets) return undefined
  if (encrypt !== undefined) return { recipient: encrypt }
  if (passphraseEnv !== undefined) {
    const passphrase = terminal.environment[passphraseEnv]
    if (!passphrase) throw usage(`The variable ${passphraseEnv} is empty or not set.`)
    return { passphrase }
  }
  return { recipient: (await secretsKey(placeOf(options, terminal.environment).data)).recipient }
}

/** Keeps a snapshot as a stage file, its secrets sealed for this installation if they are known. */
export async function keep(path: string, snapshot: Snapshot, stage: Stage): Promise<void> {
  const { terminal, options } = stage
  const { data } = placeOf(options, terminal.environment)
  const known = snapshot.secrets !== undefined && snapshot.secrets.size > 0
  const sealing = known ? { recipient: (await secretsKey(data)).recipient } : undefined
  await writeSnapshot(path, snapshot, { sealing })
}
