// `latchkey transfer diff`: what differs between two looks at a home.
import { diffInWords, diffSnapshots } from '@latchkey/transfer'
import { oneLine, print } from '../../terminal.ts'
import { Ends } from './ends.ts'
import { readHome } from './homes.ts'
import type { Ended, Stage } from './stage.ts'

/** Runs it; it ends with `changes` if anything differs. */
export async function diff(stage: Stage, before: string, after: string): Promise<Ended> {
  await using ends = new Ends(stage)
  const one = await readHome(await ends.open(before, 'the first', 'source'), stage)
  const other = await readHome(await ends.open(after, 'the second', 'source'), stage)
  const found = diffSnapshots(one, other)
  print(stage.terminal, stage.options.json, found, () => diffInWords(found).map(oneLine).join('\n'))
  return Object.keys(found.kinds).length === 0 ? 'done' : 'changes'
}
