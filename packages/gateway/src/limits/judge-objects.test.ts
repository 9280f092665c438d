// Calls about one object, and what belongs to something, under limits (docs/decisions/0009).
import { KITCHEN_ONLY, LAMP_ONLY, saysOf } from './says.test-support.ts'
import * as at from './small-home.test-support.ts'

const { LAMP, FRIDGE, BED, LOCK, PANTRY, NOBODY, COOK, SLEEP, STRANGE, MOOD } = at

saysOf('objects in the path', [
  [KITCHEN_ONLY, ['devices.getDevice', { id: LAMP }], 'allow'],
  [KITCHEN_ONLY, ['devices.getDevice', { id: BED }], 'not-covered'],
  [KITCHEN_ONLY, ['devices.getDevice', { id: NOBODY }], 'not-covered'],
  [KITCHEN_ONLY, ['devices.getDevice', { id: `${LAMP} ` }], 'not-covered'],
  [KITCHEN_ONLY, ['devices.getDevice', { id: LOCK }], 'not-covered'],
  [KITCHEN_ONLY, ['devices.deleteDevice', { id: FRIDGE }], 'allow'],
  [KITCHEN_ONLY, ['zones.getZone', { id: PANTRY }], 'allow'],
  [KITCHEN_ONLY, ['flow.shareFlow', { id: COOK }], 'allow'],
  [KITCHEN_ONLY, ['flow.shareFlow', { id: SLEEP }], 'not-covered'],
  [KITCHEN_ONLY, ['flow.testFlow', {}, { flow: {} }], 'limited'],
  [{ own: true }, ['flow.testFlow', {}, { flow: {} }], 'limited'],
  [{ own: true }, ['flow.triggerFlow', { id: COOK }], 'limited'],
  [{ own: true }, ['flow.triggerFlow', { id: COOK }], 'allow', [`flow:${COOK}`]],
  [{ own: true }, ['flow.getFlow', { id: COOK }], 'allow'],
  [{ own: true }, ['flow.getFlow', { id: STRANGE }], 'not-covered'],
  [{ own: true }, ['moods.setMood', { id: MOOD }], 'limited'],
  [{ drafts: true }, ['flow.triggerFlow', { id: COOK }], 'draft-only'],
  [{ drafts: true }, ['flow.deleteFlow', { id: COOK }], 'draft-only'],
  [{ drafts: true }, ['flow.deleteFlow', { id: SLEEP }], 'allow'],
  [{ drafts: true }, ['moods.setMood', { id: MOOD }], 'allow'],
  [KITCHEN_ONLY, ['energydongle.getUartConfig', { deviceId: LAMP }], 'allow'],
  [KITCHEN_ONLY, ['energydongle.getUartConfig', { deviceId: BED }], 'limited'],
  [{ own: true }, ['energydongle.getUartConfig', { deviceId: NOBODY }], 'not-covered'],
  [
    KITCHEN_ONLY,
    ['devices.hideDeviceFromExternalService', { id: BED }, { service: 'x' }],
    'not-covered',
  ],
  [{ apps: ['a.b'] }, ['apps.getApp', { id: 'a.b' }], 'allow'],
  [{ apps: ['a.b'] }, ['apps.getApp', { id: 'a.c' }], 'not-covered'],
  [{ apps: ['a.b'] }, ['apps.restartApp', { id: 'a.c' }], 'not-covered'],
  [KITCHEN_ONLY, ['apps.restartApp', { id: 'a.c' }], 'limited'],
  [{ ...KITCHEN_ONLY, apps: ['a.b'] }, ['apps.restartApp', { id: 'a.b' }], 'allow'],
  [{ ...KITCHEN_ONLY, apps: ['a.b'] }, ['app.get', { app: 'a.b' }], 'allow'],
  [KITCHEN_ONLY, ['app.post', { app: 'a.b' }, {}], 'limited'],
  [{ ...KITCHEN_ONLY, apps: ['a.b'] }, ['apps.getAppSettings', { id: 'a.b' }], 'allow'],
  [
    { ...KITCHEN_ONLY, apps: ['com.athom.homeyscript'] },
    ['apps.getAppSettings', { id: 'com.athom.homeyscript' }],
    'limited',
  ],
  [{ own: true }, ['apps.getAppSettings', { id: 'com.athom.homeyscript' }], 'allow'],
  [{ own: true }, ['apps.installFromAppStore', {}, { id: 'a.b' }], 'allow'],
  [{ apps: ['a.b'] }, ['apps.installFromAppStore', {}, { id: 'a.c' }], 'limited'],
  [KITCHEN_ONLY, ['apps.installFromAppStore', {}, { id: 'a.b' }], 'limited'],
  [KITCHEN_ONLY, ['files.getImage', { id: at.uuid(91) }], 'allow'],
  [KITCHEN_ONLY, ['files.getImage', { id: at.uuid(92) }], 'not-covered'],
  [{ own: true }, ['files.getImage', { id: at.uuid(92) }], 'allow'],
  [KITCHEN_ONLY, ['system.ping'], 'allow'],
  [KITCHEN_ONLY, ['users.swapOwner', {}, {}], 'limited'],
])

