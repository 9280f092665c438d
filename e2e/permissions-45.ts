// The permissions that started this project, by hand from what was asked for, each with the
// operations of a Pro 2023 that it opens, and how other hubs differ. Nothing here is computed: it is
// what the matrix is held against.
import type { Generation } from '@latchkey/catalogue'

/** Operation ids (`<manager>.<operation>`) of V3 local, by permission; empty where there are none. */
export const ASKED_FOR: Readonly<Record<string, readonly string[]>> = {
  'flow:create': ['flow.createFlow'],
  'flow:update': ['flow.updateFlow'],
  'flow:read': ['flow.getFlow', 'flow.getFlows'],
  'advanced-flow:create': ['flow.createAdvancedFlow'],
  'advanced-flow:update': ['flow.updateAdvancedFlow'],
  'advanced-flow:read': ['flow.getAdvancedFlow', 'flow.getAdvancedFlows'],
  'flow-folder:create': ['flow.createFlowFolder'],
  'flow-folder:update': ['flow.updateFlowFolder'],
  'flow-folder:read': ['flow.getFlowFolder', 'flow.getFlowFolders'],
  'variable:create': ['logic.createVariable'],
  'variable:read': ['logic.getVariable', 'logic.getVariables'],
  'mood:create': ['moods.createMood'],
  'mood:update': ['moods.updateMood'],
  'mood:read': ['moods.getMood', 'moods.getMoods'],
  'dashboard:create': ['dashboards.createDashboard'],
  'dashboard:update': ['dashboards.updateDashboard'],
  'dashboard:read': ['dashboards.getDashboard', 'dashboards.getDashboards'],
  'alarm:create': ['alarms.createAlarm'],
  'alarm:read': ['alarms.getAlarm', 'alarms.getAlarms'],
  'led-ring:update': ['ledring.setOptionScreensaver', 'ledring.unsetOptionScreensaver'],
  'led-ring:read': ['ledring.getOptionScreensaver', 'ledring.getScreensavers'],
  'google-sync:update': [
    'google-assistant.setOptionEnabled',
    'google-assistant.sync',
    'google-assistant.unsetOptionEnabled',
  ],
  'google-sync:read': ['google-assistant.getOptionEnabled', 'google-assistant.getState'],
  'audio:update': [],
  'audio:read': [],
  'location:read': ['geolocation.getOptionAddress', 'geolocation.getOptionLocation'],
  'location:update': [
    'geolocation.setOptionAddress',
    'geolocation.setOptionLocation',
    'geolocation.unsetOptionAddress',
    'geolocation.unsetOptionLocation',
  ],
  'app:install': ['apps.installFromAppStore'],
  'app:read': ['apps.getApp', 'apps.getAppLocales', 'apps.getAppUsage', 'apps.getApps'],
  'device:read': ['devices.getCapabilityValue', 'devices.getDevice', 'devices.getDevices'],
  'pair-session:create': [
    'drivers.createPairSession',
    'drivers.createPairSessionDevice',
    'drivers.deletePairSession',
    'drivers.emitPairingCallback',
    'drivers.emitPairingEvent',
    'drivers.emitPairingHeartbeat',
  ],
  'device-settings:update': ['devices.setDeviceSettings'],
  'homeyscript:create': [],
  'homeyscript:read': [],
  'app-settings:read': ['apps.getAppSetting', 'apps.getAppSettings'],
  'app-settings:update': ['apps.setAppSetting', 'apps.unsetAppSetting'],
  'experiment:read': ['experiments.getExperiments'],
  'experiment:update': ['experiments.disableExperiment', 'experiments.enableExperiment'],
  'timeline-settings:read': ['notifications.getOwners'],
  'timeline-settings:update': ['notifications.setOwnerEnabled', 'notifications.setOwnerPush'],
  'auto-update:read': ['updates.getOptionAutoupdate'],
  'auto-update:update': [
    'apps.updateApp',
    'updates.setOptionAutoupdate',
    'updates.unsetOptionAutoupdate',
  ],
  'zone:create': ['zones.createZone'],
  'zone:update': ['zones.updateZone'],
  'zone:read': ['zones.getZone', 'zones.getZones'],
}

/** What a permission opens on another kind of hub: besides, and not, because it is not there. */
interface Difference {
  readonly more?: readonly string[]
  readonly gone?: readonly string[]
}

const ONLY_ON_THE_HUB_IN_THE_HOUSE: Readonly<Record<string, Difference>> = {
  'alarm:create': { gone: ['alarms.createAlarm'] },
  'alarm:read': { gone: ['alarms.getAlarm', 'alarms.getAlarms'] },
  'led-ring:update': { gone: ['ledring.setOptionScreensaver', 'ledring.unsetOptionScreensaver'] },
  'led-ring:read': { gone: ['ledring.getOptionScreensaver', 'ledring.getScreensavers'] },
  'experiment:read': { gone: ['experiments.getExperiments'] },
  'experiment:update': { gone: ['experiments.disableExperiment', 'experiments.enableExperiment'] },
  'auto-update:read': { gone: ['updates.getOptionAutoupdate'] },
  'auto-update:update': {
    gone: ['apps.updateApp', 'updates.setOptionAutoupdate', 'updates.unsetOptionAutoupdate'],
  },
  'app:read': { gone: ['apps.getAppLocales', 'apps.getAppUsage'] },
}

/** By generation and permission; what stands in no row is as on a Pro 2023. */
export const DIFFERENCES: Readonly<Record<Generation, Readonly<Record<string, Difference>>>> = {
  'pro-2023': {},
  'pro-2019': {
    'audio:update': { more: ['audio.setOptionVolume', 'audio.unsetOptionVolume'] },
    'audio:read': { more: ['audio.getOptionVolume'] },
    'led-ring:update': {
      more: ['ledring.setOptionBrightness', 'ledring.unsetOptionBrightness'],
    },
    'led-ring:read': { more: ['ledring.getOptionBrightness'] },
    'location:update': {
      more: ['geolocation.setOptionMode', 'geolocation.unsetOptionMode'],
      gone: ['geolocation.setOptionAddress', 'geolocation.unsetOptionAddress'],
    },
    'location:read': {
      more: ['geolocation.getOptionMode'],
      gone: ['geolocation.getOptionAddress'],
    },
    'google-sync:read': { gone: ['google-assistant.getState'] },
    'app:read': { gone: ['apps.getAppUsage'] },
    'device:read': {
      more: ['devices.getCapabilities', 'devices.getCapability'],
      gone: ['devices.getCapabilityValue'],
    },
  },
  cloud: {
    ...ONLY_ON_THE_HUB_IN_THE_HOUSE,
    'google-sync:update': {
      more: ['devices.hideDeviceFromExternalService', 'devices.unhideDeviceFromExternalService'],
      gone: [
        'google-assistant.setOptionEnabled',
        'google-assistant.sync',
        'google-assistant.unsetOptionEnabled',
      ],
    },
    'google-sync:read': { gone: ['google-assistant.getOptionEnabled'] },
  },
}

/** HomeyScript's routes, which no specification names: method, path below the app, permission. */
export const SCRIPT_ROUTES: readonly (readonly [string, string, string])[] = [
  ['GET', '/script', 'homeyscript:read'],
  ['GET', '/script/7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10', 'homeyscript:read'],
  ['POST', '/script', 'homeyscript:create'],
  ['PUT', '/script/7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10', 'homeyscript:update'],
  ['DELETE', '/script/7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10', 'homeyscript:delete'],
  ['POST', '/script/7e0f0c4e-0f6c-4a41-9d6c-2c6a2c1d9f10/run', 'homeyscript:run'],
]
