// Remembers what was worked out for each object. Items of a home are never changed: one that did not
// change is the same object in the next home, so only what changed is worked out again.

/** The same function, worked out at most once for each object. */
export function remembered<K extends object, T>(work: (item: K) => T): (item: K) => T {
  const known = new WeakMap<K, { readonly value: T }>()
  return (item) => {
    const found = known.get(item)
    if (found) return found.value
    const value = work(item)
    known.set(item, { value })
    return value
  }
}
