// What a client of these tests does to a house with the official client: it makes, changes and deletes
// something of every kind.

import type { AnyWorld } from './limited.ts'
import { flowOf } from './limited.ts'
import { connect } from './official.ts'

type Named = { readonly id: string; readonly name: string }

const first = <T>(items: Readonly<Record<string, T>>, is: (one: T) => boolean): T => {
  const found = Object.values(items).find(is)
  if (!found) throw new Error('the house has nothing of the kind')
  return found
}

const CANVAS = (id: string) => ({
  'b5b8b1a2-0a51-4b1e-8d38-1f6f0c1c9a01': { type: 'start', x: 0, y: 0 },
  'b5b8b1a2-0a51-4b1e-8d38-1f6f0c1c9a02': {
    ...{ type: 'action', id: 'homey:manager:logic:variable_set', x: 100, y: 0 },
    args: { variable: { id, name: 'A variable' }, value: '1' },
  },
})

/** Flows: what every hub has. */
export async function buildFlows(world: AnyWorld, key: string): Promise<void> {
  const { state } = world.homey
  const api = await connect(world.url, key)
  try {
    const [changed, switched, deleted] = Object.values(state.flows)
    const [advanced, gone] = Object.values(state.advancedFlows)
    const folder: Named = await api.flow.createFlowFolder({ flowfolder: { name: 'Made' } })
    const inner = { name: 'Inside', parent: folder.id }
    const inside: Named = await api.flow.createFlowFolder({ flowfolder: inner })
    const made: Named = await api.flow.createFlow({ flow: flowOf([], { folder: inside.id }) })
    await api.flow.updateFlow({ id: made.id, flow: { name: 'Made and changed' } })
    const passing: Named = await api.flow.createFlow({ flow: flowOf([], { name: 'Passing' }) })
    await api.flow.deleteFlow({ id: passing.id })
    await api.flow.updateFlow({ id: changed?.id, flow: { name: 'Changed', folder: folder.id } })
    await api.flow.updateFlow({ id: changed?.id, flow: { name: 'Changed twice' } })
    await api.flow.updateFlow({ id: switched?.id, flow: { enabled: !switched?.enabled } })
    await api.flow.deleteFlow({ id: deleted?.id })
    await api.flow.updateAdvancedFlow({ id: advanced?.id, advancedflow: { name: 'Other' } })
    await api.flow.deleteAdvancedFlow({ id: gone?.id })
    const variable = { name: 'Counted', type: 'number', value: 1 }
    const { id }: Named = await api.logic.createVariable({ variable })
    const advancedflow = { name: 'Canvas', cards: CANVAS(id) }
    await api.flow.createAdvancedFlow({ advancedflow })
    await api.logic.updateVariable({ id, variable: { value: 2 } })
  } finally {
    api.destroy()
  }
}

/** What flows refer to: variables, moods, folders with something in them. */
export async function buildReferred(world: AnyWorld, key: string): Promise<void> {
  const { state } = world.homey
  const api = await connect(world.url, key)
  try {
    const text = JSON.stringify([state.flows, state.advancedFlows])
    const used = first(state.variables, ({ id }) => text.includes(id))
    const renamed = first(state.variables, ({ id }) => id !== used.id)
    await api.logic.updateVariable({ id: renamed.id, variable: { name: 'Renamed' } })
    await api.logic.deleteVariable({ id: used.id })
    // A hub makes no mood of devices that are gone.
    const isWhole = (one: { devices: object }) =>
      Object.keys(one.devices).every((id) => id in state.devices)
    const mood = first(state.moods, (one) => text.includes(one.id) && isWhole(one))
    const other = first(state.moods, (one) => one.id !== mood.id && isWhole(one))
    await api.moods.deleteMood({ id: mood.id })
    await api.moods.updateMood({ id: other.id, mood: { name: 'Another mood' } })
    const { devices } = other
    await api.moods.createMood({ mood: { name: 'New mood', preset: null, devices } })
    const flows = [...Object.values(state.flows), ...Object.values(state.advancedFlows)]
    const parents = new Set(Object.values(state.flowFolders).map((one) => one.parent))
    const folder = first(state.flowFolders, ({ id }) => parents.has(id))
    for (const flow of flows.filter((one) => one.folder === folder.id)) {
      const isAdvanced = 'cards' in flow
      if (isAdvanced)
        await api.flow.updateAdvancedFlow({ id: flow.id, advancedflow: { folder: null } })
      else await api.flow.updateFlow({ id: flow.id, flow: { folder: null } })
    }
    await api.flow.deleteFlowFolder({ id: folder.id })
  } finally {
    api.destroy()
  }
}

/** The rest of a Pro 2023: scripts, rooms, devices, settings. */
export async function buildRest(world: AnyWorld, key: string): Promise<void> {
  const { state } = world.homey
  const api = await connect(world.url, key)
  try {
    const [device, moved] = Object.values(state.devices)
    const parent = first(state.zones, (one) => one.parent === null).id
    const zone: Named = await api.zones.createZone({
      zone: { name: 'Annex', parent, icon: 'default' },
    })
    await api.devices.updateDevice({ id: device?.id, device: { name: 'Renamed device' } })
    await api.devices.updateDevice({ id: moved?.id, device: { zone: zone.id } })
    const [alarm] = Object.values(state.alarms)
    if (alarm) await api.alarms.deleteAlarm({ id: alarm.id })
    const { repetition } = first(state.alarms, () => true)
    const wanted = { name: 'Early', time: '05:15', enabled: true, repetition }
    await api.alarms.createAlarm({ alarm: wanted })
    const [dashboard] = Object.values(state.dashboards)
    await api.dashboards.createDashboard({ dashboard: { name: 'Board', columns: [] } })
    if (dashboard) await api.dashboards.deleteDashboard({ id: dashboard.id })
    const [experiment] = Object.values(state.experiments)
    const verb = experiment?.enabled ? 'disableExperiment' : 'enableExperiment'
    if (experiment) await api.experiments[verb]({ id: experiment.id })
    const value = { uri: 'homey:manager:ledring', id: 'rainbow' }
    await api.ledring.setOptionScreensaver({ value })
    const settings = Object.entries(state.appSettings).find(
      ([app, all]) => app !== 'com.athom.homeyscript' && Object.keys(all).length > 0,
    )
    const [app = '', all = {}] = settings ?? []
    const name = Object.keys(all)[0] ?? ''
    await api.apps.setAppSetting({ id: app, name, value: 'changed' })
    await api.apps.setAppSetting({ id: app, name: 'new one', value: 1 })
  } finally {
    api.destroy()
  }
}

const SCRIPTS = '/api/app/com.athom.homeyscript/script'

/** Scripts of HomeyScript. */
export async function buildScripts(world: AnyWorld, key: string): Promise<void> {
  const list = (await world.send('GET', SCRIPTS, { key })).json<Record<string, Named>>()
  const [changed, deleted] = Object.values(list)
  const body = { name: 'mine', code: 'log(1)' }
  const replies = [
    await world.send('POST', SCRIPTS, { key, body }),
    await world.send('PUT', `${SCRIPTS}/${changed?.id}`, { key, body: { code: 'log(2)' } }),
    await world.send('DELETE', `${SCRIPTS}/${deleted?.id}`, { key }),
  ]
  for (const { status, text } of replies) if (status !== 200) throw new Error(text)
}
