// Whether a plan that was made a while ago still fits both homes (reference transfer 3.6). Looked at once, before
// anything of it was done.
import { existsSync } from 'node:fs'
import { checkFreshness, KINDS, type Staleness, type TransferPlan } from '@latchkey/transfer'
import { type Between, commandFor } from './between.ts'
import { readHome } from './homes.ts'
import { ending } from './problem.ts'
import { type Stage, say } from './stage.ts'

/** So many are named. */
const NAMED = 5

/**
 * Tells what changed since on the source. What changed on the target is refused step by step when it comes to
 * that; what steps point at and is gone would be pointed at all the same, so then nothing is begun.
 * @throws CommandError `drift`; HubError
 */
export async function checkedFresh(
  plan: TransferPlan,
  { from, to, files }: Between,
  stage: Stage,
): Promise<void> {
  if (existsSync(files.current.journal)) return
  const source = await readHome(from, stage)
  const { stale } = checkFreshness(plan, source, await readHome(to, stage))
  const old = stale.filter(({ means }) => means === 'replan')
  const gone = stale.filter(({ means, change }) => means === 'refuse' && change === 'gone')
  const again = `Plan again: ${commandFor('plan', stage)}`
  if (old.length > 0) say(stage, `Since the plan was made ${from.name} changed: ${inWords(old)}.`)
  if (gone.length > 0) {
    const message = `${to.name} does not have any more what the plan builds on: ${inWords(gone)}. ${again}`
    throw ending('drift', 'plan_stale', message)
  }
  if (old.length > 0) say(stage, `What was read then is what is moved. ${again}`)
}

function inWords(stale: readonly Staleness[]): string {
  const named = stale.slice(0, NAMED).map(({ object, name, change }) => {
    const at = object.indexOf(':')
    const kind = KINDS[object.slice(0, at) as keyof typeof KINDS].label
    return `${kind}: ${name ?? object.slice(at + 1)} (${change})`
  })
  const more = stale.length - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
