// `latchkey transfer verify`: reads the target and says what is not as the runs of this transfer left it.
import { EXIT_WORDS, type Finding, verifyTransfer } from '@latchkey/transfer'
import { print } from '../../terminal.ts'
import { type Between, between } from './between.ts'
import { readUnsealed } from './ends.ts'
import { usage } from './problem.ts'
import type { Ended, Stage } from './stage.ts'
import type { Run } from './stage-files.ts'

/** Runs it. */
export function verify(stage: Stage): Promise<Ended> {
  return between(stage, async (both) => {
    const findings = await findingsOf(both, stage)
    const exit = findings.length === 0 ? 'done' : 'verify-failed'
    print(stage.terminal, stage.options.json, { exit, findings }, () =>
      findings.length === 0
        ? 'Everything is as it was left.'
        : [
            ...findings.map(({ object, name, what }) => `${name ?? object ?? ''}: ${what}`),
            EXIT_WORDS[exit],
          ].join('\n'),
    )
    return exit
  })
}

/** What is not as it should be, over all runs that were not rolled back. @throws CommandError if none was */
export async function findingsOf(
  { files, to }: Between,
  stage: Stage,
): Promise<readonly Finding[]> {
  const runs = (await files.runs()).filter(({ state }) => state.ended !== 'rolled-back')
  if (runs.length === 0) throw usage(`No run of this transfer is in ${files.folder}. Run it first.`)
  const target = await to.hub()
  const snapshot = await readUnsealed(files.source, stage)
  const findings: Finding[] = []
  for (const [at, { plan, state }] of runs.entries()) {
    const found = await verifyTransfer({ plan, state, target, snapshot })
    const later = touchedBy(runs.slice(at + 1))
    findings.push(...found.filter(({ object }) => object === null || !later.has(object)))
  }
  return findings
}

// What a later run wrote is its business.
function touchedBy(runs: readonly Run[]): ReadonlySet<string> {
  return new Set(
    runs.flatMap(({ plan }) => plan.steps.map(({ kind, source }) => `${kind}:${source}`)),
  )
}
