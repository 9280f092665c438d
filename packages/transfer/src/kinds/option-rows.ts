// The table of options: how each is read, set and brought back to its default. Most are alike; what is
// an option only to people (the name of the hub, how electricity is priced) has calls of its own.
import { isObject, type Json, type JsonObject } from '../json.ts'

/** One option. */
export interface OptionRow {
  /** For people. */
  readonly label: string
  readonly get: string
  /** Absent: it can be read only. */
  readonly set?: string
  readonly unset?: string
  /** The value in an answer; the member `value` if it is not said. */
  readonly take?: (answer: Json) => Json
  /** The parameters that set a value; `{ value }` if it is not said. */
  readonly put?: (value: Json) => JsonObject
  /** Whether the value is a secret as such. */
  readonly secret?: true
}

function plain(id: string, label: string): readonly [string, OptionRow] {
  const [manager = '', option = ''] = id.split('.')
  const name = `Option${option.charAt(0).toUpperCase()}${option.slice(1)}`
  const [get, set, unset] = ['get', 'set', 'unset'].map((verb) => `${manager}.${verb}${name}`)
  return [id, { label, get: get ?? '', set: set ?? '', unset: unset ?? '' }]
}

const OWN: Readonly<Record<string, OptionRow>> = {
  'system.name': {
    ...{ label: 'Name of the Homey', get: 'system.getSystemName', set: 'system.setSystemName' },
    take: (answer) => (isObject(answer) ? (answer['name'] ?? null) : answer),
    put: (name) => ({ name }),
  },
  'google-assistant.pinCode': {
    label: 'PIN of Google Assistant',
    get: 'google-assistant.getOptionPinCode',
    set: 'google-assistant.setOptionPinCode',
    unset: 'google-assistant.unsetOptionPinCode',
    secret: true,
  },
  'energy.electricityPriceType': {
    label: 'How electricity is priced',
    get: 'energy.getElectricityPriceType',
    set: 'energy.setElectricityPriceType',
    take: (answer) => (isObject(answer) ? (answer['type'] ?? null) : answer),
    put: (type) => ({ type }),
  },
  'energy.dynamicUserCosts': {
    label: 'What comes on top of the price of electricity',
    get: 'energy.getDynamicElectricityPriceUserCosts',
    set: 'energy.setDynamicElectricityPriceUserCosts',
    unset: 'energy.unsetDynamicElectricityPriceUserCosts',
    take: (answer) => answer,
    put: (costs) => (isObject(costs) ? costs : {}),
  },
  'energy.dynamicZone': {
    label: 'Zone of the price of electricity',
    get: 'energy.getDynamicPricesElectricityZone',
    set: 'energy.setDynamicPricesElectricityZone',
    take: (answer) => answer,
    put: (options) => ({ options }),
  },
}

/** By `manager.option`. What a hub has of them its operations say. */
export const OPTIONS: Readonly<Record<string, OptionRow>> = {
  ...Object.fromEntries([
    plain('i18n.language', 'Language'),
    plain('i18n.units', 'Units'),
    plain('geolocation.location', 'Location'),
    plain('geolocation.address', 'Address'),
    plain('geolocation.mode', 'How the location is found'),
    plain('ledring.screensaver', 'Screensaver of the LED ring'),
    plain('ledring.brightness', 'Brightness of the LED ring'),
    plain('audio.volume', 'Volume'),
    plain('speech-output.voice', 'Voice'),
    plain('speech-output.speed', 'Speed of the voice'),
    plain('google-assistant.enabled', 'Google Assistant'),
    plain('updates.autoupdate', 'Automatic updates'),
    plain('updates.channel', 'Channel of updates'),
    plain('updates.updateNotifications', 'Notifications of updates'),
    plain('backup.automaticBackupsEnabled', 'Automatic backups'),
    plain('energy.electricityPriceFixed', 'Price of electricity'),
    plain('energy.gasPriceFixed', 'Price of gas'),
    plain('energy.waterPriceFixed', 'Price of water'),
    plain('energy.electricityPriceDynamicPreferredInterval', 'Interval of the electricity price'),
    plain('energy.kWhCost', 'Price of a kilowatt hour'),
    plain('energy.currency', 'Currency'),
    plain('energydongle.phaseLoadNotificationSettings', 'Notifications of the load of phases'),
    plain('zwave.regionOverride', 'Region of Z-Wave'),
  ]),
  ...OWN,
}

/** Options of hubs that are not part of a home, and why. */
export const NOT_OF_THE_HOME: Readonly<Record<string, string>> = {
  'backup.lastSuccessfulBackup': 'it is what happened, and not what was chosen',
  'matter.paaSettings': 'it is for developers of Matter devices',
  'system.forwardedPort': 'it is the network around one hub',
  'updates.forceChannel': 'Athom support sets it for one hub',
}
