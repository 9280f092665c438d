// What the calls need whose names or scopes say something else (reference 4.4), which ones nobody
// is ever given, and that no rule is left over from a call that is gone.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS } from '../generation.ts'
import { operations } from '../operations/operations.ts'
import { classify } from './classify.ts'
import { EXCEPTIONS } from './exceptions.ts'
import { REFINEMENTS } from './refinements.ts'
import { RESOURCES } from './resources.ts'
import { ALWAYS, WITHHELD } from './withheld.ts'

const everywhere = GENERATIONS.flatMap((one) => operations(one))
const ids = new Set(everywhere.map(({ id }) => id))

function needs(id: string): string {
  const found = everywhere.find((one) => one.id === id)
  assert.ok(found, `no hub has ${id}`)
  const { requirement } = found
  return requirement.class === 'permission' ? requirement.permission : requirement.class
}

const SURPRISES: Readonly<Record<string, string>> = {
  'flow.shareFlow': 'flow:share',
  'flow.testFlow': 'flow-card:run',
  'flow.runFlowCardAction': 'flow-card:run',
  'flow.runFlowCardCondition': 'flow-card:run',
  'flow.triggerFlow': 'flow:start',
  'flow.triggerAdvancedFlow': 'advanced-flow:start',
  'flow.getFlowCardAutocomplete': 'flow-card:read',
  'logic.triggerWebhook': 'webhook:trigger',
  'thread.apiEnable': 'thread:update',
  'thread.apiDisable': 'thread:update',
  'thread.getActiveDataset': 'thread-dataset:read',
  'dashboards.setWidgetStoreState': 'widget-store:update',
  'dashboards.getWidgetStoreState': 'widget-store:state',
  'videos.getVideos': 'camera:watch',
  'videos.getVideoUrl': 'camera:watch',
  'videos.videoOffer': 'camera:watch',
  'videos.videoKeepAlive': 'camera:watch',
  'videos.getState': 'camera:state',
  'images.getImages': 'image:read',
  'files.getImage': 'image:read',
  'apps.getAppStd': 'app:report',
  'apps.getAppSettings': 'app-settings:read',
  'apps.getAppSetting': 'app-settings:read',
  'apps.setAppSetting': 'app-settings:update',
  'apps.unsetAppSetting': 'app-settings:update',
  'apps.updateApp': 'auto-update:update',
  'updates.setOptionAutoupdate': 'auto-update:update',
  'devkit.installApp': 'devkit:install',
  'devkit.runApp': 'devkit:install',
  'matter.installNodeAvailableFirmwareUpdate': 'matter-firmware:install',
  'matter.resolveNodeAddress': 'matter:diagnose',
  'matter.nodeDiagnosticReport': 'matter:diagnose',
  'matter.getOptionPaaSettings': 'matter-trust:read',
  'system.sendLog': 'system-log:send',
  'system.runGC': 'system-debug:run',
  'system.createHeapdump': 'system-debug:run',
  'system.startCPUProfile': 'system-debug:run',
  'energydongle.createAndUploadDiagnosticReport': 'energy-dongle:report',
  'updates.setWhatsNewRead': 'update:mark-read',
  'notifications.setNotificationRead': 'timeline:mark-read',
  'experiments.getExperiments': 'experiment:read',
  'experiments.enableExperiment': 'experiment:update',
  'zwave.getLog': 'zwave-log:read',
  'energy.getLiveReport': 'energy:read',
  'devices.setCapabilityValue': 'device:control',
  'devices.setDeviceSettings': 'device-settings:update',
  'devices.getDeviceSettingsObj': 'device-settings:read',
  'devices.hideDeviceFromExternalService': 'google-sync:update',
  'devices.unhideDeviceFromExternalService': 'google-sync:update',
  'devices.deleteDeviceFromGroup': 'device-group:update',
  'drivers.deletePairSessionDevice': 'device:delete',
  'drivers.emitPairingEvent': 'pair-session:create',
  'google-assistant.getOptionEnabled': 'google-sync:read',
  'google-assistant.getState': 'google-sync:read',
  'google-assistant.setOptionEnabled': 'google-sync:update',
  'google-assistant.unsetOptionEnabled': 'google-sync:update',
  'google-assistant.sync': 'google-sync:update',
  'google-assistant.getOptionPinCode': 'google-pin:read',
  'google-assistant.setOptionPinCode': 'google-pin:update',
  'google-assistant.unsetOptionPinCode': 'google-pin:update',
  'geolocation.getOptionLocation': 'location:read',
  'geolocation.setOptionAddress': 'location:update',
  'audio.getOptionVolume': 'audio:read',
  'notifications.setOwnerEnabled': 'timeline-settings:update',
  'presence.setPresent': 'presence:update',
  'presence.setPresentMe': 'own-presence:update',
  'homeyscript.runScript': 'homeyscript:run',
  'app.get': 'app-api:call',
  'app.post': 'app-api:call',
  'system.ping': 'always',
  'sessions.getSessionMe': 'always',
}

