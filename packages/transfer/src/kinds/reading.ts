// What kinds are read through: the hub, with answers that several kinds need asked for once in a pass,
// and with details that a second pass does not ask for again.
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { Needs, Reading } from './kind.ts'

/** Details that outlive a pass, by key. */
export type Recalled = Map<string, Promise<unknown>>

/** A pass over a hub. The same calls without parameters share one answer within it. */
export function readingOf(
  hub: TransferHub,
  recalled: Recalled = new Map(),
  needs: Needs = () => true,
): Reading {
  const asked = new Map<string, Promise<unknown>>()
  const shared: TransferHub = {
    facts: hub.facts,
    parallel: hub.parallel,
    has: (operation) => hub.has(operation),
    takesName: (name) => hub.takesName(name),
    call: (operation, parameters) =>
      parameters === undefined
        ? remember(asked, operation, () => hub.call(operation))
        : hub.call(operation, parameters),
    [Symbol.asyncDispose]: async () => undefined,
  }
  return { hub: shared, recall: (key, load) => remember(recalled, key, load), needs }
}

// What failed is asked for again. A key stands for one kind of value, as its first word says.
function remember<T>(known: Map<string, Promise<unknown>>, key: string, load: () => Promise<T>) {
  const before = known.get(key)
  if (before !== undefined) return before as Promise<T>
  const loading = load()
  known.set(key, loading)
  loading.catch(() => known.delete(key))
  return loading
}
