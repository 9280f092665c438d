// Which writes of a tool are part of what it said beforehand, so that one question to the owner is about just those.
import { isDeepStrictEqual } from 'node:util'
import { operationById } from '@latchkey/catalogue'
import { FACE } from '@latchkey/homey'
import type { OperationCall, PlannedCall } from '@latchkey/mcp'
import { Whole } from '../oversight/whole.ts'

/**
 * The whole that a write is part of, for as long as its tool runs. What was not said beforehand is no part of it, nor is
 * what was sent before: it is counted, and asked about, by itself.
 */
export function wholes(): (call: OperationCall) => Whole | undefined {
  const known = new WeakMap<readonly PlannedCall[], Begun>()
  return (call) => {
    const { whole: calls } = call
    if (calls === undefined) return undefined
    const begun = known.get(calls) ?? { whole: new Whole(calls.flatMap(planned)), left: calls }
    const at = begun.left.findIndex((one) => isDeepStrictEqual(writeOf(one), writeOf(call)))
    known.set(calls, at < 0 ? begun : { ...begun, left: begun.left.toSpliced(at, 1) })
    return at < 0 ? undefined : begun.whole
  }
}

/** A whole, and what of it was not sent yet. */
interface Begun {
  readonly whole: Whole
  readonly left: readonly PlannedCall[]
}

const writeOf = ({ operation, ids = {}, body }: PlannedCall): Required<PlannedCall> => ({
  ...{ operation, ids, body },
})

function planned({ operation: id, ids = {}, body }: PlannedCall) {
  const operation = operationById(FACE, id)
  return operation ? [{ operation, ids, body }] : []
}
