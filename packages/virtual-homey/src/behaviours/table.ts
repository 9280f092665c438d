// The table of all behaviours: one row for every operation of the three specifications, no more, no
// less. Adding an operation is adding a row to the file of its manager; which operations a hub has
// follows from the routes of its generation.
import { alarms } from './alarms.ts'
import { apps } from './apps.ts'
import { type Behaviour, type BehaviourKind, documented, type Rows } from './behaviour.ts'
import { dashboards } from './dashboards.ts'
import { devices } from './devices.ts'
import { devkit } from './devkit.ts'
import { drivers } from './drivers.ts'
import { energy } from './energy.ts'
import { experiments } from './experiments.ts'
import { flowCards } from './flow-cards.ts'
import { flowFolders } from './flow-folders.ts'
import { flowTokens } from './flow-tokens.ts'
import { flows } from './flows.ts'
import { HOMEY_CLOUD } from './homey-cloud.ts'
import { insights } from './insights.ts'
import { logic } from './logic.ts'
import { images, videos } from './media.ts'
import { moods } from './moods.ts'
import { notifications } from './notifications.ts'
import { backup, geolocation, googleAssistant, i18n, ledring, updates } from './options.ts'
import { presence } from './presence.ts'
import { PRO_2019 } from './pro-2019.ts'
import * as radios from './radios.ts'
import { sessions } from './sessions.ts'
import { system } from './system.ts'
import { users } from './users.ts'
import { weather } from './weather.ts'
import { zones } from './zones.ts'

const MANAGERS: Readonly<Record<string, Rows>> = {
  alarms,
  api: {},
  apps,
  arp: {},
  audio: {},
  backup,
  ble: radios.ble,
  clock: {},
  cloud: {},
  coprocessor: radios.coprocessor,
  cron: {},
  dashboards,
  database: {},
  devices,
  devkit,
  discovery: {},
  drivers,
  energy,
  energydongle: radios.energyDongle,
  experiments,
  flow: { ...flows, ...flowFolders, ...flowCards },
  flowtoken: flowTokens,
  geolocation,
  'google-assistant': googleAssistant,
  i18n,
  icons: {},
  images,
  insights,
  ledring,
  logic,
  matter: radios.matter,
  mobile: {},
  moods,
  notifications,
  presence,
  reports: {},
  rf: radios.rf,
  safety: {},
  satellites: radios.satellites,
  security: {},
  sessions,
  'speech-output': {},
  system,
  thread: radios.thread,
  updates,
  users,
  vdevice: {},
  videos,
  weather,
  webserver: {},
  zigbee: radios.zigbee,
  zones,
  zwave: radios.zwave,
}

// Nearly every manager can be asked for its state, and nothing public says what that holds.
const STATE: Rows = { getState: documented('what it holds is not public', () => ({})) }
const WITHOUT_STATE = ['alarms', 'audio', 'energydongle', 'reports', 'speech-output']

/** Every row, by `<manager id>.<operation>`. */
export const BEHAVIOURS: ReadonlyMap<string, Behaviour> = new Map(
  Object.entries(MANAGERS).flatMap(([manager, rows]) =>
    Object.entries({
      ...(!WITHOUT_STATE.includes(manager) && STATE),
      ...rows,
      ...PRO_2019[manager],
      ...HOMEY_CLOUD[manager],
    }).map(([operation, row]) => [`${manager}.${operation}`, row] as const),
  ),
)

/** How many of these operations have a row of each kind. */
export function countByKind(operations: readonly string[]): Record<BehaviourKind, number> {
  const counts = { stored: 0, computed: 0, documented: 0 }
  for (const operation of operations) {
    const kind = BEHAVIOURS.get(operation)?.kind
    if (kind) counts[kind]++
  }
  return counts
}
