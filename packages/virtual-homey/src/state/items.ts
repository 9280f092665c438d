// The things that a hub keeps, in the shape in which a Homey Pro 2023 answers them. Members that a
// hub works out when asked (`broken`, `active`, `energyObj`, …) are not stored.
import type { JsonRecord } from '../json.ts'

export interface Zone {
  id: string
  name: string
  parent: string | null
  icon: string
  activeLastUpdated: string | null
}

export type CapabilityValue = string | number | boolean | null

export interface CapabilityState {
  id: string
  type: 'boolean' | 'number' | 'enum' | 'string'
  title: string
  getable: boolean
  setable: boolean
  value: CapabilityValue
  lastUpdated: string | null
  units?: string
  decimals?: number
  min?: number
  max?: number
  step?: number
  values?: { id: string; title: string }[]
}

/** A setting of a device, or a `group` of settings; `children` belong to groups only. */
export interface SettingDefinition {
  id?: string
  type: 'group' | 'text' | 'password' | 'number' | 'checkbox' | 'dropdown' | 'label'
  label: string
  children?: SettingDefinition[]
  min?: number
  max?: number
  values?: { id: string; label: string }[]
}

export interface Device {
  id: string
  name: string
  driverId: string
  ownerUri: string
  ownerName: string
  zone: string
  note: string | null
  data: JsonRecord
  icon: string | null
  iconOverride: string | null
  iconObj: JsonRecord | null
  class: string
  virtualClass: string | null
  capabilities: string[]
  capabilitiesObj: Record<string, CapabilityState>
  settings: JsonRecord
  settingsObj: boolean
  flags: string[]
  energy: JsonRecord | null
  ui: JsonRecord
  uiIndicator: string | null
  hidden: boolean
  available: boolean
  unavailableMessage: string | null
  warningMessage: string | null
  ready: boolean
  repair: boolean
  unpair: boolean
  images: { id: string; type: string; imageObj: JsonRecord }[]
  color: string | null
  lastSeenAt: string | null
  /** The group device that this device is a member of. */
  group: string | null
}

/** A card as a flow holds it; `args` and what else it carries is kept as it was sent. */
export type CardUse = { id: string } & JsonRecord

export interface Flow {
  id: string
  name: string
  folder: string | null
  enabled: boolean
  trigger: CardUse
  conditions: CardUse[]
  actions: CardUse[]
}

/** A card on the canvas of an advanced flow. Edges name the keys of other cards. */
export type AdvancedCard = { type: string; x: number; y: number } & JsonRecord

export interface AdvancedFlow {
  id: string
  name: string
  folder: string | null
  enabled: boolean
  cards: Record<string, AdvancedCard>
}

export interface FlowFolder {
  id: string
  name: string
  parent: string | null
}

export type VariableType = 'string' | 'number' | 'boolean'

export interface Variable {
  id: string
  name: string
  type: VariableType
  value: string | number | boolean
}

export interface Mood {
  id: string
  name: string
  preset: string | null
  zone: string
  devices: Record<string, { state: Record<string, string | number | boolean> }>
}

export interface Dashboard {
  id: string
  name: string
  columns: ({ id: string; widgets: ({ id: string } & JsonRecord)[] } & JsonRecord)[]
}

export interface Alarm {
  id: string
  name: string
  time: string
  enabled: boolean
  repetition: Record<string, boolean>
}

export interface App {
  id: string
  name: string
  version: string
  channel: 'live' | 'test'
  origin: 'appstore' | 'devkit_run' | 'devkit_install'
  author: { name: string }
  compatibility: string
  permissions: string[]
  color: string
  images: JsonRecord
  iconObj: JsonRecord
  state: 'starting' | 'running' | 'stopping' | 'stopped' | 'crashed'
  enabled: boolean
  autoupdate: boolean
  settings: boolean
  updateAvailable: boolean
  usage: { cpu: number; mem: number }
  crashed: boolean
  crashedMessage: string | null
  crashedCount: number
}

export type Role = 'owner' | 'manager' | 'user' | 'guest'

export interface User {
  id: string
  name: string | null
  role: Role
  properties: JsonRecord
  athomId: string | null
  enabled: boolean
  enabledUntil: string | null
  present: boolean
  asleep: boolean
  avatar: string | null
  verified: boolean
  inviteUrl: string | null
  localUsername: string | null
}

export interface Notification {
  id: string
  ownerUri: string
  ownerName: string
  dateCreated: string
  excerpt: string
  meta: JsonRecord
  /** Users who have read it; only older hubs keep this. */
  readBy?: string[]
}

export interface Image {
  id: string
  ownerUri: string
  url: string
  lastUpdated: string
}

export interface PairSession {
  id: string
  type: string
  driverId: string
  deviceId: string | null
  zoneId: string | null
  lastHeartbeat: string
}

export interface Experiment {
  id: string
  name: string
  enabled: boolean
}

export interface WidgetStore {
  id: string
  ownerUri: string
  state: JsonRecord
}

export interface Session {
  id: string
  userId: string
  secret: string
  type: 'OAUTH' | 'APP' | 'PAT'
  name: string
  clientId: string | null
  scopes: string[]
  createdAt: string
  expiresAt: string | null
}
