// A device exists at once and works later, when its driver has initialised it.
import type { TransferHub } from '../../hub/transfer-hub.ts'
import { isObject, type JsonObject } from '../../json.ts'

/** Time as pairing sees it: how long to wait between two looks, and when to give up. */
export interface Patience {
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>
  /** Milliseconds between two looks; 1000 if it is not said. */
  readonly every?: number
  /** So many looks at most; 60 if it is not said. */
  readonly looks?: number
}

/** What became of a device. */
export type Readiness =
  | { readonly is: 'ready' }
  /** Its driver initialised it, and it cannot be used. */
  | { readonly is: 'unavailable'; readonly why: string | null }
  | { readonly is: 'not-ready' }

/** Waits until a device is ready. @throws HubError */
export async function untilReady(
  hub: TransferHub,
  id: string,
  { wait, every = 1000, looks = 60 }: Patience,
): Promise<Readiness> {
  for (let look = 1; ; look++) {
    const device = await hub.call('devices.getDevice', { id })
    const found = isObject(device) ? readinessOf(device) : undefined
    if (found) return found
    if (look >= looks) return { is: 'not-ready' }
    await wait(every)
  }
}

function readinessOf(device: JsonObject): Readiness | undefined {
  if (device['ready'] === false) return undefined
  if (device['available'] !== false) return { is: 'ready' }
  const why = device['unavailableMessage']
  return { is: 'unavailable', why: typeof why === 'string' ? why : null }
}
