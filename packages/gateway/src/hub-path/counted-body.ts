// A body that counts as in hand from its first piece until whoever read it is done with it.
import type { Load } from '../operations/load.ts'
import type { HubPathRequest, NoBody } from './request.ts'

/** A body; to be let go once. */
export interface CountedBody extends Disposable {
  readonly bytes: Buffer
}

/** Strangers share among each other what one hub may have. */
export const STRANGERS = 'strangers'

/** Reads a body that is for a hub, or by strangers; why not, and nothing counts, if it could not be read. */
export async function countedBody(
  request: Pick<HubPathRequest, 'readBody'>,
  load: Pick<Load, 'receive' | 'received'>,
  hub: string,
): Promise<CountedBody | NoBody> {
  let taken = 0
  const release = () => {
    load.received(hub, taken)
    taken = 0
  }
  const bytes = await request.readBody((size) => {
    const hasRoom = load.receive(hub, size)
    if (hasRoom) taken += size
    return hasRoom
  })
  if (typeof bytes !== 'string') return { bytes, [Symbol.dispose]: release }
  release()
  return bytes
}
