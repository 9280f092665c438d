// What a subscription is for: a manager (`homey:manager:devices`) or one object (`homey:device:<id>`), in
// one spelling only.

/** A URI, taken apart. */
export type SubscriptionUri =
  | { readonly of: 'manager'; readonly manager: string }
  | { readonly of: 'item'; readonly kind: string; readonly id: string }

const MAX_URI = 512

// Ids of cards and logs are URIs themselves, and may hold letters of any language.
const FORM = /^homey:([a-z][a-z0-9-]*):([^\p{Cc}\p{Cs}\s*]+)$/u
const MANAGER = /^[a-z][a-z0-9-]*$/

/** Takes a URI apart; undefined if it is none. */
export function parseUri(text: unknown): SubscriptionUri | undefined {
  if (typeof text !== 'string' || text.length > MAX_URI) return undefined
  const [, kind = '', id = ''] = FORM.exec(text) ?? []
  if (kind === '' || id === '') return undefined
  if (kind !== 'manager') return { of: 'item', kind, id }
  return MANAGER.test(id) ? { of: 'manager', manager: id } : undefined
}
