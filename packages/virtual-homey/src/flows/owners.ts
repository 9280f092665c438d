// Who brings a card or a token: the hub itself always can, an app only while it runs.
import { type Hub, lookUp } from '../state/hub.ts'

/** False for an app that is missing or does not run. */
export function isRunning(hub: Hub, ownerUri: string): boolean {
  const [, kind, id = ''] = ownerUri.split(':')
  return kind !== 'app' || lookUp(hub, 'apps', id)?.state === 'running'
}
