// The `<resource>:state` permissions. Every manager has a dump of its inner state; they are alike,
// so their words are made here from the name of the thing.
import type { PermissionRow, PermissionTable } from './permission.ts'

const THINGS: Readonly<Record<string, string>> = {
  api: 'its connections',
  app: 'apps',
  arp: 'the devices on your network',
  backup: 'backups',
  ble: 'the Bluetooth radio',
  bridge: 'Homey Bridges',
  camera: 'cameras',
  clock: 'the clock',
  cloud: 'the connection to the cloud',
  cron: 'timers',
  dashboard: 'dashboards',
  database: 'the database',
  device: 'devices',
  devkit: 'apps in development',
  discovery: 'what it found on your network',
  driver: 'drivers',
  energy: 'energy',
  experiment: 'experiments',
  flow: 'Flows',
  'flow-token': 'Flow tags',
  icon: 'icons',
  image: 'images',
  insights: 'insights',
  language: 'language and units',
  'led-ring': 'the LED ring',
  location: 'the place where you live',
  matter: 'Matter',
  mobile: 'phones',
  mood: 'moods',
  presence: 'who is home',
  radio: 'the radio for remote controls',
  safety: 'safety',
  satellite: 'satellites',
  security: 'security',
  session: 'who is signed in',
  system: 'the system',
  thread: 'Thread',
  timeline: 'the timeline',
  update: 'updates',
  user: 'people',
  variable: 'variables',
  'virtual-device': 'virtual devices',
  weather: 'the weather',
  webserver: 'the web server',
  'widget-store': 'what widgets have stored',
  zigbee: 'the Zigbee network',
  zone: 'zones',
  zwave: 'the Z-Wave network',
}

function row(thing: string): PermissionRow {
  return {
    danger: 'private',
    label: `Inner state: ${thing}`,
    can: `{app} can see everything that your Homey keeps in its head about ${thing}.`,
    risk: 'It is meant for finding faults and holds more than a list does, of the whole home at once.',
    safer: 'leave this out unless {maker} asked for it to solve a problem with you.',
  }
}

/** One row for each thing whose state can be read. */
export const STATE_PERMISSIONS: PermissionTable = Object.fromEntries(
  Object.entries(THINGS).map(([resource, thing]) => [`${resource}:state`, row(thing)]),
)
