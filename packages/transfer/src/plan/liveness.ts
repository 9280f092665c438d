// Whether the target offers what a flow uses: its cards, their choices, the tokens. A hub saves a flow
// with cards that it does not have, says that it is not broken, and never runs it (reference 2.1).
import type { JsonObject } from '../json.ts'
import type { ObjectKey } from '../kinds/kind-name.ts'
import { keyOf } from '../kinds/kind-name.ts'
import type { CardFacts, Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import type { Bindings } from './binding.ts'
import { cardsOf, tokensOf, type UsedCard } from './cards-of.ts'

/** Something that is missing, and the object that would bring it, if one would. */
export interface Lack {
  readonly what: string
  readonly waitsFor?: ObjectKey
}

/** What flows are judged by. */
export interface Offer {
  /** What the target lacks for a flow; empty if it can be switched on. */
  lacksOf(flow: SnapshotObject): readonly Lack[]
}

interface Judging {
  readonly bindings: Bindings
  /** Whether an object is there or is going to be. */
  readonly comes: (key: ObjectKey) => boolean
  readonly here: ReadonlyMap<string, CardFacts>
  readonly there: ReadonlyMap<string, CardFacts>
  readonly tokens: ReadonlySet<string>
  /** Tokens that the source has. */
  readonly knownTokens: ReadonlySet<string>
}

/** What the target offers. A snapshot without cards says nothing, and nothing is held because of it. */
export function offerOf(bindings: Bindings, comes: (key: ObjectKey) => boolean): Offer {
  const [from, to] = [bindings.source.snapshot, bindings.target.snapshot]
  const judging: Judging = {
    ...{ bindings, comes, here: catalogue(from), there: catalogue(to) },
    ...{ tokens: new Set(to.tokens), knownTokens: new Set(from.tokens) },
  }
  return {
    lacksOf: (flow) => {
      if (to.cards.length === 0) return []
      const now = bindings.rewritten(flow, flow.content)
      const [before, after] = [cardsOf(flow.content), cardsOf(now)]
      return before.flatMap((card, at) => lacksOfCard(judging, card, after[at] ?? card))
    },
  }
}

const catalogue = ({ cards }: Snapshot): ReadonlyMap<string, CardFacts> =>
  new Map(cards.map((card) => [`${card.role} ${card.id}`, card]))

// `old` is the card as the source has it, `now` with the target's ids as far as they are known.
function lacksOfCard(judging: Judging, old: UsedCard, now: UsedCard): readonly Lack[] {
  const facts = judging.there.get(`${now.role} ${now.id}`)
  if (facts) return [...wrongChoices(facts, now), ...deadTokens(judging, old.card, now.card)]
  const missing = missingCard(judging, old)
  return [...(missing ? [missing] : []), ...deadTokens(judging, old.card, now.card)]
}

const OWNER = /^homey:([a-z]+):([^:|]+)/

function missingCard(judging: Judging, old: UsedCard): Lack | undefined {
  const { bindings, here } = judging
  const [, type = '', id = ''] = OWNER.exec(old.id) ?? []
  const what = `the ${old.role} "${old.id}"`
  const isKnown = here.size === 0 || here.has(`${old.role} ${old.id}`)
  if (type === 'app') return missingOfApp(judging, { id, what, isKnown })
  const owner = bindings.source.byId.get(id)
  // What has no owner in the home is told as a reference to nothing.
  if (type !== 'manager' && owner === undefined) return undefined
  if (!isKnown) return { what: `${what} was not offered by the old Homey either` }
  if (owner === undefined) return { what: `${what} is not offered here` }
  if (bindings.of(owner) === undefined) {
    // It comes into being with its owner, or its owner is what is waited for.
    return undefined
  }
  // What a zone offers depends on what is in it, which the transfer is about to change.
  if (type === 'zone') return undefined
  const device = bindings.source.get(owner)
  const target = device && bindings.objectOf(device)
  if (target && isAsleep(bindings, target)) {
    return { what: `${what} is not offered while the app of "${device.name}" is not running` }
  }
  return { what: `${what} is not offered by "${device?.name}" here` }
}

function isAsleep({ target }: Bindings, { facts }: SnapshotObject): boolean {
  const [, type, id = ''] = OWNER.exec(String(facts['ownerUri'] ?? facts['driverId'])) ?? []
  return type === 'app' && target.snapshot.objects.app.get(id)?.facts['running'] !== true
}

interface OfApp {
  readonly id: string
  readonly what: string
  readonly isKnown: boolean
}

function missingOfApp(
  { bindings, comes }: Judging,
  { id, what, isKnown }: OfApp,
): Lack | undefined {
  const [app, there] = [
    bindings.source.snapshot.objects.app.get(id),
    bindings.target.snapshot.objects.app.get(id),
  ]
  const key = keyOf({ kind: 'app', id })
  if (!there && !comes(key)) {
    return app
      ? { what: `${what} needs the app ${id}`, waitsFor: key }
      : { what: `${what} needs the app ${id}, which the old Homey does not have either` }
  }
  if (!there) {
    // Whether an app that is going to be installed has the card, only its old copy can tell.
    if (isKnown) return undefined
    return { what: `${what} was not offered by the app ${id} on the old Homey either` }
  }
  if (there.facts['running'] !== true) {
    // It is switched on, if the old one was on.
    const wakes = there.content['enabled'] === false && app?.content['enabled'] === true && isKnown
    return wakes
      ? undefined
      : { what: `${what} is not offered, since the app ${id} is not running` }
  }
  return { what: `${what} is not offered by the app ${id} here` }
}

function wrongChoices({ args }: CardFacts, { role, id, card }: UsedCard): readonly Lack[] {
  const given = card['args']
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return []
  return Object.entries(given).flatMap(([name, value]) => {
    const values = Object.hasOwn(args, name) ? args[name]?.values : undefined
    if (values === undefined || (typeof value !== 'string' && typeof value !== 'number')) return []
    if (values.includes(String(value))) return []
    return [{ what: `the ${role} "${id}" does not offer "${value}" as ${name} here` }]
  })
}

function deadTokens(judging: Judging, old: JsonObject, now: JsonObject): readonly Lack[] {
  const { bindings, tokens, knownTokens } = judging
  const before = tokensOf(old)
  return tokensOf(now).flatMap(([owner, id], at): Lack[] => {
    const [was = owner, wasId = id] = before[at] ?? []
    const [, type = '', ownerId = ''] = OWNER.exec(was) ?? []
    // Apps make their tokens while they run, and variables come with their tokens.
    if (was === 'homey:manager:logic' || (type !== 'manager' && type !== 'device')) return []
    const key = bindings.source.byId.get(ownerId)
    if (type === 'device' && (key === undefined || bindings.of(key) === undefined)) return []
    if (tokens.has(`${owner}:${id}`)) return []
    const either = knownTokens.size > 0 && !knownTokens.has(`${was}:${wasId}`)
    const where = either ? 'was not offered by the old Homey either' : 'is not offered here'
    return [{ what: `the token "${was}|${wasId}" ${where}` }]
  })
}
