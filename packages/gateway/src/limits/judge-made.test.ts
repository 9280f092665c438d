// Moods, groups, dashboards and variables that are written under limits (docs/decisions/0009).
import { board, group, KITCHEN_ONLY, LAMP_ONLY, mood, saysOf } from './says.test-support.ts'
import * as at from './small-home.test-support.ts'

const { LAMP, FRIDGE, BED, LOCK, GROUP, MIXED, KITCHEN, BEDROOM, BED_MOOD, VARIABLE } = at

saysOf('moods, groups, dashboards, variables', [
  [KITCHEN_ONLY, ['moods.createMood', {}, mood(LAMP)], 'allow'],
  [KITCHEN_ONLY, ['moods.createMood', {}, mood(BED)], 'content-not-covered'],
  [KITCHEN_ONLY, ['moods.createMood', {}, { ...mood(LAMP), zone: BEDROOM }], 'content-not-covered'],
  [KITCHEN_ONLY, ['moods.createMood', {}, { ...mood(LAMP), zone: null }], 'content-not-covered'],
  [
    KITCHEN_ONLY,
    ['moods.createMood', {}, { name: 'x', devices: { [LAMP]: { onoff: true } } }],
    'not-understood',
  ],
  [
    { ...LAMP_ONLY, capabilities: ['dim'] },
    ['moods.createMood', {}, mood(LAMP)],
    'content-not-covered',
  ],
  [{ ...LAMP_ONLY, capabilities: ['onoff'] }, ['moods.createMood', {}, mood(LAMP)], 'allow'],
  [{ devices: [LOCK] }, ['moods.createMood', {}, mood(LOCK)], 'content-not-covered'],
  [
    { ...KITCHEN_ONLY, moods: [BED_MOOD] },
    ['moods.updateMood', { id: BED_MOOD }, { name: 'x' }],
    'allow',
  ],
  [
    { ...KITCHEN_ONLY, moods: [BED_MOOD] },
    ['moods.updateMood', { id: BED_MOOD }, { preset: 'night' }],
    'content-not-covered',
  ],
  [
    { ...KITCHEN_ONLY, moods: [BED_MOOD] },
    ['moods.updateMood', { id: BED_MOOD }, { devices: { [LAMP]: { state: { onoff: true } } } }],
    'allow',
  ],
  [KITCHEN_ONLY, ['devices.createGroup', {}, group([LAMP])], 'allow'],
  [KITCHEN_ONLY, ['devices.createGroup', {}, group([LAMP, BED])], 'content-not-covered'],
  [
    KITCHEN_ONLY,
    ['devices.createGroup', {}, { ...group([LAMP]), zoneId: BEDROOM }],
    'content-not-covered',
  ],
  [
    KITCHEN_ONLY,
    ['devices.createGroup', {}, { ...group([LAMP]), zone: BEDROOM }],
    'not-understood',
  ],
  [
    KITCHEN_ONLY,
    ['devices.createGroup', {}, { name: 'x', deviceIds: [LAMP] }],
    'content-not-covered',
  ],
  [
    { devices: [LOCK], zones: [KITCHEN] },
    ['devices.createGroup', {}, group([LOCK])],
    'content-not-covered',
  ],
  [KITCHEN_ONLY, ['devices.updateGroup', { id: GROUP }, { deviceIds: [LAMP, FRIDGE] }], 'allow'],
  [
    KITCHEN_ONLY,
    ['devices.updateGroup', { id: GROUP }, { deviceIds: [BED] }],
    'content-not-covered',
  ],
  [KITCHEN_ONLY, ['devices.updateGroup', { id: LAMP }, { deviceIds: [LAMP] }], 'not-covered'],
  [KITCHEN_ONLY, ['devices.updateGroup', { id: MIXED }, { name: 'x' }], 'not-covered'],
  [
    KITCHEN_ONLY,
    ['dashboards.createDashboard', {}, board({ type: 'device', deviceId: LAMP })],
    'allow',
  ],
  [
    KITCHEN_ONLY,
    ['dashboards.createDashboard', {}, board({ type: 'device', deviceId: BED })],
    'content-not-covered',
  ],
  [KITCHEN_ONLY, ['dashboards.createDashboard', {}, board({ type: 'app' })], 'not-understood'],
  [KITCHEN_ONLY, ['dashboards.updateDashboard', { id: at.BOARD }, { name: 'x' }], 'allow'],
  [{ own: true }, ['logic.createVariable', {}, { name: 'x', type: 'number', value: 1 }], 'allow'],
  [
    { own: true },
    ['logic.createVariable', {}, { name: ['x'], type: 'number', value: 1 }],
    'not-understood',
  ],
  [{ own: true }, ['logic.updateVariable', { id: VARIABLE }, { value: 1 }], 'limited'],
  [
    { variables: [VARIABLE], own: true },
    ['logic.updateVariable', { id: VARIABLE }, { value: 1 }],
    'allow',
  ],
  [
    { variables: [VARIABLE] },
    ['logic.updateVariable', { id: VARIABLE }, { value: {} }],
    'not-understood',
  ],
])
