// Installing an app: it is there at once, starts, and runs some seconds later, or has crashed by then.
// What the store refuses is refused before anything has changed.
import { HubError, invalid, notFound } from '../hub-error.ts'
import { rowOf } from '../json.ts'
import { change, type Hub, lookUp, put, recordEffect } from '../state/hub.ts'
import type { App } from '../state/items.ts'
import { newApp } from '../state/new-app.ts'
import { LISTINGS, type Listing } from './listings.ts'

/** What is wanted of the store. */
export interface Order {
  readonly id: string
  readonly version: string | undefined
  readonly channel: string | undefined
  /** The answer comes when the app runs. */
  readonly wait: boolean
}

/** How long an app takes from its installation until it runs. No public figure says it. */
export const START_MS = 3000

/** Installs an app, or another version of it. @throws HubError if the store has not got it. */
export function installApp(hub: Hub, order: Order): App {
  const { id } = order
  const listing = rowOf(LISTINGS, id)
  if (!listing) throw notFound('App', id)
  if (!listing.platforms.includes(hub.generation)) {
    throw new HubError(400, `App Not Compatible With This Homey: ${id}`, {
      code: 'app_not_compatible',
    })
  }
  const version = versionFor(listing, order)
  const channel = order.channel === 'test' ? 'test' : 'live'
  recordEffect(hub, 'app-installed', { appId: id, version })
  const present = lookUp(hub, 'apps', id)
  if (present) {
    change(hub, 'apps', id, { version, channel, updateAvailable: false, state: 'starting' })
  } else {
    hub.state.appSettings[id] = {}
    const app = newApp({ id, name: listing.name, version, channel, permissions: [] })
    put(hub, 'apps', { ...app, state: 'starting' })
  }
  return start(hub, order)
}

function versionFor({ versions, test }: Listing, { id, version, channel }: Order): string {
  const newest = channel === 'test' ? test : versions.at(-1)
  if (newest === undefined) throw invalid(`App Has No Test Channel: ${id}`)
  if (version === undefined) return newest
  if (version !== test && !versions.includes(version)) {
    throw notFound('AppVersion', `${id}@${version}`)
  }
  return version
}

function start(hub: Hub, { id, wait }: Order): App {
  if (wait) finishStart(hub, id)
  else hub.later(START_MS, () => finishStart(hub, id))
  const app = lookUp(hub, 'apps', id)
  if (!app) throw notFound('App', id)
  return app
}

/** An app that was starting runs now, or has crashed. */
export function finishStart(hub: Hub, id: string): void {
  const app = lookUp(hub, 'apps', id)
  if (app?.state !== 'starting') return
  const crashes = rowOf(LISTINGS, id)?.crashes
  if (crashes === undefined) {
    change(hub, 'apps', id, { state: 'running' })
    return
  }
  const crash = { crashed: true, crashedMessage: crashes, crashedCount: app.crashedCount + 1 }
  change(hub, 'apps', id, { state: 'crashed', ...crash })
}
