// What limits leave of events: each is judged by the state of the hub, which has taken the event in by the
// time that clients are told of it. While that state is not known nobody with limits is told anything.

import type { Grant } from '../grants/grant.ts'
import { type Coverage, coverageOf } from '../limits/coverage.ts'
import { cutDeletion, cutItem, showsCapability } from '../limits/cut.ts'
import type { Home } from '../limits/home.ts'
import { subjectOf } from '../limits/subject.ts'
import { kindOnSocket } from '../live/kinds.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Lease } from '../live/model.ts'
import { BY_PERMISSION, type EventFilter, type Shown } from './event-filter.ts'
import { RecentDeletions } from './recent-deletions.ts'
import type { ToldEvent } from './told-event.ts'

/** What is kept of a hub as long as it is connected as it is. */
interface Watched {
  readonly lease: Lease
  readonly deletions: RecentDeletions
}

/** How long an event or a subscription waits for the state of the hub, in milliseconds. */
const PATIENCE = 5_000

/** Permissions and limits. */
export class ByLimits implements EventFilter {
  readonly #liveOf: (hubId: string) => LiveHub | undefined
  readonly #watched = new WeakMap<LiveHub, Watched>()

  constructor(liveOf: (hubId: string) => LiveHub | undefined) {
    this.#liveOf = liveOf
  }

  isReady(grant: Grant): boolean {
    return grant.limits === null || this.#homeOf(grant) !== undefined
  }

  async ready(grant: Grant): Promise<boolean> {
    if (this.isReady(grant)) return true
    await this.#liveOf(grant.hubId)?.model.known(PATIENCE)
    return this.isReady(grant)
  }

  shown(event: ToldEvent, grant: Grant): Shown | undefined {
    const shown = BY_PERMISSION.shown(event, grant)
    const subject = subjectOf(grant)
    if (!shown || !subject) return shown
    const { about } = event
    const home = this.#homeOf(grant)
    if (about.kind === undefined || !home) return undefined
    if (about.change === 'delete') {
      const before = coverageOf(subject, this.#before(home, about.kind, about.id, grant))
      return asShown(cutDeletion(about.kind, about.id, before))
    }
    const coverage = coverageOf(subject, home)
    if (about.change !== 'capability') return asShown(cutItem(about.kind, event.data, coverage))
    return showsValue(about.id, event.data, coverage) ? { data: event.data } : undefined
  }

  covers(kind: string, id: string, grant: Grant): boolean {
    const subject = subjectOf(grant)
    if (!subject) return true
    const home = this.#homeOf(grant)
    return home !== undefined && cutDeletion(kind, id, coverageOf(subject, home)) !== undefined
  }

  #homeOf({ hubId }: Grant): Home | undefined {
    const live = this.#liveOf(hubId)
    if (!live) return undefined
    this.#watch(live)
    return live.model.present
  }

  /** The home as it was with an object that has been deleted. */
  #before(home: Home, kind: string, id: string, { hubId }: Grant): Home {
    const live = this.#liveOf(hubId)
    const of = kindOnSocket(kind)
    return (of && live && this.#watch(live).deletions.undone(home, of, id)) ?? home
  }

  #watch(live: LiveHub): Watched {
    const known = this.#watched.get(live)
    if (known) return known
    const deletions = new RecentDeletions()
    live.model.listen({ onChange: (change) => deletions.notice(change) })
    const watched = { lease: live.model.need(), deletions }
    this.#watched.set(live, watched)
    return watched
  }
}

const asShown = (data: unknown): Shown | undefined => (data === undefined ? undefined : { data })

function showsValue(device: string, data: unknown, coverage: Coverage): boolean {
  const capability =
    typeof data === 'object' && data !== null && 'capabilityId' in data ? data.capabilityId : null
  return typeof capability === 'string' && showsCapability(device, capability, coverage)
}
