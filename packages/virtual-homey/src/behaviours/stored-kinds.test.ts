// The kinds that are simply kept, through the official client: created, read, updated, deleted.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { startVirtualHomey } from '../index.ts'

const { HomeyAPI } = createRequire(import.meta.url)('homey-api')

async function apartment() {
  const homey = await startVirtualHomey({ home: 'apartment' })
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.key })
  return { homey, api, [Symbol.asyncDispose]: () => homey.close() }
}

test('variables keep their type', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { logic } = world.api
  const variable = await logic.createVariable({ variable: { name: 'N', type: 'number', value: 1 } })
  const changed = { id: variable.id, variable: { name: 'M', value: 2, type: 'string' } }
  const { name, type, value } = await logic.updateVariable(changed)
  assert.deepEqual({ name, type, value }, { name: 'M', type: 'number', value: 2 })
  const wrong = { id: variable.id, variable: { value: 'two' } }
  await assert.rejects(logic.updateVariable(wrong), { statusCode: 400 })
  await logic.deleteVariable({ id: variable.id })
  await assert.rejects(logic.getVariable({ id: variable.id }), {
    message: `Not Found: Variable with ID ${variable.id}`,
  })
})

test('a mood brings its devices into their states', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const lamp = Object.values(homey.state.devices).find((one) => one.name === 'Bedside lamp')
  assert.ok(lamp)
  const devices = { [lamp.id]: { state: { onoff: true, dim: 0.9 } } }
  const mood = await api.moods.createMood({ mood: { name: 'Wake', devices, preset: null } })
  assert.deepEqual([mood.zone, mood.preset], [lamp.zone, null])
  await api.moods.setMood({ id: mood.id })
  assert.equal(lamp.capabilitiesObj['dim']?.value, 0.9)
  const bare = { [lamp.id]: { onoff: true } }
  const update = api.moods.updateMood({ id: mood.id, mood: { devices: bare } })
  await assert.rejects(update, { statusCode: 400 })
  assert.equal((await api.moods.updateMood({ id: mood.id, mood: { name: 'Up' } })).name, 'Up')
  await api.moods.deleteMood({ id: mood.id })
  await assert.rejects(api.moods.setMood({ id: mood.id }), { statusCode: 404 })
})

test('dashboards keep what their widgets hold', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { dashboards } = world.api
  const uuid = '0e3a0d0e-6f6b-4a38-9b9c-2b8f4d0a4a11'
  const columns = [{ id: uuid, widgets: [{ id: uuid, anything: { goes: ['here'] } }] }]
  const dashboard = await dashboards.createDashboard({ dashboard: { name: 'Wall', columns } })
  assert.deepEqual(dashboard.columns, columns)
  const update = { id: dashboard.id, dashboard: { columns: [] } }
  assert.deepEqual((await dashboards.updateDashboard(update)).columns, [])
  await dashboards.deleteDashboard({ id: dashboard.id })
  assert.equal(Object.keys(await dashboards.getDashboards()).length, 2)
})

test('alarms ring next when they say', { timeout: 10_000 }, async () => {
  const clock = () => new Date('2026-03-04T12:00:00Z')
  await using homey = await startVirtualHomey({ home: 'empty', clock })
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.key })
  const alarm = await api.alarms.createAlarm({ alarm: { name: 'Nap', time: '11:00' } })
  // It is an hour later in Amsterdam, where the hub stands.
  assert.equal(alarm.nextOccurance, '2026-03-05T10:00:00.000Z')
  const update = { id: alarm.id, alarm: { enabled: false } }
  assert.equal((await api.alarms.updateAlarm(update)).nextOccurance, null)
  const wrong = { id: alarm.id, alarm: { time: '25:00' } }
  await assert.rejects(api.alarms.updateAlarm(wrong), { statusCode: 400 })
  await api.alarms.deleteAlarm({ id: alarm.id })
  assert.deepEqual(await api.alarms.getAlarms(), {})
})

