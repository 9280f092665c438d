// The whole call of a tool as one question: everything that it is going to change, and the leave for just that.
import type { Home } from '../limits/home.ts'
import type { PlannedCall, Whole } from '../oversight/whole.ts'
import type { AskedCall } from './approval.ts'
import { hashOf } from './canonical.ts'
import { objectOf, stateHash } from './object-state.ts'
import { type Question, questionOf, shown, type Written } from './question.ts'

/** The question about a whole, made of the one about its first write. */
export function askedWhole(
  first: AskedCall,
  { calls }: Whole,
  tool: string,
  home: Home | undefined,
): AskedCall {
  const { grantId } = first
  const what = calls.map(({ operation, ids }) => ({ operation: operation.id, ids }))
  const content = calls.map(({ body }) => body ?? null)
  const states = calls.map((one) => stateOf(one, home))
  const { sets: _, ...question } = first.question
  const parts = calls.map((one) =>
    questionOf({ ...question, ids: idsShown(one), body: one.body, home }),
  )
  return {
    ...first,
    fingerprint: hashOf({ grant: grantId, tool, what, content, states }),
    task: hashOf({ grant: grantId, tool, what }),
    question: {
      ...question,
      together: calls.length,
      about: distinct(parts.flatMap(({ about }) => about)),
      written: parts.flatMap(writtenIn),
      cut: parts.some(({ cut }) => cut),
    },
  }
}

const idsShown = ({ ids }: PlannedCall): Question['ids'] =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, shown(id)]))

function stateOf({ operation, ids }: PlannedCall, home: Home | undefined): string | null {
  const object = objectOf(operation.id, ids)
  return object && home ? stateHash(object, home) : null
}

const distinct = (about: Question['about']): Question['about'] => [
  ...new Map(about.map((one) => [`${one.kind} ${one.id}`, one])).values(),
]

/** What one write writes, each member with the name of its object. */
function writtenIn({ about, ids, sets, written }: Question): readonly Written[] {
  const [first] = about
  const zone = first?.zone === undefined ? '' : ` (${first.zone})`
  const name = first ? `${first.name}${zone}` : (Object.values(ids)[0] ?? '')
  if (!sets) return written.map((one) => ({ ...one, member: `${name}: ${one.member}` }))
  const units = sets.units === undefined ? '' : ` ${sets.units}`
  return [{ member: `${name}: ${sets.capability}`, after: `${sets.value}${units}` }]
}
