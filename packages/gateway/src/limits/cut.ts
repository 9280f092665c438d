// Answers and events, cut to what the limits cover. All of it is in V3's form; what is given is never
// changed.
import { HOMEYSCRIPT, type LimitedAnswer, limitOf } from '@latchkey/catalogue'
import type { LimitedCall } from './call.ts'
import type { Coverage } from './coverage.ts'
import { isObject, type Json } from './json.ts'
import { mentionsUncovered } from './mentions.ts'
import { type Shown, shownAs } from './shown.ts'

/**
 * An answer as the client gets it; or nothing, if what was asked for is not covered, or is not what
 * could be cut. A read is then answered 404; a write has happened all the same.
 */
export type CutAnswer =
  | { readonly covered: true; readonly value: unknown }
  | { readonly covered: false }

const NOT_COVERED: CutAnswer = { covered: false }

/** The answer to a call that was allowed, cut. */
export function cutAnswer(call: LimitedCall, value: unknown, coverage: Coverage): CutAnswer {
  const { operation, ids } = call.matched
  const { answer } = limitOf(operation.id)
  if (!answer) return { covered: true, value }
  // A write may answer nothing at all.
  if (operation.effect && !isObject(value)) return { covered: true, value: null }
  if ('picks' in answer) return cutPicks(value, isOfScripts(ids), coverage)
  return cutItems(answer, value, coverage)
}

function cutItems(
  answer: Exclude<LimitedAnswer, { picks: true }>,
  value: unknown,
  coverage: Coverage,
): CutAnswer {
  if ('all' in answer) return cutAll(shownAs(answer.all), value, coverage)
  const shown = shownAs('one' in answer ? answer.one : answer.made)
  if (!shown || !isObject(value)) return NOT_COVERED
  if ('one' in answer && !shown.item(coverage, value, undefined)) return NOT_COVERED
  return { covered: true, value: shown.cut?.(value, coverage) ?? value }
}

function cutAll(shown: Shown | undefined, value: unknown, coverage: Coverage): CutAnswer {
  if (!shown) return NOT_COVERED
  const cut = shown.cut
  const show = (item: Json): Json => cut?.(item, coverage) ?? item
  if (Array.isArray(value)) {
    const items = value.filter((one) => isObject(one) && shown.item(coverage, one, undefined))
    return { covered: true, value: items.map((one) => show(one)) }
  }
  if (!isObject(value)) return NOT_COVERED
  const entries = Object.entries(value).flatMap(([key, item]) => {
    // A map is by id: what is called otherwise than it says is shown to nobody.
    if (!isObject(item) || (typeof item['id'] === 'string' && item['id'] !== key)) return []
    return shown.item(coverage, item, key) ? [[key, show(item)] as const] : []
  })
  return { covered: true, value: Object.fromEntries(entries) }
}

const isOfScripts = (ids: Readonly<Record<string, string>>): boolean =>
  [ids['uri'], ids['id']].some((one) => one?.includes(HOMEYSCRIPT) === true)

// What can be picked names objects of the home; scripts are kept by their app and in no home.
function cutPicks(value: unknown, scripts: boolean, coverage: Coverage): CutAnswer {
  const shows = (entry: unknown): boolean => {
    if (mentionsUncovered(entry, coverage)) return false
    const id = isObject(entry) ? entry['id'] : undefined
    return !scripts || typeof id !== 'string' || coverage.covers('script', id)
  }
  if (Array.isArray(value)) return { covered: true, value: value.filter(shows) }
  if (!isObject(value)) return NOT_COVERED
  const entries = Object.entries(value).filter(
    (entry) => shows(entry[1]) && !mentionsUncovered(entry[0], coverage),
  )
  return { covered: true, value: Object.fromEntries(entries) }
}

/**
 * The item of an event, created or updated, cut; undefined if it is not covered. `itemKind` is its name
 * on the socket. The coverage is that of the home after the event.
 */
export function cutItem(itemKind: string, item: unknown, coverage: Coverage): Json | undefined {
  const shown = shownAs(itemKind)
  if (!shown || !isObject(item) || !shown.item(coverage, item, undefined)) return undefined
  return shown.cut?.(item, coverage) ?? item
}

/**
 * What is told of a deletion; undefined if it is not told. The coverage is that of the home before it.
 */
export function cutDeletion(itemKind: string, id: string, before: Coverage): Json | undefined {
  return shownAs(itemKind)?.id(before, id) === true ? { id } : undefined
}

/** Whether a new value of a capability of a device may be told. */
export function showsCapability(deviceId: string, capability: string, coverage: Coverage): boolean {
  return coverage.covers('device', deviceId) && coverage.coversCapability(capability)
}
