// Dashboards, and what apps offer for them. What a widget holds beyond its id is its own business and
// is kept as it comes.
import { invalid, notFound } from '../hub-error.ts'
import { isRecord, type JsonRecord, rowOf } from '../json.ts'
import { isUuid } from '../random.ts'
import { all, change, find, type Hub, newId, put } from '../state/hub.ts'
import type { Dashboard } from '../state/items.ts'
import { type Call, computed, flag, type Rows, record, stored, text } from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const dashboards: Rows = {
  getDashboards: listOf('dashboards'),
  getDashboard: oneOf('dashboards'),
  createDashboard: stored((call) => {
    const { name, columns } = record(call, 'dashboard')
    const dashboard = { id: newId(call.hub), name: String(name) }
    return put(call.hub, 'dashboards', { ...dashboard, columns: checkColumns(call.hub, columns) })
  }),
  updateDashboard: stored(updateDashboard),
  deleteDashboard: deletionOf('dashboards'),
  getAppWidgets: computed(({ hub }) =>
    Object.fromEntries(widgetsOf(hub).map((widget) => [widget['id'], widget])),
  ),
  getAppWidget: computed((call) => findWidget(call)),
  getAppWidgetAutocomplete: computed((call) => {
    findWidget(call)
    return []
  }),
  getWidgetStores: listOf('widgetStores'),
  getWidgetStore: oneOf('widgetStores'),
  getWidgetStoreState: stored((call) => find(call.hub, 'widgetStores', text(call, 'id')).state),
  setWidgetStoreState: stored((call) => {
    const store = find(call.hub, 'widgetStores', text(call, 'id'))
    const state = { ...(flag(call, 'replace') ? {} : store.state), ...record(call, 'state') }
    return change(call.hub, 'widgetStores', store.id, { state }).state
  }),
}

function updateDashboard(call: Call): Dashboard {
  const { name, columns } = record(call, 'dashboard')
  const members: Partial<Dashboard> = {
    ...(typeof name === 'string' && { name }),
    ...(columns !== undefined && { columns: checkColumns(call.hub, columns) }),
  }
  return change(call.hub, 'dashboards', text(call, 'id'), members)
}

// Clients choose the ids of columns and widgets; one that is missing is given here.
function checkColumns(hub: Hub, columns: unknown): Dashboard['columns'] {
  return listIn(columns, 'columns').map((column) => ({
    ...withId(hub, column),
    widgets: listIn(column['widgets'] ?? [], 'widgets').map((widget) => withId(hub, widget)),
  }))
}

function listIn(value: unknown, name: string): JsonRecord[] {
  if (Array.isArray(value) && value.every(isRecord)) return value
  throw invalid(`should be array of objects (#/properties/${name})`)
}

function withId(hub: Hub, item: JsonRecord): JsonRecord & { id: string } {
  const id = item['id'] ?? newId(hub)
  if (typeof id !== 'string' || !isUuid(id)) throw invalid('should match format "uuid" (id)')
  return { ...item, id }
}

const WIDGETS: Readonly<Record<string, readonly JsonRecord[]>> = {
  'com.example.echo': [
    { name: 'Greeting', id: 'greeting', height: 120, settings: [], devices: null },
  ],
}

function widgetsOf(hub: Hub): JsonRecord[] {
  return all(hub, 'apps')
    .filter((app) => app.state === 'running')
    .flatMap((app) => {
      const owner = { ownerUri: `homey:app:${app.id}`, ownerName: app.name }
      return (rowOf(WIDGETS, app.id) ?? []).map((widget) => ({
        ...widget,
        ...owner,
        ...{ id: `${owner.ownerUri}:${widget['id']}`, ownerId: widget['id'] },
        ...{ transparent: false, deprecated: false },
      }))
    })
}

function findWidget(call: Call): JsonRecord {
  const id = text(call, 'id')
  const widget = widgetsOf(call.hub).find((candidate) => candidate['id'] === id)
  if (!widget) throw notFound('AppWidget', id)
  return widget
}
