// What a grant covers of a home (docs/decisions/0009): looked up in its present state, each thing when
// it is asked for. Reading asks `covers`; changing asks `mayAffect` as well.
import {
  type CardRole,
  type CreatedId,
  isHomeyScriptCard,
  MANAGER_CARDS,
} from '@latchkey/catalogue'
import { isFixed } from './card-rules.ts'
import { type CompiledLimits, compiledLimits } from './compiled-limits.ts'
import { Contents } from './contents.ts'
import { deviceFacts, revealedBy } from './facts.ts'
import { type Home, type HomeKind, type Item, withItem } from './home.ts'
import { isSame } from './is-same.ts'
import { parseOwned, parseOwner } from './owner-uri.ts'
import { Exceptions, isBelow } from './places.ts'
import type { LimitedSubject } from './subject.ts'

/** What coverage is asked of. A group is a device; a flow is one of its two kinds. */
export type CoveredKind = HomeKind | 'script' | 'app' | 'alarm'

const coverages = new WeakMap<LimitedSubject, WeakMap<Home, Coverage>>()

/** What a grant covers of one state of a home. It is remembered, so ask as often as you like. */
export function coverageOf(subject: LimitedSubject, home: Home): Coverage {
  const known = coverages.get(subject)?.get(home)
  if (known) return known
  const coverage = new Coverage(subject, home)
  const byHome = coverages.get(subject) ?? new WeakMap<Home, Coverage>()
  coverages.set(subject, byHome.set(home, coverage))
  return coverage
}

/** What a grant covers of one state of a home. */
export class Coverage {
  readonly subject: LimitedSubject
  readonly home: Home
  readonly limits: CompiledLimits
  readonly exceptions: Exceptions
  readonly contents: Contents
  #uncovered: ReadonlySet<string> | undefined
  #leaky: ReadonlySet<string> | undefined

  constructor(subject: LimitedSubject, home: Home) {
    this.subject = subject
    this.home = home
    this.limits = compiledLimits(subject.limits)
    this.exceptions = new Exceptions(this.limits, home)
    this.contents = new Contents(this)
  }

  /** Whether something may be read, listed and told of. What is not there is not covered. */
  covers(kind: CoveredKind, id: string): boolean {
    return COVERS[kind](this, id)
  }

  /**
   * Whether an object as a hub answers it is covered: as the model has it, and as it is said to be
   * now, should the two differ.
   */
  coversItem(kind: HomeKind, item: Item): boolean {
    const { id } = item
    const present = typeof id === 'string' ? this.home.items[kind].get(id) : undefined
    if (typeof id !== 'string' || !present || !this.covers(kind, id)) return false
    if (isSame(kind, present, item)) return true
    return coverageOf(this.subject, withItem(this.home, kind, id, item)).covers(kind, id)
  }

  /** Whether a capability of a covered device is covered; of which device makes no difference. */
  coversCapability(capability: string): boolean {
    return this.limits.capabilities?.has(capability) ?? true
  }

  /** Whether `own` lets something covered be changed, deleted, started, set or run. */
  mayAffect(kind: CoveredKind, id: string): boolean {
    return !this.limits.own || !OWNED.has(kind) || this.created(kind, id) || this.named(kind, id)
  }

  /** Whether this grant created it. */
  created(kind: CoveredKind, id: string): boolean {
    const made: ReadonlySet<CreatedId | string> = this.subject.created
    return made.has(`${kind}:${id}`)
  }

  /** Whether the limits name it; a flow or folder also by what it lies in. */
  named(kind: CoveredKind, id: string): boolean {
    return NAMED[kind]?.(this, id) ?? false
  }

  /** Whether what belongs to the owner with this URI, and is called `name` there, is covered. */
  coversOwner(uri: string, name?: string): boolean {
    const owner = parseOwner(uri)
    const judge = owner && (Object.hasOwn(OWNERS, owner.type) ? OWNERS[owner.type] : undefined)
    return judge ? judge(this, owner.id, name) : !this.limits.room
  }

  /** Whether a card, by its full id, may be used in what is written or run. */
  mayUseCard(role: CardRole, id: string): boolean {
    const { cards, capabilities } = this.limits
    const owner = parseOwner(parseOwned(id)?.uri ?? '')
    if (!owner || (cards && !cards.has(id))) return false
    if (owner.type === 'device') {
      return this.covers('device', owner.id) && (cards !== undefined || capabilities === undefined)
    }
    if (owner.type === 'zone') return this.coversZoneOf(role, owner.id)
    if (owner.type === 'mood') return this.covers('mood', owner.id)
    const reveals = revealedBy(role, id)
    if (reveals !== undefined && !this.subject.permissions.has(reveals)) return false
    if (cards)
      return (
        !isHomeyScriptCard({ id }) || !this.limits.room || cards.get(id)?.some(isFixed) === true
      )
    return owner.type === 'manager' && Object.hasOwn(MANAGER_CARDS[role], id)
  }

  /** Whether a zone is covered for a card; one that acts on it moves all that is in it. */
  coversZoneOf(role: CardRole | undefined, id: string): boolean {
    return this.covers('zone', id) && (role !== 'action' || !this.#isLeaky(id))
  }

  /** Whether acting on a zone would move what is not covered, or not without a permission of its own. */
  #isLeaky(zone: string): boolean {
    if (this.limits.capabilities !== undefined || this.exceptions.inZone(zone)) return true
    this.#leaky ??= this.#leakyZones()
    return this.#leaky.has(zone)
  }

