// `latchkey transfer match`: which object of the new Homey stands for which of the old one, in a mapping
// file that can be edited.
import { print } from '../../terminal.ts'
import { between } from './between.ts'
import { keep, readHome } from './homes.ts'
import { mappingFor, mappingPath, openQuestions } from './matching.ts'
import { type Ended, type Stage, say } from './stage.ts'

/** Runs it. */
export function match(stage: Stage): Promise<Ended> {
  return between(stage, async ({ from, to, files }) => {
    const source = await readHome(from, stage)
    const target = await readHome(to, stage)
    await keep(files.source, source, stage)
    const mapping = await mappingFor(stage, files, source, target)
    const path = mappingPath(stage, files)
    const open = openQuestions(mapping)
    const missing = mapping.questions.filter(({ band }) => band === 'missing')
    const result = {
      ...{ file: path, bindings: mapping.bindings.length, certain: mapping.bindings.length },
      ...{ questions: open, missing: missing.flatMap(({ sources }) => sources), mapping },
    }
    print(stage.terminal, stage.options.json, result, () =>
      [
        `${mapping.bindings.length} objects are bound.`,
        `${result.missing.length} devices are not there yet: pair them, with help: latchkey transfer pair`,
        `The mapping is in ${path}`,
      ].join('\n'),
    )
    if (open.length === 0) return 'done'
    say(
      stage,
      `${open.length} questions are open: answer them in ${path}, or in a terminal without --json.`,
    )
    return 'decisions-needed'
  })
}
