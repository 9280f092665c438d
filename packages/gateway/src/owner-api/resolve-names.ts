// From what an owner typed, a name or an id, to the id that is meant: the exact id first, then the name
// without regard to case. What could be several is asked back; a hub that is away takes ids on trust.
import { nearest } from '@latchkey/catalogue'
import { type HubObject, type HubObjects, KINDS, type NamedMember } from './hub-objects.ts'

/** What words came to. */
export interface Resolved {
  /** In the order of the words, each once. */
  readonly ids: readonly string[]
  /** What is wrong with the words that are no ids; a sentence each. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  /** Whether a problem is that the hub could not be asked. */
  readonly away: boolean
}

const MANY = 10

/** Looks words up on a hub. */
export async function resolveNames(
  member: NamedMember,
  words: readonly string[],
  objects: HubObjects,
): Promise<Resolved> {
  const listing = await objects.list(member)
  if ('away' in listing) return onTrust(member, words, objects.hub, listing.away)
  const byId = new Map(listing.objects.map((one) => [one.id, one]))
  const byName = Map.groupBy(listing.objects, (one) => folded(one.name))
  const ids: string[] = []
  const problems: string[] = []
  for (const word of words) {
    const named = byName.get(folded(word)) ?? []
    const [only] = named
    if (byId.has(word)) ids.push(word)
    else if (only && named.length === 1) ids.push(only.id)
    else if (only) problems.push(await several(member, word, named, objects))
    else problems.push(none(member, word, listing.objects, objects.hub))
  }
  return { ids: [...new Set(ids)], problems, warnings: [], away: false }
}

// Names are the hub's, and end up at a terminal.
const shown = (text: string): string =>
  text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '?').slice(0, 100)

const folded = (text: string): string => text.normalize('NFC').trim().toLocaleLowerCase('en')

function onTrust(
  member: NamedMember,
  words: readonly string[],
  hub: string,
  why: string,
): Resolved {
  const { noun, id } = KINDS[member]
  const ids = words.filter((word) => id.test(word))
  const names = words.filter((word) => !id.test(word))
  return {
    ids: [...new Set(ids)],
    problems: names.map(
      (name) =>
        `"${shown(name)}" cannot be looked up, because ${hub} cannot be asked: ${why} Try again later, or give the id of the ${noun}.`,
    ),
    warnings:
      ids.length === 0
        ? []
        : [`It was not checked that there is a ${noun} ${ids.slice(0, MANY).join(', ')}: ${why}`],
    away: names.length > 0,
  }
}

async function several(
  member: NamedMember,
  word: string,
  named: readonly HubObject[],
  objects: HubObjects,
): Promise<string> {
  const inside = KINDS[member].inside?.[1]
  const containers = inside && (await objects.list(inside))
  const names =
    containers && 'objects' in containers
      ? new Map(containers.objects.map((one) => [one.id, one.name]))
      : new Map<string, string>()
  const candidates = named.slice(0, MANY).map((one) => {
    const place = names.get(one.inside ?? '')
    return place === undefined ? one.id : `${one.id} (in ${shown(place)})`
  })
  const more = named.length > MANY ? [`and ${named.length - MANY} more`] : []
  return `There are ${named.length} called "${shown(word)}"; give the id of the ${KINDS[member].noun} that you mean: ${[...candidates, ...more].join(', ')}`
}

function none(member: NamedMember, word: string, all: readonly HubObject[], hub: string): string {
  const names = [...new Set(all.flatMap((one) => [one.name, one.id]))]
  const like = names.filter((name) => folded(name).includes(folded(word)))
  const near = [...new Set([...nearest(word, names, 3), ...like])].slice(0, 3)
  const said =
    near.length > 0
      ? ` Did you mean ${near.map((name) => `"${shown(name)}"`).join(' or ')}?`
      : all.length === 0
        ? ' There is none at all.'
        : ` There is, for example: ${all
            .slice(0, 3)
            .map((one) => `"${shown(one.name)}"`)
            .join(', ')}.`
  return `${hub} has no ${KINDS[member].noun} "${shown(word)}".${said}`
}
