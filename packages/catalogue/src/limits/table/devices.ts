// Limits: devices, zones, what devices have measured and shown, and who pairs them.
import type { LimitTable } from '../rule.ts'
import {
  act,
  add,
  change,
  create,
  each,
  FREE,
  list,
  only,
  ROOM,
  read,
  remove,
  update,
} from './words.ts'

const DEVICES: LimitTable = {
  'devices.getDevices': list('device'),
  'devices.getDevice': read('device', 'device'),
  'devices.updateDevice': change('device', 'device'),
  'devices.deleteDevice': remove('device'),
  'devices.getCapabilityValue': { judge: 'capability' },
  'devices.setCapabilityValue': { judge: 'capability', effect: true },
  'devices.getDeviceSettingsObj': { judge: 'object', kind: 'device', parameter: 'id' },
  'devices.setDeviceSettings': { judge: 'settings' },
  'devices.createGroup': create('group', 'device'),
  'devices.updateGroup': update('group', 'device'),
  'devices.deleteDeviceFromGroup': { judge: 'leave-group' },
  'devices.hideDeviceFromExternalService': act('device'),
  'devices.unhideDeviceFromExternalService': act('device'),
  ...each('devices', FREE, 'getCapabilities getCapability'),
  ...each('drivers', FREE, 'getDriver getDrivers'),
  ...each('drivers', ROOM, 'createPairSession createPairSessionDevice deletePairSession'),
  ...each('drivers', ROOM, 'deletePairSessionDevice emitPairingCallback emitPairingEvent'),
  ...each('drivers', ROOM, 'emitPairingHeartbeat getPairSession getPairSessions'),
}

const ZONES: LimitTable = {
  'zones.getZones': list('zone'),
  'zones.getZone': read('zone', 'zone'),
  'zones.createZone': add('zone', 'zone'),
  'zones.updateZone': change('zone', 'zone'),
  'zones.deleteZone': { judge: 'delete-zone' },
}

const SHOWN: LimitTable = {
  'insights.getLogs': list('log'),
  'insights.getLog': { judge: 'owned', what: 'log' },
  'insights.getLogEntries': { judge: 'owned', what: 'log' },
  'insights.updateLog': { judge: 'owned', what: 'log' },
  'insights.deleteLog': { judge: 'owned', what: 'log' },
  'insights.deleteLogEntries': { judge: 'owned', what: 'log' },
  ...each('insights', ROOM, 'deleteLogs getStorageInfo'),
  'images.getImages': list('image'),
  'images.getImage': { judge: 'media' },
  'files.getImage': { judge: 'media' },
  'files.getIcon': FREE,
  'videos.getVideos': list('video'),
  'videos.getVideoUrl': { judge: 'media' },
  'videos.videoKeepAlive': { judge: 'media' },
  'videos.videoOffer': { judge: 'media' },
}

const dongle = only('device', 'deviceId')

const ENERGY: LimitTable = {
  ...each('energy', ROOM, 'getLiveReport getReportDay getReportWeek getReportMonth getReportYear'),
  ...each('energy', ROOM, 'getReportsAvailable deleteReports resetReportDayCategories'),
  ...each('energy', ROOM, 'disableDummyEnergyReports enableDummyEnergyReports'),
  ...each('energy', FREE, 'fetchDynamicElectricityPrices getCurrency getElectricityPriceType'),
  ...each('energy', FREE, 'getDynamicElectricityPriceUserCosts getDynamicPricesElectricityZone'),
  ...each('energy', FREE, 'getDynamicPricesElectricityZones getOptionCurrency getOptionKWhCost'),
  ...each('energy', FREE, 'getOptionElectricityPriceDynamicPreferredInterval'),
  ...each('energy', FREE, 'getOptionElectricityPriceFixed getOptionGasPriceFixed'),
  ...each('energy', FREE, 'getOptionWaterPriceFixed setDynamicElectricityPriceUserCosts'),
  ...each('energy', FREE, 'setDynamicPricesElectricityZone setElectricityPriceType'),
  ...each('energy', FREE, 'setOptionCurrency setOptionElectricityPriceDynamicPreferredInterval'),
  ...each('energy', FREE, 'setOptionElectricityPriceFixed setOptionGasPriceFixed'),
  ...each('energy', FREE, 'setOptionKWhCost setOptionWaterPriceFixed unsetOptionCurrency'),
  ...each('energy', FREE, 'unsetDynamicElectricityPriceUserCosts unsetOptionWaterPriceFixed'),
  ...each('energy', FREE, 'unsetOptionElectricityPriceDynamicPreferredInterval'),
  ...each('energy', FREE, 'unsetOptionElectricityPriceFixed unsetOptionGasPriceFixed'),
  ...each('energy', FREE, 'unsetOptionKWhCost'),
  ...each('energydongle', dongle, 'checkFirmwareUpdateAvailable createAndUploadDiagnosticReport'),
  ...each('energydongle', dongle, 'getNextFrame getPhaseLoadLimits getUartConfig'),
  ...each('energydongle', dongle, 'installFirmwareUpdate reboot restartSettingsDiscovery'),
  ...each('energydongle', dongle, 'setPhaseLoadLimits setUartConfig'),
  ...each('energydongle', ROOM, 'getOptionPhaseLoadNotificationSettings'),
  ...each('energydongle', ROOM, 'setOptionPhaseLoadNotificationSettings'),
  ...each('energydongle', ROOM, 'unsetOptionPhaseLoadNotificationSettings'),
}

/** By operation id. */
export const DEVICE_LIMITS: LimitTable = { ...DEVICES, ...ZONES, ...SHOWN, ...ENERGY }
