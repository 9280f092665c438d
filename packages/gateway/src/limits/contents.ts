// Which flows, moods and dashboards are covered: those that are named, and those of which everything is
// understood and covered.
import type { Coverage } from './coverage.ts'
import { type ContentFacts, type ContentMember, contentFacts } from './facts.ts'

/** Kinds that are covered by what they are made of. */
export type MadeKind = 'flow' | 'advanced-flow' | 'mood' | 'dashboard'

/** A flow that starts flows that start flows, longer than this, is covered by none of it. */
const MAX_STARTS = 20

/** How deep is looked at all: far more than counts, and less than the stack holds. */
const MAX_LOOKS = 200

/** By which list of limits a kind is named. */
const LISTS = {
  flow: ['flows', 'flowFolders'],
  'advanced-flow': ['flows', 'flowFolders'],
  mood: ['moods'],
  dashboard: ['dashboards'],
} as const

/** How far flows lead that are covered by what they are made of; undefined for those that are not. */
type Reach = number | undefined

/** The contents of one state of a home, as far as a grant covers them. */
export class Contents {
  readonly #coverage: Coverage
  readonly #reach = new Map<string, Reach>()
  readonly #touches = new Map<string, boolean>()
  readonly #underway = new Set<string>()
  #cutShort = false

  constructor(coverage: Coverage) {
    this.#coverage = coverage
  }

  covers(kind: MadeKind, id: string): boolean {
    return this.#look(kind, id) !== undefined
  }

  /** Whether a member of something is covered; what is of no known kind is not. */
  coversMember(member: ContentMember): boolean {
    return this.#lookAtMember(member) !== undefined
  }

  /** Whether one of these is excepted, or leads to something that is. */
  touchesExcepted(members: readonly ContentMember[]): boolean {
    if (!this.#coverage.exceptions.any) return false
    const seen = new Set<string>()
    const waiting = [...members]
    for (let member = waiting.pop(); member; member = waiting.pop()) {
      if (this.#isExcepted(member)) return true
      const next = this.#madeOf(member)
      if (!next || seen.has(member.id)) continue
      seen.add(member.id)
      for (const one of contentFacts(next, this.#itemOf(next, member.id)).members) waiting.push(one)
    }
    return false
  }

  /** Which of the kinds that are made of others a member is. A picked flow may be of either kind. */
  #madeOf({ kind, id }: ContentMember): MadeKind | undefined {
    const { items } = this.#coverage.home
    if (kind === 'flow' && !items.flow.has(id) && items['advanced-flow'].has(id)) {
      return 'advanced-flow'
    }
    if (kind !== 'flow' && kind !== 'advanced-flow' && kind !== 'mood' && kind !== 'dashboard') {
      return undefined
    }
    return items[kind].has(id) ? kind : undefined
  }

  #itemOf(kind: MadeKind, id: string) {
    return this.#coverage.home.items[kind].get(id) ?? {}
  }

  #isExcepted({ kind, id, uses }: ContentMember): boolean {
    const { exceptions } = this.#coverage
    if (exceptions.zone(id) || exceptions.deviceOrMember(id)) return true
    return kind === 'zone' && uses.includes('acts') && exceptions.inZone(id)
  }

  #touchesIt(kind: MadeKind, id: string): boolean {
    if (!this.#coverage.exceptions.any) return false
    const key = `${kind}:${id}`
    const known = this.#touches.get(key)
    if (known !== undefined) return known
    const touches = this.touchesExcepted(contentFacts(kind, this.#itemOf(kind, id)).members)
    this.#touches.set(key, touches)
    return touches
  }

  // Nought for what is covered by name; else one more than the farthest of what it leads to.
  #look(kind: MadeKind, id: string): Reach {
    const coverage = this.#coverage
    const item = coverage.home.items[kind].get(id)
    if (!item || this.#touchesIt(kind, id)) return undefined
    if (coverage.created(kind, id) || coverage.named(kind, id)) return 0
    const { limits } = coverage
    // Rooms and names add up. Exceptions and capabilities only take away, so beside a list of names
    // they bring nothing in that it does not name.
    const listed = LISTS[kind].some((list) => limits[list] !== undefined)
    if (listed && !limits.places) return undefined
    return this.#byContent(kind, id, contentFacts(kind, item))
  }

  #byContent(kind: MadeKind, id: string, facts: ContentFacts): Reach {
    const key = `${kind}:${id}`
    if (this.#reach.has(key)) return this.#reach.get(key)
    if (this.#underway.has(key)) return undefined
    if (this.#underway.size >= MAX_LOOKS) {
      this.#cutShort = true
      return undefined
    }
    this.#underway.add(key)
    const within = this.isWithinCapabilities(kind, facts) && this.#mayKnow(facts)
    const reach = within ? this.#reachOf(kind, facts) : undefined
    this.#underway.delete(key)
    // What was not looked at to its end is looked at anew by whoever asks for it first.
    if (!this.#cutShort || this.#underway.size === 0) this.#reach.set(key, reach)
    if (this.#underway.size === 0) this.#cutShort = false
    return reach
  }

  #reachOf(kind: MadeKind, { understood, members }: ContentFacts): Reach {
    if (!understood) return undefined
    let farthest = 0
    for (const member of members) {
      const reach = this.#lookAtMember(member)
      if (reach === undefined) return undefined
      farthest = Math.max(farthest, reach)
    }
    if (kind === 'mood' || kind === 'dashboard') return 0
    return farthest > MAX_STARTS ? undefined : farthest + 1
  }

  #lookAtMember(member: ContentMember): Reach {
    const { kind, id, uses } = member
    const made = this.#madeOf(member)
    if (made) return this.#look(made, id)
    const look = Object.hasOwn(MEMBERS, kind) ? MEMBERS[kind] : undefined
    return look?.(this.#coverage, id, uses.includes('acts')) ? 0 : undefined
  }

  // A card may tell what it takes a permission of its own to see.
  #mayKnow({ reveals }: ContentFacts): boolean {
    return reveals.every((one) => this.#coverage.subject.permissions.has(one))
  }

  /** Whether nothing is about a capability of a device that is not covered, as far as it says. */
  isWithinCapabilities(kind: string, { deviceCards, capabilities }: ContentFacts): boolean {
    const coverage = this.#coverage
    if (coverage.limits.capabilities === undefined || kind === 'dashboard') return true
    if (deviceCards) return false
    for (const one of capabilities) if (!coverage.coversCapability(one)) return false
    return true
  }
}

type MemberLook = (coverage: Coverage, id: string, acts: boolean) => boolean

const MEMBERS: Readonly<Record<string, MemberLook>> = {
  device: (coverage, id) => coverage.covers('device', id),
  group: (coverage, id) => coverage.covers('device', id),
  zone: (coverage, id, acts) => coverage.coversZoneOf(acts ? 'action' : undefined, id),
  variable: (coverage, id) => coverage.covers('variable', id),
  script: (coverage, id) => coverage.covers('script', id),
  app: (coverage, id) => coverage.covers('app', id),
  'flow-folder': (coverage, id) => coverage.covers('flow-folder', id),
  alarm: () => true,
  user: (coverage, id) => coverage.covers('user', id),
}
