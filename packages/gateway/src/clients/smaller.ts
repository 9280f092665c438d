// What would do in place of a permission, for those who need no more: a reviewed table.

/** What would do, and for whom. */
export interface Smaller {
  readonly instead: string
  readonly when: string
}

/** By permission. */
export const SMALLER: Readonly<Record<string, Smaller>> = {
  'flow:update': { instead: 'flow:enable', when: 'it only switches Flows on and off' },
  'advanced-flow:update': {
    instead: 'advanced-flow:enable',
    when: 'it only switches Advanced Flows on and off',
  },
  'flow-card:run': { instead: 'flow:start', when: 'a Flow that the owner made does the same' },
  'homeyscript:run': { instead: 'flow:start', when: 'the owner puts the script into a Flow' },
  'homeyscript:update': { instead: 'homeyscript:read', when: 'it only shows scripts' },
  'mood:update': { instead: 'mood:set', when: 'it only sets moods' },
  'user:read': { instead: 'presence:read', when: 'it only wants to know who is home' },
  'presence:update': { instead: 'own-presence:update', when: 'it tells of its own user only' },
  'app-settings:read': { instead: 'app:read', when: 'it only shows which apps there are' },
  'device-settings:update': { instead: 'device:control', when: 'it only switches devices' },
  'device:update': { instead: 'device:control', when: 'it only switches devices' },
  'preset:full-control': {
    instead: 'preset:control',
    when: 'it uses the home and does not change it',
  },
  homey: { instead: 'preset:control', when: 'it uses the home and does not change it' },
}

/** A permission that can do all that another can. */
export const INCLUDES: Readonly<Record<string, string>> = {
  'flow:update': 'flow:enable',
  'advanced-flow:update': 'advanced-flow:enable',
}
