// Latchkey's own bundles. The lists are reviewed by hand, not computed: a permission is here
// because somebody decided that it belongs here.

import type { Limits } from '../limits/limits.ts'

/** A named set of permissions. */
export interface Preset {
  readonly label: string
  readonly description: string
  /** `every` stands for all permissions that the hub has. */
  readonly permissions: readonly string[] | 'every'
  /** Limits without which the preset would be something else: it brings them along. */
  readonly limits: Limits | null
}

const SEE_THE_HOME = [
  'device:read',
  'zone:read',
  'flow:read',
  'advanced-flow:read',
  'flow-folder:read',
  'flow-card:read',
  'flow-token:read',
  'mood:read',
  'variable:read',
  'dashboard:read',
  'widget:read',
  'alarm:read',
  'app:read',
  'driver:read',
  'energy:read',
  'icon:read',
]

const USE_THE_HOME = [
  ...SEE_THE_HOME,
  'device:control',
  'mood:set',
  'flow:start',
  'advanced-flow:start',
]

const SETTINGS_READ = [
  'app-settings:read',
  'audio:read',
  'auto-update:read',
  'backup:read',
  'device-secret:read',
  'device-settings:read',
  'energy-dongle:read',
  'energy-price:read',
  'experiment:read',
  'google-pin:read',
  'google-sync:read',
  'homeyscript:read',
  'image:read',
  'insights:read',
  'language:read',
  'led-ring:read',
  'location:read',
  'pair-session:read',
  'profile:read',
  'speech:read',
  'system:read',
  'timeline-settings:read',
  'update-settings:read',
  'user:read',
  'widget-store:read',
  'zwave:read',
]

const WRITE_THE_HOME = [
  ...[
    ...['advanced-flow', 'alarm', 'dashboard', 'flow', 'flow-folder', 'homeyscript', 'mood'],
    ...['variable', 'zone'],
  ].flatMap((resource) => [`${resource}:create`, `${resource}:update`, `${resource}:delete`]),
  'advanced-flow:enable',
  'app:enable',
  'app:install',
  'app:uninstall',
  'app-settings:update',
  'audio:update',
  'auto-update:update',
  'backup:create',
  'backup:update',
  'device-group:create',
  'device-group:update',
  'device-settings:update',
  // Groups that were made are devices, also when they are taken back.
  'device:delete',
  'device:update',
  'energy-dongle:update',
  'energy-price:update',
  'experiment:update',
  'flow:enable',
  'google-pin:update',
  'google-sync:update',
  'language:update',
  'led-ring:update',
  'location:update',
  'pair-session:create',
  'profile:update',
  'speech:update',
  'system-name:update',
  'timeline-settings:update',
  'update-settings:update',
  // A room that things are moved to may be one that another key is for.
  'zone:move',
  'zwave:update',
]

/** All presets by name. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  'preset:read-only': {
    label: 'See the home',
    description: 'Devices, zones, Flows, moods and the like; no people, places, pictures, secrets.',
    permissions: SEE_THE_HOME,
    limits: null,
  },
  'preset:control': {
    label: 'Use the home',
    description: 'See it, switch devices, set moods, start Flows; no locks, doors, alarms.',
    permissions: USE_THE_HOME,
    limits: null,
  },
  'preset:flow-helper': {
    label: 'Help with Flows',
    description: 'Make and change its own Flows, without code and without sensitive devices.',
    permissions: [
      ...SEE_THE_HOME,
      'flow:create',
      'flow:update',
      'advanced-flow:create',
      'advanced-flow:update',
    ],
    limits: { own: true },
  },
  'preset:assistant': {
    label: 'Assistant',
    description: 'Use the home, keep variables, look back at insights; no locks, doors, alarms.',
    permissions: [...USE_THE_HOME, 'variable:update', 'insights:read'],
    limits: null,
  },
  'preset:transfer-source': {
    label: 'Transfer: read this home',
    description: 'Read all that can be moved to another Homey, settings and their secrets too.',
    permissions: [...SEE_THE_HOME, ...SETTINGS_READ],
    limits: null,
  },
  'preset:transfer-target': {
    label: 'Transfer: write this home',
    description: 'Read and write all that can be moved from another Homey.',
    permissions: [...SEE_THE_HOME, ...SETTINGS_READ, ...WRITE_THE_HOME],
    limits: null,
  },
  'preset:full-control': {
    label: 'Everything (full control)',
    description: 'All that the owner can do with this Homey.',
    permissions: 'every',
    limits: null,
  },
}