for (const [id, permission] of Object.entries(SURPRISES)) {
  test(`${id} needs ${permission}`, () => assert.equal(needs(id), permission))
}

test('the withheld class is what DESIGN 4 names, and is never given', () => {
  const withheld = new Set(
    everywhere.filter(({ requirement }) => requirement.class === 'withheld').map(({ id }) => id),
  )
  assert.deepEqual([...withheld].sort(), [
    'sessions.deleteSession',
    'sessions.getSessions',
    'system.delete',
    'updates.runHotfixJavaScript',
    'updates.runHotfixSQL',
    'updates.runHotfixShell',
    'users.acceptSharingInvite',
    'users.createPersonalAccessToken',
    'users.deletePersonalAccessToken',
    'users.deleteUserLocalCredentials',
    'users.deleteUserMe',
    'users.deleteUserMeLocalCredentials',
    'users.getPersonalAccessTokens',
    'users.grantInstallerAccess',
    'users.login',
    'users.loginLocal',
    'users.requestInstallerAccess',
    'users.revokeInstallerAccess',
    'users.swapOwner',
    'users.swapOwnerInstaller',
    'users.updateUserLocalCredentials',
    'users.updateUserMeLocalCredentials',
  ])
})

test('whatever is called login, credential, token, owner, installer or hotfix is withheld', () => {
  const telling = /login|credential|accesstoken|swapowner|installeraccess|hotfix/i
  const open = [...ids].filter((id) => telling.test(id) && needs(id) !== 'withheld')
  assert.deepEqual(open, [])
})

test("each manager's …/state is a permission of its own, the assistant's excepted", () => {
  const states = everywhere.filter(({ name }) => name === 'getState')
  assert.equal(new Set(states.map(({ id }) => id)).size, 48)
  for (const { id } of states) {
    if (id !== 'google-assistant.getState') assert.match(needs(id), /^[a-z-]+:state$/, id)
  }
})

test('no video is part of reading devices', () => {
  for (const { id, manager } of everywhere) {
    if (manager === 'videos') assert.match(needs(id), /^camera:(watch|state)$/, id)
  }
})

test('no row names a call that no hub has, and no call stands in two tables', () => {
  const rows = [WITHHELD, EXCEPTIONS, REFINEMENTS].map((table) => Object.keys(table))
  const dead = [...rows.flat(), ...ALWAYS].filter((id) => !ids.has(id))
  assert.deepEqual(dead, [])
  const twice = Object.keys(EXCEPTIONS).filter((id) => id in WITHHELD || ALWAYS.has(id))
  assert.deepEqual([...twice, ...[...ALWAYS].filter((id) => id in WITHHELD)], [])
})

test('no resource or noun is left over', () => {
  const ruled = [...ids].filter((id) => !(id in EXCEPTIONS) && !(id in WITHHELD) && !ALWAYS.has(id))
  const plural = (noun: string) => `(${noun}|${noun}s|${noun.replace(/y$/, 'ie')}s)`
  const dead: string[] = []
  for (const [manager, { nouns = {} }] of Object.entries(RESOURCES)) {
    if (!ruled.some((id) => id.startsWith(`${manager}.`))) dead.push(manager)
    for (const noun of Object.keys(nouns)) {
      const named = new RegExp(
        `^${manager}\\.(get|fetch|create|update|set|unset|delete)${plural(noun)}$`,
      )
      if (!ruled.some((id) => named.test(id))) dead.push(`${manager} ${noun}`)
    }
  }
  assert.deepEqual(dead, [])
})

test('classify() knows nothing that is not in the tables', () => {
  for (const [manager, operation] of [
    ['flow', 'getFlowers'],
    ['flow', 'get'],
    ['flow', 'eatFlow'],
    ['flows', 'getFlow'],
    ['users', 'getUserLocalCredentials'],
    ['__proto__', 'getState'],
    ['constructor', 'getOptionName'],
    ['toString', '__proto__'],
    ['flow', 'constructor'],
  ] as const) {
    assert.equal(classify(manager, operation), undefined, `${manager}.${operation}`)
  }
})
