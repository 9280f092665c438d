// Virtual hubs for the tests of this package, with ids that are the same every time, and what every
// snapshot in them is taken with.
import { randomBytes } from 'node:crypto'
import type { Pace } from '@latchkey/homey'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'
import { openHub } from './hub/open-hub.ts'
import type { TransferHub } from './hub/transfer-hub.ts'
import type { SnapshotOptions } from './snapshot/take-snapshot.ts'

/** A virtual hub, and the hub as the stages see it. */
export interface Home extends AsyncDisposable {
  readonly homey: VirtualHomey
  readonly hub: TransferHub
}

/** Quicker than any hub of its kind would bear, for one that is not paced. */
export const AT_ONCE: Pace = { parallel: 8, gap: 0, waiting: 256 }

/**
 * Starts a home and opens it with everything allowed, or with these scopes. It answers as quickly as it
 * is asked unless it is to be `paced` as hubs of its generation are.
 */
export async function openHome(
  options: {
    readonly home?: string
    readonly generation?: VirtualHomey['generation']
    readonly scopes?: readonly string[]
    readonly paced?: boolean
  } = {},
): Promise<Home> {
  const { home = 'apartment', generation = 'pro-2023', scopes, paced = false } = options
  await using stack = new AsyncDisposableStack()
  const homey: VirtualHomey = stack.use(
    await startVirtualHomey({ home, generation, seed: 1, paced }),
  )
  const key = scopes ? keyWith(homey, scopes) : (homey.key ?? homey.signIn())
  const hub = stack.use(
    await openHub({
      ...{ address: homey.address, key, generation },
      ...(paced ? {} : { pace: AT_ONCE }),
    }),
  )
  const owned = stack.move()
  return { homey, hub, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function keyWith(homey: VirtualHomey, scopes: readonly string[]): string {
  return homey.key === null ? homey.signIn('owner', scopes) : homey.createKey(scopes)
}

/** How snapshots are taken here: the time stands still. */
export const TAKING: SnapshotOptions = {
  tool: 'latchkey test',
  now: () => new Date('2026-05-01T08:00:00Z'),
  random: (bytes) => randomBytes(bytes),
}
