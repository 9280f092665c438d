// Matching two homes with all that was decided before: in the mapping file, by a person at the terminal, and
// by earlier runs, whose objects stand for those that they were made for.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  askQuestions,
  matchHomes,
  type Question,
  readMapping,
  type Snapshot,
  type TransferMapping,
  unknownIn,
  withMade,
  writeMapping,
} from '@latchkey/transfer'
import { usage } from './problem.ts'
import { ask } from './questions.ts'
import { isInteractive, type Stage, say } from './stage.ts'
import { type StageFiles, writePrivate } from './stage-files.ts'

/** The mapping of two homes as they are now; it is kept in its file. @throws MappingUnusable */
export async function mappingFor(
  stage: Stage,
  files: StageFiles,
  source: Snapshot,
  target: Snapshot,
): Promise<TransferMapping> {
  const decisions = await decisionsFor(stage, files, source, target)
  let mapping = matchHomes(source, target, decisions)
  const open = mapping.questions.filter(({ candidates }) => candidates.length > 0)
  if (open.length > 0 && isInteractive(stage)) {
    const asked = await askQuestions({ ...mapping, questions: open }, ask)
    // Parts of a device follow its answer.
    mapping = matchHomes(source, target, asked)
  }
  await writePrivate(mappingPath(stage, files), writeMapping(mapping))
  return mapping
}

/** Where the mapping is. */
export function mappingPath({ options }: Stage, files: StageFiles): string {
  return options.mapping ?? files.mapping
}

/** What was decided before. @throws MappingUnusable */
export async function decisionsFor(
  stage: Stage,
  files: StageFiles,
  source: Snapshot,
  target: Snapshot,
): Promise<TransferMapping> {
  const path = mappingPath(stage, files)
  let decisions: TransferMapping = {
    ...{ format: 'homey-mapping', version: 1, bindings: [], questions: [] },
    ...{ source: source.manifest.hub.id, target: target.manifest.hub.id },
  }
  if (existsSync(path)) {
    const read = readMapping(await readFile(path, 'utf8'))
    if (read.source !== decisions.source || read.target !== decisions.target) {
      throw usage(`${path} is the mapping of two other homes. Name another with --mapping.`)
    }
    for (const { message } of unknownIn(read, source, target)) say(stage, `${path}: ${message}`)
    decisions = read
  } else if (stage.options.mapping !== undefined && stage.options.yes) {
    throw usage(`There is no mapping ${path}. Make it with: latchkey transfer match`)
  }
  for (const { plan, state } of await files.runs()) {
    decisions = withMade({ plan, state, mapping: decisions })
  }
  return decisions
}

/** How many things a person should decide: those that might be several. What is not there is none. */
export function openQuestions({ questions }: TransferMapping): readonly Question[] {
  return questions.filter(({ band }) => band !== 'missing')
}
