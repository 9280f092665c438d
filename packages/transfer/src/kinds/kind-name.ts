// The kinds of things that a home is made of, in the order in which they are spoken of.

/** All kinds. The settings of a device belong to the device. */
export const KIND_NAMES = [
  'user',
  'app',
  'app-setting',
  'zone',
  'device',
  'group',
  'variable',
  'flow-folder',
  'alarm',
  'script',
  'mood',
  'flow',
  'advanced-flow',
  'dashboard',
  'option',
  'experiment',
  'notification-owner',
  'favourites',
  'google-sync',
] as const

/** A kind. */
export type KindName = (typeof KIND_NAMES)[number]

/** One object of one hub. Ids of kinds without ids of their own are made up: see `kinds.ts`. */
export interface ObjectName {
  readonly kind: KindName
  readonly id: string
}

/** An object's name as a text, for maps: `flow:7e0f…`. */
export type ObjectKey = `${KindName}:${string}`

/** The key of an object. */
export function keyOf({ kind, id }: ObjectName): ObjectKey {
  return `${kind}:${id}`
}

/** Something for every kind. */
export function forKinds<T>(make: (kind: KindName) => T): Readonly<Record<KindName, T>> {
  const rows = KIND_NAMES.map((kind) => [kind, make(kind)] as const)
  return Object.fromEntries(rows) as Record<KindName, T>
}
