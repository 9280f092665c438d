// The table of kinds: one row each, in the order in which they are spoken of.
import { advancedFlow, alarm, dashboard, flow, flowFolder, mood, variable } from './automation.ts'
import type { Kind } from './kind.ts'
import type { KindName } from './kind-name.ts'
import { experiment, googleSync, option } from './options.ts'
import { favourites, notificationOwner, user } from './people.ts'
import { device, group, zone } from './rooms.ts'
import { app, appSetting, script } from './software.ts'

/** Every kind, by name. */
export const KINDS: Readonly<Record<KindName, Kind>> = {
  user,
  app,
  'app-setting': appSetting,
  zone,
  device,
  group,
  variable,
  'flow-folder': flowFolder,
  alarm,
  script,
  mood,
  flow,
  'advanced-flow': advancedFlow,
  dashboard,
  option,
  experiment,
  'notification-owner': notificationOwner,
  favourites,
  'google-sync': googleSync,
}
