// The settings of an app are kept as a whole, and every change of them is told: scripts live there.
// They hold secrets, so whoever may only look at apps is told no more than whose they are.
import type { JsonRecord } from '../json.ts'
import { type Hub, tellMessage } from './hub.ts'

/** Replaces the settings of an app. What the events carry is inferred. */
export function setAppSettings(hub: Hub, appId: string, settings: JsonRecord): void {
  hub.state.appSettings[appId] = settings
  tellMessage(hub, 'homey:manager:apps', 'appsettings.update', { id: appId })
  tellMessage(hub, `homey:appsettings:${appId}`, 'update', { id: appId, settings })
}
