// Objects of a hub, as they come: JSON, of which only what was looked at is known.

/** An object of JSON that is no list. */
export type Item = Readonly<Record<string, unknown>>

/** Whether a value is an object and no list. */
export const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a collection, which hubs give as a map by id or as a list. */
export const itemsOf = (value: unknown): readonly Item[] =>
  (Array.isArray(value) ? value : isItem(value) ? Object.values(value) : []).filter(isItem)

/** A member that is a text; empty if it is none. */
export function textIn(item: Item | undefined, name: string): string {
  const value = item?.[name]
  return typeof value === 'string' ? value : ''
}

/** A member that is an object; empty if it is none. */
export function itemIn(item: Item | undefined, name: string): Item {
  const value = item?.[name]
  return isItem(value) ? value : {}
}

/** A member that is a list; empty if it is none. */
export function listIn(item: Item | undefined, name: string): readonly unknown[] {
  const value = item?.[name]
  return Array.isArray(value) ? value : []
}
