// `latchkey transfer snapshot`: a whole home in one file, or in a folder for a version control system.
import { resolve } from 'node:path'
import { writeSnapshot } from '@latchkey/transfer'
import { print } from '../../terminal.ts'
import { Ends } from './ends.ts'
import { readHome, sealingFor } from './homes.ts'
import type { Ended, Stage } from './stage.ts'

/** Runs it. */
export async function snapshot(stage: Stage, home: string): Promise<Ended> {
  const { options } = stage
  const sealing = await sealingFor(stage)
  await using ends = new Ends(stage)
  const end = await ends.open(home, '<home>', 'source')
  const taken = await readHome(end, stage)
  const { manifest } = taken
  const out = resolve(options.out ?? fileName(end.name, manifest.takenAt))
  const as = options.format === 'folder' ? 'folder' : 'file'
  const known = taken.secrets !== undefined && taken.secrets.size > 0
  await writeSnapshot(out, taken, { as, ...(known && { sealing }) })
  const { hub, root, stable, counts, unread } = manifest
  const secrets = known ? (sealing ? 'sealed' : 'left-out') : manifest.secrets
  const result = { out, hub, root, stable, secrets, counts, unread }
  print(stage.terminal, options.json, result, () =>
    [
      `${Object.values(counts).reduce((sum, count) => sum + count, 0)} objects of ${hub.name} are in ${out}`,
      SECRETS[secrets],
      'Names, places and habits are in it in the clear: keep it as private as your home.',
    ].join('\n'),
  )
  return 'done'
}

const SECRETS = {
  sealed: 'Its secrets are sealed.',
  'left-out': 'Its secrets were left out.',
  none: 'There are no secrets in it.',
} as const

function fileName(name: string, takenAt: string): string {
  const plain = name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'home'
  return `${plain}-${takenAt.slice(0, 10)}.latchkey`
}
