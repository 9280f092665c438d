// Which zones may be active otherwise than before, because a device has changed: a zone is active by
// what its devices sense.
import type { Item } from '../limits/home.ts'
import { isObject } from './json.ts'

/** The zones whose activity a change of a device may have moved. */
export function activityOf(before: Item | undefined, after: Item | undefined): readonly string[] {
  const [was, is] = [sensed(before), sensed(after)]
  if (was.zone === is.zone && was.what === is.what) return []
  const zones = [was, is].filter(({ what }) => what !== '').map(({ zone }) => zone)
  return [...new Set(zones)].filter((zone) => zone !== '')
}

function sensed(device: Item | undefined): { readonly zone: string; readonly what: string } {
  const { zone, capabilitiesObj: all } = device ?? {}
  const active = Object.values(isObject(all) ? all : {}).flatMap((one) => {
    if (!isObject(one) || one['value'] !== true) return []
    const id = String(one['id'])
    return id.startsWith('alarm_') ? [id] : []
  })
  return { zone: typeof zone === 'string' ? zone : '', what: active.sort().join() }
}