test('apps are installed, stopped, set and removed', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { apps } = world.api
  const id = 'net.i-dev.betterlogic'
  await apps.installFromAppStore({ id })
  await apps.setAppSetting({ id, name: 'rules', value: { a: [1] } })
  assert.deepEqual(await apps.getAppSetting({ id, name: 'rules' }), { a: [1] })
  await apps.unsetAppSetting({ id, name: 'rules' })
  assert.equal(await apps.getAppSetting({ id, name: 'rules' }), null)
  await apps.disableApp({ id })
  assert.equal((await apps.getApp({ id })).state, 'stopped')
  await apps.enableApp({ id })
  await apps.restartApp({ id })
  assert.equal((await apps.updateApp({ id, app: { autoupdate: false } })).autoupdate, false)
  await apps.uninstallApp({ id })
  await assert.rejects(apps.getApp({ id }), { message: `Not Found: App with ID ${id}` })
  await assert.rejects(apps.installFromAppStore({ id: 'no.such.app' }), { statusCode: 404 })
})

test('scripts get their id from the app', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const app = await world.api.apps.getApp({ id: 'com.athom.homeyscript' })
  const body = { id: 'mine', name: 'Mine', code: 'return 1' }
  const script = await app.post({ path: '/script', body })
  assert.match(script.id, /^[0-9a-f-]{36}$/)
  const path = `/script/${script.id}`
  assert.equal((await app.get({ path })).code, 'return 1')
  assert.equal((await app.get({ path: '/script' }))[script.id].code, undefined)
  assert.equal((await app.put({ path, body: { code: 'return 2' } })).code, 'return 2')
  const run = await app.post({ path: `${path}/run`, body: {} })
  assert.deepEqual(run, { success: true, returns: 2 })
  await app.put({ path: '/script/ghost', body: { code: 'x' } })
  assert.equal(Object.keys(await app.get({ path: '/script' })).length, 4)
  await app.delete({ path })
  await assert.rejects(app.get({ path }), { statusCode: 404 })
})

test('users are invited and changed, the owner stays', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { users, presence } = world.api
  const user = await users.createUser({ user: { role: 'guest' } })
  assert.match(user.inviteUrl, /^https:/)
  const changed = await users.updateUser({ id: user.id, user: { role: 'user' } })
  assert.equal(changed.role, 'user')
  await users.deleteUser({ id: user.id })
  const me = await users.getUserMe()
  await assert.rejects(users.deleteUser({ id: me.id }), { statusCode: 400 })
  await users.updateUserMeProperties({ id: 'favoriteFlows', value: { list: [] } })
  assert.deepEqual((await users.getUser({ id: me.id })).properties['favoriteFlows'], { list: [] })
  await presence.setPresentMe({ value: false })
  assert.deepEqual(await presence.getPresent({ id: me.id }), { value: false })
})

test('options come back to their default', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { i18n, ledring } = world.api
  assert.deepEqual(await i18n.getOptionLanguage(), { value: 'en' })
  await i18n.setOptionLanguage({ value: 'nl' })
  assert.deepEqual(await i18n.getOptionLanguage(), { value: 'nl' })
  await i18n.unsetOptionLanguage()
  assert.deepEqual(await i18n.getOptionLanguage(), { value: 'en' })
  const { value } = await ledring.getOptionScreensaver()
  assert.equal(value.uri, 'homey:manager:ledring')
})

test('the timeline, the logs and the power add up', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const [first] = Object.values<{ id: string }>(await api.notifications.getNotifications())
  await api.notifications.deleteNotification({ id: first?.id })
  assert.equal(Object.keys(await api.notifications.getNotifications()).length, 2)
  const uri = 'homey:app:com.example.echo'
  await api.notifications.setOwnerPush({ uri, push: false })
  const owner = (await api.notifications.getOwners())[uri]
  assert.deepEqual([owner.enabled, owner.push], [true, false])
  const socket = Object.values(homey.state.devices).find((one) => one.name === 'Television socket')
  const log = { uri: `homey:device:${socket?.id}`, id: `homey:device:${socket?.id}:measure_power` }
  assert.equal((await api.insights.getLogEntries(log)).values.at(-1).v, 84.5)
  await api.insights.deleteLog(log)
  await assert.rejects(api.insights.getLogEntries(log), { statusCode: 404 })
  assert.equal((await api.energy.getLiveReport()).totalConsumed.W, 87.7)
})
