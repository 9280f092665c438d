// Apps take their time: one that was installed has to start before its cards are there.
import type { TransferHub } from '../hub/transfer-hub.ts'
import { isObject, type JsonObject } from '../json.ts'
import type { Surroundings } from './surroundings.ts'

/** Between two looks at an app that is starting, in milliseconds. */
const PAUSE = 1000

/** An app of a hub, as its list has it; nothing if it is not installed. @throws HubError */
export async function installedApp(hub: TransferHub, id: string): Promise<JsonObject | undefined> {
  const answer = await hub.call('apps.getApps')
  const apps = Array.isArray(answer) ? answer : isObject(answer) ? Object.values(answer) : []
  return apps.filter(isObject).find((app) => app['id'] === id)
}

/**
 * Waits until an app runs. One that does not start in time is no reason to stop: what needs its cards
 * is held by what verifies them.
 */
export async function awaitRunning(
  hub: TransferHub,
  id: string,
  { appPatience, sleep, signal }: Surroundings,
): Promise<boolean> {
  for (let waited = 0; waited <= appPatience; waited += PAUSE) {
    const app = await installedApp(hub, id)
    if (app?.['state'] === 'running') return true
    const isOff = app?.['enabled'] === false || app?.['state'] === 'crashed'
    if (isOff || signal?.aborted) return false
    await sleep(PAUSE)
  }
  return false
}
