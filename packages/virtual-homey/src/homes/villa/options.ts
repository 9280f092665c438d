// What the villa's hub itself is set to: place, language, ring, prices, sound, and whose notifications
// are shown. Each generation has options that the others have not.
import type { JsonRecord } from '../../json.ts'
import type { HomeGeneration } from '../home.ts'
import { GONE, type Household } from './household.ts'

const EVERYWHERE: JsonRecord = {
  'i18n.language': 'nl',
  'i18n.units': 'metric',
  'geolocation.location': { latitude: 52.2215, longitude: 6.8937, accuracy: 20 },
}

const LATER: JsonRecord = {
  'geolocation.address': 'Lindenlaan 1, Enschede',
  'energy.electricityPriceFixed': { costs: { user_fixed_base: { value: 0.2871 } } },
  'google-assistant.pinCode': '0417',
}

const IN_A_BOX: JsonRecord = {
  'ledring.screensaver': { uri: 'homey:manager:ledring', id: 'aurora' },
  'updates.autoupdate': false,
  'google-assistant.enabled': true,
}

const OPTIONS: Readonly<Record<HomeGeneration, JsonRecord>> = {
  'pro-2019': {
    ...{ ...EVERYWHERE, ...IN_A_BOX },
    'audio.volume': 0.35,
    'speech-output.voice': 'nl-female',
    'speech-output.speed': 'fast',
    'ledring.brightness': 0.6,
    'energy.kWhCost': 0.2871,
    'energy.currency': 'EUR',
    'geolocation.mode': 'manual',
    'updates.updateNotifications': ['homey', 'apps'],
  },
  'pro-2023': { ...EVERYWHERE, ...LATER, ...IN_A_BOX },
  cloud: { ...EVERYWHERE, ...LATER },
}

/** Sets the options and the owners of notifications, and leaves some on the timeline. */
export function chooseOptions({ house, device, can }: Household): void {
  const { state } = house.hub
  Object.assign(state.options, OPTIONS[house.generation])
  for (const id of can.alarms ? ['ssh', 'homekit'] : []) {
    const experiment = state.experiments[id]
    if (experiment) experiment.enabled = id === 'homekit'
  }
  state.notificationOwners = {
    [`homey:device:${device('hall/Motion').id}`]: { enabled: false, push: false },
    [`homey:device:${device('frontGarden/Camera').id}`]: { enabled: true, push: false },
    'homey:app:com.example.casa': { enabled: true, push: false },
    'homey:manager:updates': { enabled: false, push: true },
    [`homey:device:${GONE.device}`]: { enabled: false, push: true },
  }
  house.notification(`homey:device:${device('hall/Motion').id}`, 'Motion', 'Motion in the hall')
  house.notification('homey:app:nl.example.climate', 'Warm Home', 'The boiler needs **water**')
  house.notification('homey:manager:apps', 'Apps', 'Bright Lights was updated')
}
