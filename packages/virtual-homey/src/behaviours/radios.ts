// Radios and the parts that hang off them. A hub in software has none, so lists are empty, single
// things are not found, and commands leave nothing but an effect.
import { notFound } from '../hub-error.ts'
import { recordEffect } from '../state/hub.ts'
import { type Behaviour, documented, type Rows, text } from './behaviour.ts'
import { optionRows } from './option-rows.ts'

const NO_RADIO = 'there is no radio in a program'

/** Answers `value` and notes that the command arrived. */
function command(kind: string, value: unknown = null): Behaviour {
  return documented(NO_RADIO, ({ hub }) => {
    recordEffect(hub, kind)
    return value
  })
}

function nothing(value: unknown): Behaviour {
  return documented(NO_RADIO, () => value)
}

/** The thing that a path parameter names, which is never there. */
function absent(item: string, parameter: string): Behaviour {
  return documented(NO_RADIO, (call) => {
    throw notFound(item, text(call, parameter))
  })
}

export const ble: Rows = { runCommand: command('ble-command') }

export const rf: Rows = {
  record: nothing([]),
  replay: command('rf-sent'),
  emulate: command('rf-sent'),
  set433MHzConfig: command('rf-configured'),
  txInfraredProntohex: command('infrared-sent'),
}

export const zigbee: Rows = {
  getState: nothing({ ready: false, nodes: {} }),
  runCommand: command('zigbee-command'),
  flashFirmware: command('zigbee-flashed'),
}

export const zwave: Rows = {
  ...optionRows('zwave', { regionOverride: null }),
  getState: nothing({ ready: false, nodes: {} }),
  runCommand: command('zwave-command'),
  getLog: nothing([]),
  setLogEnabled: command('zwave-log'),
}

export const coprocessor: Rows = {
  getBridges: nothing({}),
  pairBridge: absent('Bridge', 'serialHash'),
  setDebugLogging: command('coprocessor-log'),
}

export const satellites: Rows = {
  setDebugLogging: command('satellites-log'),
  getDebugLog: absent('Satellite', 'serial'),
}

const node = absent('MatterNode', 'id')
const matterDevice = absent('MatterNode', 'deviceId')

export const matter: Rows = {
  ...optionRows('matter', { paaSettings: null }),
  getMatterNodes: nothing({}),
  getMatterNode: node,
  deleteMatterNode: node,
  getNodeAttributes: node,
  getNodeFabrics: node,
  deleteNodeFabric: node,
  resolveNodeAddress: node,
  forceNodeUpdate: node,
  pingNode: node,
  getNodeAvailableFirmwareUpdate: node,
  installNodeAvailableFirmwareUpdate: node,
  nodeDiagnosticReport: node,
  nodeThreadNetworkInformation: node,
  nodeWiFiNetworkInformation: node,
  openCommissioningWindow: matterDevice,
  getFabrics: matterDevice,
  deleteFabric: matterDevice,
}

export const thread: Rows = {
  getActiveDataset: nothing(null),
  setActiveDataset: command('thread-dataset-set'),
  apiReset: command('thread-reset'),
  executeCommand: command('thread-command'),
  apiDisable: command('thread-disabled'),
  apiEnable: command('thread-enabled'),
  getNetworkTopology: nothing({ nodes: [], links: [] }),
  getDiscoveredBorderRouters: nothing([]),
  rescanBorderRouters: command('thread-rescanned', []),
}

const dongle = absent('EnergyDongle', 'deviceId')

export const energyDongle: Rows = {
  ...optionRows('energydongle', { phaseLoadNotificationSettings: null }),
  createAndUploadDiagnosticReport: dongle,
  getNextFrame: dongle,
  restartSettingsDiscovery: dongle,
  getUartConfig: dongle,
  setUartConfig: dongle,
  checkFirmwareUpdateAvailable: dongle,
  installFirmwareUpdate: dongle,
  reboot: dongle,
  setPhaseLoadLimits: dongle,
  getPhaseLoadLimits: dongle,
}
