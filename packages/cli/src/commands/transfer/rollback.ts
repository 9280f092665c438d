// `latchkey transfer rollback`: takes back what the runs of this transfer wrote, the last one first.
import { existsSync } from 'node:fs'
import { type ApplyOutcome, openJournal, rollBack } from '@latchkey/transfer'
import { print } from '../../terminal.ts'
import { applyOptions } from './applying.ts'
import { type Between, between } from './between.ts'
import { readUnsealed } from './ends.ts'
import { usage } from './problem.ts'
import { ProgressLine } from './progress-line.ts'
import type { Ended, Stage } from './stage.ts'
import type { Run } from './stage-files.ts'

/** Runs it. */
export function rollback(stage: Stage): Promise<Ended> {
  return between(stage, async (both) => {
    const all = await both.files.runs()
    if (all.length === 0) throw usage(`No run of this transfer is in ${both.files.folder}.`)
    const open = all.filter(({ state }) => state.ended !== 'rolled-back').reverse()
    const wanted = stage.options.last ? open.slice(0, 1) : open
    const notes: string[] = []
    let exit: Ended = 'done'
    let reason: string | null = null
    for (const run of wanted) {
      const outcome = await takenBack(run, both, stage)
      notes.push(...outcome.notes)
      exit = outcome.exit
      reason = outcome.reason
      if (exit !== 'done') break
    }
    print(
      stage.terminal,
      stage.options.json,
      { exit, reason, runs: wanted.length, kept: notes },
      () =>
        [
          exit === 'done'
            ? `${wanted.length} ${wanted.length === 1 ? 'run was' : 'runs were'} taken back.`
            : (reason ?? ''),
          ...notes,
        ].join('\n'),
    )
    return exit
  })
}

async function takenBack(run: Run, { from, to }: Between, stage: Stage): Promise<ApplyOutcome> {
  const { files, plan } = run
  const target = await to.hub()
  const before = existsSync(files.target) ? await readUnsealed(files.target, stage) : undefined
  // Where something was switched off at the source it is switched on again.
  const source =
    run.state.preImages.size > 0 && from.file === undefined ? await from.hub() : undefined
  await using journal = await openJournal(files.journal)
  using line = new ProgressLine(stage.terminal)
  line.show(`rolling back ${plan.steps.length} steps`)
  return await rollBack({
    ...{ plan, target, journal, source },
    options: {
      ...applyOptions(stage, line),
      ...(before?.secrets && { targetSecrets: before.secrets }),
      force: stage.options.force ?? false,
    },
  })
}
