// Apps and their settings. Installing takes from a small table of what the store has; removing an app
// removes its settings, while flows that use its cards stay as they are.
import { invalid, notFound } from '../hub-error.ts'
import { rowOf } from '../json.ts'
import { setAppSettings } from '../state/app-settings.ts'
import { change, find, type Hub, lookUp, put, recordEffect } from '../state/hub.ts'
import type { App } from '../state/items.ts'
import { newApp } from '../state/new-app.ts'
import { type Call, computed, documented, type Rows, record, stored, text } from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const apps: Rows = {
  getApps: listOf('apps'),
  getApp: oneOf('apps'),
  installFromAppStore: stored(install),
  uninstallApp: deletionOf('apps', (app, hub) => void delete hub.state.appSettings[app.id]),
  updateApp: stored((call) => {
    const { autoupdate } = record(call, 'app')
    const members = typeof autoupdate === 'boolean' ? { autoupdate } : {}
    return change(call.hub, 'apps', text(call, 'id'), members)
  }),
  enableApp: stored((call) => turn(call, true)),
  disableApp: stored((call) => turn(call, false)),
  restartApp: stored((call) => {
    const app = find(call.hub, 'apps', text(call, 'id'))
    if (!app.enabled) throw invalid(`App Not Enabled: ${app.id}`)
    recordEffect(call.hub, 'app-restarted', { appId: app.id })
    change(call.hub, 'apps', app.id, { state: 'running', crashed: false, crashedMessage: null })
  }),
  getAppSettings: stored((call) => settingsOf(call)),
  getAppSetting: stored((call) => rowOf(settingsOf(call), text(call, 'name')) ?? null),
  setAppSetting: stored((call) => {
    const name = text(call, 'name')
    const changed = { ...settingsOf(call), [name]: call.args['value'] }
    setAppSettings(call.hub, text(call, 'id'), changed)
  }),
  unsetAppSetting: stored((call) => {
    const rest = Object.entries(settingsOf(call)).filter(([name]) => name !== text(call, 'name'))
    setAppSettings(call.hub, text(call, 'id'), Object.fromEntries(rest))
  }),
  getAppStd: documented('the apps here print nothing', (call) => {
    find(call.hub, 'apps', text(call, 'id'))
    return ''
  }),
  getAppLocales: documented('the apps here have no texts', (call) => {
    find(call.hub, 'apps', text(call, 'id'))
    return {}
  }),
  getAppUsage: computed((call) => find(call.hub, 'apps', text(call, 'id')).usage),
}

const STORE: Readonly<Record<string, { readonly name: string; readonly version: string }>> = {
  'com.athom.homeyscript': { name: 'HomeyScript', version: '3.6.2' },
  'com.example.echo': { name: 'Echo', version: '1.4.2' },
  'net.i-dev.betterlogic': { name: 'Better Logic', version: '3.0.0' },
  'nl.example.climate': { name: 'Warm Home', version: '1.4.2' },
  'nl.example.lights': { name: 'Bright Lights', version: '1.4.2' },
  'nl.example.plugs': { name: 'Smart Plugs', version: '1.4.2' },
}

function install(call: Call): App {
  const id = text(call, 'id')
  const listed = rowOf(STORE, id)
  if (!listed) throw notFound('App', id)
  const { hub, args } = call
  const version = typeof args['version'] === 'string' ? args['version'] : listed.version
  const channel = args['channel'] === 'test' ? 'test' : 'live'
  const present = lookUp(hub, 'apps', id)
  recordEffect(hub, 'app-installed', { appId: id, version })
  if (present) return change(hub, 'apps', id, { version, channel })
  hub.state.appSettings[id] = {}
  return put(hub, 'apps', newApp({ id, name: listed.name, version, channel, permissions: [] }))
}

function turn(call: Call, enabled: boolean): void {
  const state = enabled ? 'running' : 'stopped'
  change(call.hub, 'apps', text(call, 'id'), { enabled, state })
}

function settingsOf(call: Call): Record<string, unknown> {
  const app = find(call.hub, 'apps', text(call, 'id'))
  return ownSettings(call.hub, app.id)
}

function ownSettings(hub: Hub, id: string): Record<string, unknown> {
  return hub.state.appSettings[id] ?? {}
}
