// The keys of the graph: what can happen in a home, each as one text.

/** The key of something that happens to an object. */
export const key = (kind: string, id: string): string => `${kind} ${id}`

/** The key of a device whose state changes, by whatever. */
export const changedKey = (id: string): string => key('changed', id)