saysOf('what belongs to something', [
  [KITCHEN_ONLY, ['insights.getLog', { id: `homey:device:${LAMP}:dim` }], 'allow'],
  [KITCHEN_ONLY, ['insights.getLog', { id: `homey:device:${BED}:onoff` }], 'not-covered'],
  [
    { ...LAMP_ONLY, capabilities: ['onoff'] },
    ['insights.getLog', { id: `homey:device:${LAMP}:dim` }],
    'not-covered',
  ],
  [
    KITCHEN_ONLY,
    ['insights.getLogEntries', { uri: `homey:device:${LAMP}`, id: `homey:device:${BED}:onoff` }],
    'not-understood',
  ],
  [
    KITCHEN_ONLY,
    ['insights.deleteLogEntries', { uri: `homey:device:${LAMP}`, id: 'dim' }],
    'allow',
  ],
  [KITCHEN_ONLY, ['insights.deleteLogs'], 'limited'],
  [
    KITCHEN_ONLY,
    ['flowtoken.getFlowTokenValue', { id: `homey:device:${BED}:onoff` }],
    'not-covered',
  ],
  [
    KITCHEN_ONLY,
    ['notifications.setOwnerPush', { uri: `homey:device:${LAMP}` }, { push: true }],
    'allow',
  ],
  [
    KITCHEN_ONLY,
    ['notifications.setOwnerPush', { uri: 'homey:manager:apps' }, { push: true }],
    'not-covered',
  ],
])

saysOf('scripts', [
  [KITCHEN_ONLY, ['homeyscript.createScript', {}, { name: 'x', code: '' }], 'limited'],
  [{ own: true }, ['homeyscript.createScript', {}, { name: 'x', code: '' }], 'allow'],
  [{ ...KITCHEN_ONLY, scripts: ['s'] }, ['homeyscript.getScript', { id: 's' }], 'allow'],
  [{ ...KITCHEN_ONLY, scripts: ['s'] }, ['homeyscript.runScript', { id: 's' }, {}], 'allow'],
  [
    { ...KITCHEN_ONLY, scripts: ['s'] },
    ['homeyscript.runScript', { id: 's' }, { code: null }],
    'limited',
  ],
  [
    { ...KITCHEN_ONLY, scripts: ['s'] },
    ['homeyscript.updateScript', { id: 's' }, { name: 'x' }],
    'limited',
  ],
  [KITCHEN_ONLY, ['homeyscript.runScript', { id: 's' }, {}], 'not-covered'],
  [{ own: true }, ['homeyscript.runScript', { id: 's' }, {}], 'limited'],
  [{ own: true }, ['homeyscript.runScript', { id: 's' }, {}], 'allow', ['script:s']],
])
