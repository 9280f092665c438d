// `latchkey transfer cleanup`: removes what a run left half built whose journal is lost.
import { confirm, isCancel } from '@clack/prompts'
import { cleanUp, leftovers } from '@latchkey/transfer'
import { oneLine, print } from '../../terminal.ts'
import { Ends } from './ends.ts'
import { ending } from './problem.ts'
import { type Ended, isInteractive, type Stage, say } from './stage.ts'

/** Runs it. Without `--yes` and without a terminal it only says what there is. */
export async function cleanup(stage: Stage, home: string): Promise<Ended> {
  await using ends = new Ends(stage)
  const hub = await (await ends.open(home, '<hub>', 'target')).hub()
  const found = await leftovers(hub)
  if (found.length > 0 && !stage.options.yes) {
    for (const { kind, name } of found) say(stage, `${kind} ${name}`)
    if (!isInteractive(stage)) {
      const message = `${found.length} objects on ${hub.facts.name} were left half built. If no run needs them any more, remove them with --yes.`
      throw ending('decisions-needed', 'not_confirmed', message)
    }
    const answer = await confirm({ message: `Remove these ${found.length}?`, initialValue: false })
    if (isCancel(answer) || !answer) throw ending('stopped', 'cancelled', 'Nothing was removed.')
  }
  const cleaned = await cleanUp(hub, found, { signal: stage.stop })
  print(stage.terminal, stage.options.json, cleaned, (all) =>
    all.length === 0
      ? 'Nothing was left.'
      : all
          .map(({ name, kept }) => oneLine(kept ? `${name}: kept. ${kept}` : `${name}: removed`))
          .join('\n'),
  )
  return 'done'
}
