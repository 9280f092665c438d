// Energy: the live report is added up from the power that devices measure. Reports of the past would
// need a past; prices are kept, but nobody tells this hub the market's.
import { all, find, type Hub, recordEffect } from '../state/hub.ts'
import {
  type Call,
  computed,
  documented,
  optionalText,
  type Rows,
  record,
  stored,
  text,
} from './behaviour.ts'
import { wattsOf } from './device-presentation.ts'
import { optionRows } from './option-rows.ts'
import { zonePath } from './zones.ts'

export const energy: Rows = {
  ...optionRows('energy', {
    electricityPriceFixed: null,
    gasPriceFixed: null,
    waterPriceFixed: null,
  }),
  getLiveReport: computed((call) => liveReport(call.hub, optionalText(call, 'zone'))),
  getReportDay: report('date'),
  getReportWeek: report('isoWeek'),
  getReportMonth: report('yearMonth'),
  getReportYear: report('year'),
  getReportsAvailable: documented('this hub has no past', () => []),
  getCurrency: documented('no price was ever set', () => ({ currency: 'EUR' })),
  deleteReports: documented('there are no reports', ({ hub }) =>
    recordEffect(hub, 'reports-deleted'),
  ),
  resetReportDayCategories: documented('there are no reports'),
  enableDummyEnergyReports: documented('there are no reports'),
  disableDummyEnergyReports: documented('there are no reports'),
  fetchDynamicElectricityPrices: documented(
    'prices come from Athom, which this hub does not reach',
    () => [],
  ),
  getDynamicPricesElectricityZones: documented(
    'zones come from Athom, which this hub does not reach',
    () => ({}),
  ),
  getElectricityPriceType: stored(({ hub }) => ({ type: hub.state.energy.priceType })),
  setElectricityPriceType: stored((call) => {
    call.hub.state.energy.priceType = text(call, 'type')
  }),
  getDynamicElectricityPriceUserCosts: stored(({ hub }) => hub.state.energy.userCosts),
  setDynamicElectricityPriceUserCosts: stored((call) => {
    const { mathExpression, type = null } = call.args
    call.hub.state.energy.userCosts = { mathExpression, type }
  }),
  unsetDynamicElectricityPriceUserCosts: stored(({ hub }) => {
    hub.state.energy.userCosts = null
  }),
  getDynamicPricesElectricityZone: stored(({ hub }) => hub.state.energy.zone),
  setDynamicPricesElectricityZone: stored((call) => {
    call.hub.state.energy.zone = record(call, 'options')
  }),
}

function report(period: string) {
  return documented('this hub has no past', (call: Call) => ({
    period: text(call, period),
    electricity: null,
    gas: null,
    water: null,
    devices: {},
  }))
}

function liveReport(hub: Hub, zone: string | undefined): unknown {
  if (zone !== undefined) find(hub, 'zones', zone)
  const items = all(hub, 'devices')
    .filter((device) => zone === undefined || zonePath(hub, device.zone).includes(zone))
    .flatMap((device) => {
      const watts = wattsOf(device)
      return watts === null ? [] : [{ type: 'device', id: device.id, values: { W: watts } }]
    })
  const total = items.reduce((sum, item) => sum + item.values.W, 0)
  return { zoneId: zone ?? null, items, totalConsumed: { W: total } }
}
