// The managers that mostly keep options: language, place, updates, backup, LED ring, Google Assistant.
import { recordEffect } from '../state/hub.ts'
import { documented, type Rows } from './behaviour.ts'
import { optionRows } from './option-rows.ts'

const NO_CLOUD = 'the work is done by the cloud, which this hub does not reach'

export const i18n: Rows = optionRows('i18n', { language: 'en', units: 'metric' })

export const geolocation: Rows = optionRows('geolocation', {
  address: null,
  location: { latitude: 52.2215, longitude: 6.8937, accuracy: 1000 },
})

export const backup: Rows = {
  ...optionRows('backup', { automaticBackupsEnabled: true, lastSuccessfulBackup: null }),
  scheduleBackup: documented(NO_CLOUD, ({ hub }) => recordEffect(hub, 'backup-scheduled')),
}

export const updates: Rows = {
  ...optionRows('updates', { channel: 'stable', autoupdate: true }),
  getUpdates: documented('there is never a newer version of this hub', () => []),
  installUpdate: documented('there is never a newer version of this hub'),
  abortInstallUpdate: documented('there is never a newer version of this hub'),
}

const SCREENSAVERS = [
  { id: 'off', name: 'Off' },
  { id: 'rainbow', name: 'Rainbow' },
  { id: 'aurora', name: 'Aurora' },
]

export const ledring: Rows = {
  ...optionRows('ledring', { screensaver: { uri: 'homey:manager:ledring', id: 'off' } }),
  getScreensavers: documented('the list is part of the firmware', () => SCREENSAVERS),
}

export const googleAssistant: Rows = {
  ...optionRows('google-assistant', { enabled: false, pinCode: null }),
  sync: documented(NO_CLOUD),
}
