// `latchkey transfer report`: what the last run came to, for people or for programs.
import { reportHtml, reportMarkdown, reportOf, type TransferReport } from '@latchkey/transfer'
import { outcomeOf } from './applying.ts'
import { between, commandFor } from './between.ts'
import { usage } from './problem.ts'
import type { Ended, Stage } from './stage.ts'
import { writePrivate } from './stage-files.ts'

const FORMS: Readonly<Record<string, (report: TransferReport) => string>> = {
  md: reportMarkdown,
  html: reportHtml,
  json: (report) => `${JSON.stringify(report)}\n`,
}

/** The forms of a report. */
export const REPORT_FORMS = Object.keys(FORMS)

/** Runs it. */
export function report(stage: Stage): Promise<Ended> {
  return between(stage, async ({ files }): Promise<Ended> => {
    const { options, terminal } = stage
    const last = await files.last()
    if (!last) throw usage(`No run of this transfer is in ${files.folder}. Run it first.`)
    const { plan, state } = last
    const outcome = (await outcomeOf(last)) ?? NOT_ENDED
    const made = reportOf({ plan, state, outcome, undo: commandFor('rollback', stage) })
    const form = FORMS[options.json ? 'json' : (options.format ?? 'md')] ?? reportMarkdown
    if (options.out === undefined) terminal.stdout.write(form(made))
    else await writePrivate(options.out, form(made))
    return 'done'
  })
}

const NOT_ENDED = {
  ...({ exit: 'stopped', reason: 'The run was cut off, and can be gone on with.' } as const),
  ...{ findings: [], held: [], strangers: [], swept: [], notes: [] },
}
