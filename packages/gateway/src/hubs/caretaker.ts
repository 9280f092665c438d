// What a running gateway does by itself for its hubs: cleans up after interrupted mints when it starts,
// and says when a login is about to end.
import { countdownOf, Warnings } from './countdown.ts'
import type { Hubs } from './hubs.ts'
import type { WaysIn } from './ways-in.ts'

/** What the caretaker looks after, and whom it tells. */
export interface CaretakerParts {
  readonly hubs: Hubs
  readonly waysIn: WaysIn
  readonly now: () => number
  readonly onWarning: (text: string) => void
  readonly onError: (error: unknown) => void
}

const EVERY = 60_000

/** Starts, and gives back what stops it. */
export function startCaretaker(parts: CaretakerParts): AsyncDisposable {
  const warnings = new Warnings()
  const { onError } = parts
  const first = tidy(parts)
    .then(() => warn(parts, warnings))
    .catch(onError)
  const timer = setInterval(() => void warn(parts, warnings).catch(onError), EVERY).unref()
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await first
    },
  }
}

async function tidy({ waysIn, onWarning }: CaretakerParts): Promise<void> {
  for (const { name, hubId, problem } of await waysIn.tidy()) {
    onWarning(`"${name}" may be left on the Homey ${hubId}, a key or a flow folder: ${problem}`)
  }
}

/** Says what is new of all credentials. */
export async function warn(
  { hubs, now, onWarning }: Pick<CaretakerParts, 'hubs' | 'now' | 'onWarning'>,
  warnings: Warnings,
): Promise<void> {
  for (const { id } of hubs.list()) {
    const connected = hubs.byId(id)
    const said = connected && warnings.fresh(id, await countdownOf(connected, now()))
    if (said !== undefined) onWarning(said)
  }
}
