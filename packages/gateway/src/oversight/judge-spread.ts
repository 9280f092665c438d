// How much of a home a client may change by tools before its owner is asked. Pure, as the rules are.
import type { Tally } from './counts.ts'
import type { AskFirst, Effect } from './effect.ts'
import { ALLOW, type Judged } from './judge-rules.ts'
import type { Situation } from './situation.ts'
import { objectsChanged } from './spread.ts'
import { TOOL_LIMITS, toolLimit } from './tool-limits.ts'

/** What limits came to. */
export interface JudgedSpread extends Judged {
  /** Whether the whole call of the tool was judged, and not this write of it alone. */
  readonly isWhole: boolean
}

const NOTHING: JudgedSpread = { effect: ALLOW, tallies: [], isWhole: false }

/** Judges a write by how much it and the rest of its tool's call change. Whatever comes of it is counted. */
export function judgeSpread(situation: Situation): JudgedSpread {
  const { via, operation } = situation.call
  if (!via || !operation.effect) return NOTHING
  if (!via.whole) return judged([situation.call], situation)
  return via.whole.hasBegun ? NOTHING : judged(via.whole.calls, situation)
}

/** Counts one write of a whole that was not let through as a whole. */
export function countedAlone({ grant, call, home }: Situation): readonly Tally[] {
  return talliesOf(grant, call.via?.tool ?? '', [call], objectsChanged([call], home))
}

type Calls = Parameters<typeof objectsChanged>[0]

function judged(calls: Calls, { grant, call, home, counts, now }: Situation): JudgedSpread {
  const { tool = '', whole } = call.via ?? {}
  const objects = objectsChanged(calls, home)
  const tallies = talliesOf(grant, tool, calls, objects)
  const most = toolLimit(grant.restrictions, 'at-once')
  const over = tallies.find(
    (one) => one.units > 0 && counts.used(one, { now, date: '' }) + one.units > one.most,
  )
  const because =
    objects > most
      ? `“${tool}” would change ${objects} objects at once. You are asked about more than ${most}.`
      : over?.what
  const effect: Effect = because === undefined ? ALLOW : asking(because, whole)
  return { effect, tallies, isWhole: whole !== undefined }
}

const asking = (because: string, whole: AskFirst['whole']): AskFirst => ({
  ...{ effect: 'ask', because },
  ...(whole && { whole }),
})

function talliesOf(
  { id, restrictions }: Situation['grant'],
  tool: string,
  calls: Calls,
  objects: number,
): readonly Tally[] {
  // What a client takes back of its own is no removal.
  const gone = tool === 'undo' ? [] : calls.filter(({ operation }) => operation.method === 'DELETE')
  const tally = (name: 'changes' | 'removals', units: number): Tally => {
    const { per, effect, what } = TOOL_LIMITS[name]
    const most = toolLimit(restrictions, name)
    return {
      ...{ key: `tools ${id} ${name}`, per, units, most, effect },
      what: `This client did much by tools in the last hour. You are asked about more than ${most} ${what}.`,
    }
  }
  return [tally('changes', objects), tally('removals', gone.length)]
}
