// How likely it is that two devices of two hubs are one thing: evidence for and against, each with its
// weight in log₂ units, added up (reference 4.1).
import type { Evidence } from '../mapping/mapping.ts'
import type { HardwareKeys } from './hardware-keys.ts'
import { likeness } from './names.ts'
import type { NameWorth } from './telling-names.ts'
import type { Unit } from './units.ts'
import type { ZoneVerdict } from './zone-places.ts'

/** What pairs are judged by. */
export interface Judging {
  readonly keys: HardwareKeys
  readonly names: NameWorth
  /** What the rooms of two devices say. */
  readonly zones: (source: Unit, target: Unit) => ZoneVerdict
}

/** What is known of a pair. */
export interface Judged {
  readonly source: Unit
  readonly target: Unit
  readonly score: number
  readonly evidence: readonly Evidence[]
  /** Whether anything speaks for this very thing, and not only for one like it. */
  readonly identified: boolean
  /** Whether a key of the hardware does. */
  readonly byKey: boolean
}

const WEIGHTS = {
  ...{ sameKey: 40, otherKey: -60 },
  ...{ sameDriver: 5, sameApp: -3, otherDriver: -6 },
  ...{ allCapabilities: 2, noCapabilities: -2 },
  ...{ closeName: 6, similarName: 3, otherName: -5 },
  ...{ sameZone: 4, otherZone: -4 },
} as const

// Of the many pairs of a large home few are ever shown: the evidence is found again for those.
class Pair implements Judged {
  readonly source: Unit
  readonly target: Unit
  readonly score: number
  readonly identified: boolean
  readonly byKey: boolean
  readonly #judging: Judging

  constructor(source: Unit, target: Unit, judging: Judging) {
    const { evidence, identified, byKey } = weighed(source, target, judging)
    this.source = source
    this.target = target
    this.score = round(evidence.reduce((sum, { weight }) => sum + weight, 0))
    this.identified = identified
    this.byKey = byKey
    this.#judging = judging
  }

  get evidence(): readonly Evidence[] {
    return weighed(this.source, this.target, this.#judging).evidence
  }
}

/** A pair; undefined if it cannot be, since it is something else altogether. */
export function judge(source: Unit, target: Unit, judging: Judging): Judged | undefined {
  const isSame = judging.keys.verdict(source, target)?.is === 'same'
  return isSame || isPossible(source, target) ? new Pair(source, target, judging) : undefined
}

function weighed(
  source: Unit,
  target: Unit,
  judging: Judging,
): Pick<Judged, 'evidence' | 'identified' | 'byKey'> {
  const key = judging.keys.verdict(source, target)
  const zone = judging.zones(source, target)
  const name = nameEvidence(source, target, zone, judging.names)
  const evidence = [
    ...(key ? [keyEvidence(key)] : []),
    driverEvidence(source, target),
    capabilityEvidence(source, target),
    ...(name ? [name.evidence] : []),
    ...zoneEvidence(zone),
  ].filter(({ weight }) => weight !== 0)
  const byKey = key?.is === 'same'
  const identified = byKey || (key === undefined && name?.identifies === true)
  return { evidence, identified, byKey }
}

// Two kinds of radio, or two classes of which neither can do all that the other can, are two things.
function isPossible(source: Unit, target: Unit): boolean {
  if (source.channel !== target.channel) return false
  const radios = source.protocols.length > 0 && target.protocols.length > 0
  if (radios && !source.protocols.some((one) => target.protocols.includes(one))) return false
  if (source.class === target.class || source.driver === target.driver) return true
  return source.capabilities.every((one) => target.capabilities.includes(one))
}

function keyEvidence({ is, path }: { readonly is: 'same' | 'other'; readonly path: string }) {
  return is === 'same'
    ? { what: `the same ${path}`, weight: WEIGHTS.sameKey }
    : { what: `another ${path}`, weight: WEIGHTS.otherKey }
}

function driverEvidence(source: Unit, target: Unit): Evidence {
  if (source.driver === target.driver) return { what: 'same driver', weight: WEIGHTS.sameDriver }
  return source.owner === target.owner
    ? { what: 'another driver of the same app', weight: WEIGHTS.sameApp }
    : { what: 'a driver of another app', weight: WEIGHTS.otherDriver }
}

function capabilityEvidence(source: Unit, target: Unit): Evidence {
  const has = new Set(source.capabilities)
  const shared = target.capabilities.filter((one) => has.has(one)).length
  const all = has.size + target.capabilities.length - shared
  if (shared === all) return { what: 'same capabilities', weight: WEIGHTS.allCapabilities }
  const { allCapabilities: most, noCapabilities: least } = WEIGHTS
  return {
    what: `${shared} of ${all} capabilities shared`,
    weight: round(least + ((most - least) * shared) / all),
  }
}

interface NameVerdict {
  readonly evidence: Evidence
  readonly identifies: boolean
}

function nameEvidence(
  source: Unit,
  target: Unit,
  zone: ZoneVerdict,
  names: NameWorth,
): NameVerdict | undefined {
  if (names.isDefault(source) || names.isDefault(target)) return undefined
  const how = likeness(source.name, target.name, names.words)
  const both = `“${source.name}” and “${target.name}”`
  // In its own room somebody put it there, and a plain name is a name. In another one it may be
  // something else with the name that the driver gives: then the room speaks against the name.
  const trusted = zone === 'same' || (zone === 'nothing' && names.isTrusted(target))
  if (how === 'equal') {
    const weight = round(names.rarity(source.name))
    const what = `same name “${source.name}”`
    return { evidence: { what, weight }, identifies: trusted }
  }
  if (how === 'close') {
    const evidence = { what: `names are nearly the same: ${both}`, weight: WEIGHTS.closeName }
    return { evidence, identifies: trusted }
  }
  if (how === 'similar') {
    const evidence = { what: `names are alike: ${both}`, weight: WEIGHTS.similarName }
    return { evidence, identifies: false }
  }
  // A name that the driver may have given does not contradict anything.
  if (!names.isTrusted(target)) return undefined
  return {
    evidence: { what: `another name: ${both}`, weight: WEIGHTS.otherName },
    identifies: false,
  }
}

function zoneEvidence(zone: ZoneVerdict): readonly Evidence[] {
  if (zone === 'same') return [{ what: 'same room', weight: WEIGHTS.sameZone }]
  return zone === 'other' ? [{ what: 'another room', weight: WEIGHTS.otherZone }] : []
}

/** Weights are told to a tenth. */
const round = (weight: number): number => Math.round(weight * 10) / 10