  #leakyZones(): ReadonlySet<string> {
    const { zone: zones, device: devices } = this.home.items
    const moves = this.subject.permissions.has('security-device:control')
    const found = new Set<string>()
    for (const [id, device] of devices) {
      const facts = deviceFacts(device)
      if (this.covers('device', id) && (moves || !facts.security)) continue
      let at: unknown = facts.zone
      while (typeof at === 'string' && !found.has(at)) {
        found.add(at)
        at = zones.get(at)?.['parent']
      }
    }
    return found
  }

  /** Whether an image or a video is of a covered device. */
  coversMedia(id: string): boolean {
    if (!this.limits.room) return true
    for (const [device, item] of this.home.items.device) {
      if (deviceFacts(item).media.has(id) && this.covers('device', device)) return true
    }
    return false
  }

  /** The ids of everything in the home that is not covered. */
  get uncovered(): ReadonlySet<string> {
    this.#uncovered ??= new Set(
      HOME_ENTRIES.flatMap((kind) =>
        [...this.home.items[kind].keys()].filter((id) => !this.covers(kind, id)),
      ),
    )
    return this.#uncovered
  }
}

const HOME_ENTRIES = [
  ...(['zone', 'device', 'flow', 'advanced-flow', 'flow-folder'] as const),
  ...(['variable', 'mood', 'dashboard'] as const),
]

type Look = (coverage: Coverage, id: string) => boolean

/** What `own` is about. */
const OWNED: ReadonlySet<CoveredKind> = new Set<CoveredKind>([
  ...(['flow', 'advanced-flow', 'flow-folder', 'mood', 'variable'] as const),
  ...(['dashboard', 'script'] as const),
])

const flowNamed =
  (kind: 'flow' | 'advanced-flow'): Look =>
  ({ limits, home }, id) =>
    limits.flows?.has(id) === true ||
    isBelow(home.items['flow-folder'], home.items[kind].get(id)?.['folder'], limits.flowFolders)

const NAMED: Readonly<Partial<Record<CoveredKind, Look>>> = {
  flow: flowNamed('flow'),
  'advanced-flow': flowNamed('advanced-flow'),
  'flow-folder': ({ limits, home }, id) =>
    isBelow(home.items['flow-folder'], id, limits.flowFolders),
  mood: ({ limits }, id) => limits.moods?.has(id) === true,
  variable: ({ limits }, id) => limits.variables?.has(id) === true,
  dashboard: ({ limits }, id) => limits.dashboards?.has(id) === true,
  script: ({ limits }, id) => limits.scripts?.has(id) === true,
  app: ({ limits }, id) => limits.apps?.has(id) === true,
}

/** Covered if created or named, and all of them where nothing limits them. */
const byName =
  (kind: 'script' | 'app' | 'variable', list: 'scripts' | 'apps' | 'variables'): Look =>
  (coverage, id) =>
    (kind !== 'variable' || coverage.home.items.variable.has(id)) &&
    (coverage.created(kind, id) ||
      coverage.named(kind, id) ||
      (coverage.limits[list] === undefined && !coverage.limits.room))

const COVERS: Readonly<Record<CoveredKind, Look>> = {
  device: (coverage, id) => coversDevice(coverage, id, 0),
  zone: (coverage, id) => {
    const { limits, home, exceptions } = coverage
    if (!home.items.zone.has(id) || exceptions.zone(id)) return false
    if (!limits.places) return true
    return isBelow(home.items.zone, id, limits.zones) || coverage.created('zone', id)
  },
  flow: ({ contents }, id) => contents.covers('flow', id),
  'advanced-flow': ({ contents }, id) => contents.covers('advanced-flow', id),
  mood: ({ contents }, id) => contents.covers('mood', id),
  dashboard: ({ contents }, id) => contents.covers('dashboard', id),
  'flow-folder': (coverage, id) => {
    const { limits, home } = coverage
    if (!home.items['flow-folder'].has(id)) return false
    if (coverage.created('flow-folder', id) || coverage.named('flow-folder', id)) return true
    return limits.flowFolders === undefined && limits.flows === undefined && !limits.room
  },
  variable: byName('variable', 'variables'),
  script: byName('script', 'scripts'),
  app: byName('app', 'apps'),
  user: ({ home }, id) => home.items.user.has(id),
  alarm: () => true,
}

// Groups of groups end where they come back to themselves.
const MAX_GROUPS = 20

function coversDevice(coverage: Coverage, id: string, depth: number): boolean {
  const { limits, home, exceptions } = coverage
  const device = home.items.device.get(id)
  if (!device || exceptions.device(id)) return false
  const { group, members, security, zone } = deviceFacts(device)
  if (group && exceptions.deviceOrMember(id)) return false
  if (limits.devices?.has(id)) return true
  if (group) {
    if (!members || depth >= MAX_GROUPS) return false
    if (!members.every((one) => coversDevice(coverage, one, depth + 1))) return false
  }
  if (!limits.places || coverage.created('device', id)) return true
  return !security && isBelow(home.items.zone, zone, limits.zones)
}

const OWNERS: Readonly<
  Record<string, (coverage: Coverage, id: string, name: string | undefined) => boolean>
> = {
  device: (coverage, id, name) =>
    coverage.covers('device', id) && (name === undefined || coverage.coversCapability(name)),
  zone: (coverage, id) => coverage.covers('zone', id),
  mood: (coverage, id) => coverage.covers('mood', id),
  flow: (coverage, id) => coverage.covers('flow', id),
  advancedflow: (coverage, id) => coverage.covers('advanced-flow', id),
  app: (coverage, id) => coverage.covers('app', id),
  user: () => true,
  manager: (coverage, id, name) => {
    if (id === 'cron') return true
    if (id === 'logic' && name !== undefined && coverage.home.items.variable.has(name)) {
      return coverage.covers('variable', name)
    }
    return !coverage.limits.room
  },
}
