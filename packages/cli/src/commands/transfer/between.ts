// What stands between two homes: both of them, and the files of the transfer from one to the other.
import { resolve } from 'node:path'
import { placeOf } from '../../place.ts'
import { type End, Ends } from './ends.ts'
import { ending } from './problem.ts'
import type { Stage } from './stage.ts'
import { StageFiles } from './stage-files.ts'

/** Both homes and the files. */
export interface Between {
  readonly from: End
  readonly to: End
  readonly files: StageFiles
}

/** Opens what `--from` and `--to` name for as long as `work` takes. @throws CommandError */
export async function between<T>(stage: Stage, work: (between: Between) => Promise<T>): Promise<T> {
  const { options, terminal } = stage
  await using ends = new Ends(stage)
  const from = await ends.open(options.from, '--from', 'source')
  const to = await ends.open(options.to, '--to', 'target')
  if (from.id === to.id && from.file === undefined) {
    const message = `${from.name} is both --from and --to. To put a home back, name its snapshot with --from.`
    throw ending('refused', 'same_home', message)
  }
  const { data } = placeOf(options, terminal.environment)
  const folder =
    options.files === undefined ? StageFiles.folderOf(data, from.id, to.id) : resolve(options.files)
  const files = new StageFiles(folder)
  await files.make()
  return await work({ from, to, files })
}

/** The command that a person would type for another stage of the same transfer. */
export function commandFor(name: string, { options }: Stage): string {
  // A key that stood on the command line stands nowhere else.
  const shown = (text = ''): string => quoted(text.replace(/#.*$/, '#-'))
  const data = options.data === undefined ? '' : ` --data ${quoted(options.data)}`
  const files = options.files === undefined ? '' : ` --files ${quoted(options.files)}`
  return `latchkey transfer ${name} --from ${shown(options.from)} --to ${shown(options.to)}${data}${files}`
}

const quoted = (text: string): string =>
  /^[\w./:#@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
