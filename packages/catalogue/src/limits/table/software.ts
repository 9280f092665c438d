// Limits: apps, radios and networks. Nobody can tell which room a command to a radio is for.
import type { LimitRow, LimitTable } from '../rule.ts'
import { each, list, only, ROOM, read } from './words.ts'

const SETTINGS: LimitRow = { judge: 'app-settings' }
const app = only('app', 'id')

const APPS: LimitTable = {
  'apps.getApps': list('app'),
  'apps.getApp': read('app', 'app'),
  'apps.getAppLocales': { judge: 'object', kind: 'app', parameter: 'id' },
  'apps.getAppUsage': { judge: 'object', kind: 'app', parameter: 'id' },
  'apps.installFromAppStore': { judge: 'install' },
  ...each('apps', app, 'disableApp enableApp garbageCollectApp getAppStd restartApp'),
  ...each('apps', SETTINGS, 'getAppSetting getAppSettings setAppSetting unsetAppSetting'),
  ...each('apps', app, 'uninstallApp'),
  'apps.updateApp': { ...app, answer: { one: 'app' } },
  ...each('app', only('app', 'app'), 'get post put delete'),
  ...each('devkit', ROOM, 'getAppStdOut getAppUsage getUsbMode installApp runApp setUsbMode'),
  ...each('devkit', ROOM, 'startLedringAnimation stopApp stopLedringAnimation uninstallApp'),
}

const RADIOS: LimitTable = {
  ...each('ble', ROOM, 'runCommand'),
  ...each('coprocessor', ROOM, 'getBridges getLog pairBridge setConfig setDebugLogging'),
  ...each('coprocessor', ROOM, 'setModulation'),
  ...each('rf', ROOM, 'emulate record replay set433MHzConfig txInfraredProntohex'),
  ...each('satellites', ROOM, 'getDebugLog setDebugLogging'),
  ...each('thread', ROOM, 'apiDisable apiEnable apiReset executeCommand getActiveDataset'),
  ...each('thread', ROOM, 'getDiscoveredBorderRouters getNetworkTopology rescanBorderRouters'),
  ...each('thread', ROOM, 'setActiveDataset'),
  ...each('zigbee', ROOM, 'eraseNV flashFirmware getLastFlashResult runCommand verifyFirmware'),
  ...each('zwave', ROOM, 'getLog runCommand setLogEnabled updateRegion'),
  ...each('zwave', ROOM, 'getOptionRegionOverride setOptionRegionOverride'),
  ...each('zwave', ROOM, 'unsetOptionRegionOverride'),
}

const MATTER: LimitTable = {
  ...each('matter', ROOM, 'deleteFabric deleteMatterNode deleteNodeFabric forceNodeUpdate'),
  ...each('matter', ROOM, 'getFabrics getMatterNode getMatterNodes getNodeAttributes'),
  ...each('matter', ROOM, 'getNodeAvailableFirmwareUpdate getNodeFabrics getOptionPaaSettings'),
  ...each('matter', ROOM, 'installNodeAvailableFirmwareUpdate nodeDiagnosticReport'),
  ...each('matter', ROOM, 'nodeThreadNetworkInformation nodeWiFiNetworkInformation'),
  ...each('matter', ROOM, 'openCommissioningWindow pingNode resolveNodeAddress'),
  ...each('matter', ROOM, 'setOptionPaaSettings unsetOptionPaaSettings'),
}

/** By operation id. */
export const SOFTWARE_LIMITS: LimitTable = { ...APPS, ...RADIOS, ...MATTER }
