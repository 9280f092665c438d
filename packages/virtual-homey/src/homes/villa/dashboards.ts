// Dashboards. What a widget holds is the business of whoever made it, so ids lie at every depth and
// in every form: alone, in lists, as keys, inside uris and inside texts.
import type { AdvancedFlow, Flow } from '../../state/items.ts'
import { GONE, type Household, type Setup } from './household.ts'

/** Hangs up the dashboards. */
export function describeDashboards(
  { house, device, zone }: Household,
  { mood, variable }: Setup,
  flow: (name: string) => Flow | AdvancedFlow,
): void {
  const ceiling = device('living/Ceiling').id
  const pond = device('pond/Pond dimmer').id
  const [kitchen, movie] = [zone('kitchen').id, mood('Movie').id]
  house.dashboard('Wall tablet', [
    [
      { type: 'device', deviceId: ceiling },
      { type: 'device', deviceId: device('living/Thermostat').id, settings: { size: 'large' } },
      { type: 'flow', flowId: flow('Movie time').id },
      { type: 'advancedflow', settings: { flow: { id: flow('Leave together').id } } },
    ],
    [
      { type: 'zone', zoneId: kitchen },
      { type: 'mood', settings: { mood: { id: movie, name: 'Movie', zone: zone('living').id } } },
      { type: 'variable', settings: { variable: variable('Mode').id } },
    ],
  ])
  house.dashboard('Pond', [[{ type: 'device', deviceId: pond }]])
  house.dashboard('Téléphone 📱', [
    [
      {
        ...{ type: 'appwidget', widgetId: 'homey:app:com.example.echo:greeting' },
        settings: {
          name: `Look at [[homey:device:${ceiling}|dim]] | ok`,
          devices: [ceiling, device('kitchen/Table').id],
          rows: [{ cells: [{ target: { uri: `homey:device:${ceiling}`, capability: 'dim' } }] }],
          byId: { [ceiling]: { colour: '#ff0000' }, [kitchen]: { hidden: true } },
          json: JSON.stringify({ zone: kitchen, flow: flow('Good morning').id }),
          apiKey: 'SECRET-widget-key',
          gone: GONE.device,
        },
      },
    ],
    [],
  ])
  house.dashboard('', [])
  house.widgetStore('homey:app:com.example.echo', { opened: 3, last: ceiling })
}
