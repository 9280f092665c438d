// What only a Pro 2016–2019 can do: sound, speech, a list of sessions, and commands of a time when a
// hub was serviced from outside. Rows by manager; the managers' other rows are in their own files.
import { definedCapabilities } from '../capabilities/definitions.ts'
import { missingApiMethod } from '../generations/refusal.ts'
import { HubError, notFound } from '../hub-error.ts'
import { all, change, find, recordEffect, remove, tellMessage } from '../state/hub.ts'
import {
  type Behaviour,
  type Call,
  caller,
  computed,
  documented,
  type Rows,
  stored,
  text,
} from './behaviour.ts'
import { deleteLogs } from './insights.ts'
import { listOf, oneOf } from './item-rows.ts'
import { optionRows } from './option-rows.ts'
import { presentSession } from './sessions.ts'
import { voices } from './voices.ts'

/** A command that leaves an effect and nothing else, for the reason that is given. */
function command(kind: string, reason: string, value?: unknown): Behaviour {
  return documented(reason, ({ hub }) => {
    recordEffect(hub, kind)
    return value
  })
}

const NO_SOUND = 'there is no loudspeaker'
const NO_PAST = 'this hub has no past'
const NO_PROCESS = 'the hub is not a process of its own to look into'
const NO_CODE = 'code and queries from outside are never run here'

const hotfix = documented(NO_CODE, ({ hub }) => {
  recordEffect(hub, 'hotfix-refused')
  throw new HubError(403, 'Missing Scopes')
})

/** Rows by manager. */
export const PRO_2019: Readonly<Record<string, Rows>> = {
  apps: {
    garbageCollectApp: documented('the apps here have no memory of their own', (call) => {
      recordEffect(call.hub, 'app-collected', {
        appId: find(call.hub, 'apps', text(call, 'id')).id,
      })
    }),
  },
  audio: {
    ...optionRows('audio', { volume: 0.5 }),
    playVolumeHint: command('sound-played', NO_SOUND),
  },
  coprocessor: {
    setConfig: command('coprocessor-configured', 'there is no radio in a program'),
    setModulation: command('coprocessor-configured', 'there is no radio in a program'),
  },
  database: { optimize: command('database-optimized', 'there is no database') },
  devices: {
    getCapabilities: computed(() =>
      Object.fromEntries(capabilities().map((capability) => [capability.id, capability])),
    ),
    getCapability: computed((call) => {
      const found = capabilities().find(({ id }) => id === text(call, 'id'))
      if (found?.uri !== text(call, 'uri')) throw notFound('Capability', text(call, 'id'))
      return found
    }),
  },
  devkit: {
    getAppUsage: computed(({ hub }) =>
      Object.fromEntries(all(hub, 'apps').map((app) => [app.id, app.usage])),
    ),
    setUsbMode: command('usb-mode-set', 'there is no USB port'),
    getUsbMode: documented('there is no USB port', () => ({ os: null })),
    runApp: command('devkit-refused', 'the code of apps is not run here', null),
    startLedringAnimation: command('ledring-animated', 'there is no LED ring', null),
    stopLedringAnimation: command('ledring-stopped', 'there is no LED ring'),
  },
  drivers: { getPairSessions: listOf('pairSessions') },
  energy: optionRows('energy', { kWhCost: 0.25, currency: 'EUR' }),
  geolocation: optionRows('geolocation', { mode: 'auto' }),
  images: { getImage: oneOf('images') },
  insights: {
    getStorageInfo: documented('the firmware does not have it, although it is specified', () => {
      throw missingApiMethod()
    }),
    deleteLogs: stored(({ hub }) => deleteLogs(hub)),
    updateLog: documented('what of a log can be changed is not public', () => undefined),
  },
  ledring: optionRows('ledring', { brightness: 1 }),
  logic: { triggerWebhook: stored(webhook) },
  mobile: {
    getSummary: documented('what it holds is not public; here it counts', ({ hub }) => ({
      devices: all(hub, 'devices').length,
      flows: all(hub, 'flows').length + all(hub, 'advancedFlows').length,
      users: all(hub, 'users').length,
    })),
  },
  notifications: {
    getNotification: oneOf('notifications'),
    setNotificationRead: stored((call) => {
      const { id, readBy = [] } = find(call.hub, 'notifications', text(call, 'id'))
      const readers = [...new Set([...readBy, caller(call).userId])]
      change(call.hub, 'notifications', id, { readBy: readers })
    }),
  },
  reports: {
    getMonthlyReportSummary: documented(NO_PAST, () => []),
    getMonthlyReport: documented(NO_PAST, (call) => {
      throw notFound('MonthlyReport', text(call, 'id'))
    }),
  },
  sessions: {
    getSessions: stored(({ hub }) =>
      Object.fromEntries(
        all(hub, 'sessions').map((session) => [session.id, presentSession(hub, session)]),
      ),
    ),
    deleteSession: stored((call) => remove(call.hub, 'sessions', text(call, 'id'))),
  },
  'speech-output': {
    ...optionRows('speech-output', { voice: 'nl-female', speed: 'normal' }),
    ...voices,
    say: documented(NO_SOUND, (call) => {
      recordEffect(call.hub, 'speech-said', { text: text(call, 'text') })
    }),
  },
  system: {
    rebootRecovery: command('reboot-recovery', 'a test would lose its hub'),
    runGC: command('garbage-collected', NO_PROCESS),
    startCPUProfile: command('profile-started', NO_PROCESS),
    stopCPUProfile: command('profile-stopped', NO_PROCESS, null),
    createHeapdump: command('heap-dumped', NO_PROCESS, null),
  },
  updates: {
    ...optionRows('updates', { forceChannel: null, updateNotifications: [] }),
    runHotfixSQL: hotfix,
    runHotfixJavaScript: hotfix,
    runHotfixShell: hotfix,
    getWhatsNew: documented('there is never a newer version of this hub', () => []),
    setWhatsNewRead: documented('there is never a newer version of this hub'),
  },
  zwave: { updateRegion: command('zwave-region-set', 'there is no radio in a program') },
}

// Nothing public says who owns the capabilities of the system; their ids are those of devices.
const CAPABILITY_OWNER = 'homey:manager:capabilities'

function capabilities() {
  return definedCapabilities().map((capability) => ({
    ...{ uri: CAPABILITY_OWNER, desc: null, chartType: null },
    ...capability,
  }))
}

function webhook({ hub, args }: Call): void {
  const event = { event: args['event'] ?? null, tag: args['tag'] ?? null }
  recordEffect(hub, 'webhook-called', event)
  tellMessage(hub, 'homey:manager:logic', 'webhook', event)
}
