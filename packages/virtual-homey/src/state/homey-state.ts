// Everything that a virtual hub remembers: one plain JSON object. What is not in it is worked out
// from it or from the clock, so two hubs with the same state give the same answers.
import type { JsonRecord } from '../json.ts'
import type {
  AdvancedFlow,
  Alarm,
  App,
  Dashboard,
  Device,
  Experiment,
  Flow,
  FlowFolder,
  Image,
  Mood,
  Notification,
  PairSession,
  Session,
  SettingDefinition,
  User,
  Variable,
  WidgetStore,
  Zone,
} from './items.ts'

/** The kinds of object that are kept in maps from id to object. */
export interface Kinds {
  zones: Zone
  devices: Device
  flows: Flow
  advancedFlows: AdvancedFlow
  flowFolders: FlowFolder
  variables: Variable
  moods: Mood
  dashboards: Dashboard
  widgetStores: WidgetStore
  alarms: Alarm
  apps: App
  users: User
  notifications: Notification
  images: Image
  pairSessions: PairSession
  experiments: Experiment
  sessions: Session
}

export type KindName = keyof Kinds

/** Something that the hub did beyond changing its state, for tests to look at. */
export type Effect = { time: string; kind: string } & JsonRecord

export type Collections = { [K in KindName]: Record<string, Kinds[K]> }

/** The whole memory of one hub. */
export interface HomeyState extends Collections {
  system: {
    id: string
    name: string
    version: string
    bootedAt: string
    timezone: string
    externalAddress: string | null
  }
  /** Definitions behind `settings`, by device. */
  settingDefinitions: Record<string, SettingDefinition[]>
  /** Settings of apps: by app, by name. */
  appSettings: Record<string, JsonRecord>
  /** Values of options that were set, by `<manager>.<option>`. */
  options: JsonRecord
  /** What the timeline does with the notifications of an owner; missing means both true. */
  notificationOwners: Record<string, { enabled: boolean; push: boolean }>
  /** Logs that were deleted, and since when the entries of a log count. */
  insights: { deletedLogs: string[]; entriesSince: Record<string, string> }
  /** Local sign-in of users: SHA-256 of the password, by user. */
  localCredentials: Record<string, { username: string; passwordHash: string }>
  energy: { priceType: string; userCosts: JsonRecord | null; zone: JsonRecord | null }
  effects: Effect[]
}

/** What the error messages of a hub call a kind. */
export const ITEM_NAMES: Readonly<Record<KindName, string>> = {
  zones: 'Zone',
  devices: 'Device',
  flows: 'Flow',
  advancedFlows: 'AdvancedFlow',
  flowFolders: 'FlowFolder',
  variables: 'Variable',
  moods: 'Mood',
  dashboards: 'Dashboard',
  widgetStores: 'WidgetStore',
  alarms: 'Alarm',
  apps: 'App',
  users: 'User',
  notifications: 'Notification',
  images: 'Image',
  pairSessions: 'PairSession',
  experiments: 'Experiment',
  sessions: 'Session',
}

/** A hub that has never been set up: no user, no zone. */
export function blankState(system: HomeyState['system']): HomeyState {
  return {
    system,
    zones: {},
    devices: {},
    flows: {},
    advancedFlows: {},
    flowFolders: {},
    variables: {},
    moods: {},
    dashboards: {},
    widgetStores: {},
    alarms: {},
    apps: {},
    users: {},
    notifications: {},
    images: {},
    pairSessions: {},
    experiments: {},
    sessions: {},
    settingDefinitions: {},
    appSettings: {},
    options: {},
    notificationOwners: {},
    insights: { deletedLogs: [], entriesSince: {} },
    localCredentials: {},
    energy: { priceType: 'disabled', userCosts: null, zone: null },
    effects: [],
  }
}
