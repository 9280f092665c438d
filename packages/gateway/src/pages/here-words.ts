// What of a home a permission is about, in a few words: numbers, and two names rather than a wall of them. Only
// what is there is told.
import { isSecurityDevice, type Limits } from '@latchkey/catalogue'
import type { PickedList } from '../authorization/choice.ts'
import { coverageOf } from '../limits/coverage.ts'
import type { Home, HomeKind, Item } from '../limits/home.ts'
import { thingsOf } from '../oversight/things.ts'
import type { HubObject } from '../owner-api/hub-objects.ts'
import type { TextName, Words } from './texts.ts'

/** What is known of a home. */
export interface House {
  /** The objects that can be picked from; a list that is not there could not be read. */
  readonly lists: Readonly<Partial<Record<PickedList, readonly HubObject[]>>>
  /** Its state; undefined if that is not known now. */
  readonly home: Home | undefined
}

/** How many names are told. */
const NAMES = 2

interface Row {
  readonly kind: HomeKind
  readonly one: TextName
  readonly many: TextName
  readonly is?: (item: Item) => boolean
}

const DEVICES: Row = { kind: 'device', one: 'oneDevice', many: 'manyDevices' }
const ROWS: Readonly<Record<string, Row>> = {
  device: DEVICES,
  'device-settings': DEVICES,
  'device-secret': DEVICES,
  'security-device': { ...DEVICES, is: isGuard },
  camera: { ...DEVICES, is: isCamera },
  image: { ...DEVICES, is: isCamera },
  flow: { kind: 'flow', one: 'oneFlow', many: 'manyFlows' },
  'advanced-flow': { kind: 'advanced-flow', one: 'oneAdvanced', many: 'manyAdvanced' },
  'flow-folder': { kind: 'flow-folder', one: 'oneFolder', many: 'manyFolders' },
  zone: { kind: 'zone', one: 'oneZone', many: 'manyZones' },
  mood: { kind: 'mood', one: 'oneMood', many: 'manyMoods' },
  variable: { kind: 'variable', one: 'oneVariable', many: 'manyVariables' },
  dashboard: { kind: 'dashboard', one: 'oneDashboard', many: 'manyDashboards' },
}

/** Actions that are about nothing that is there yet, or about all of it. */
const ABOUT_NOTHING: ReadonlySet<string> = new Set(['create', 'state', 'command', 'move'])

function isGuard(item: Item): boolean {
  return isSecurityDevice(item)
}

function isCamera(item: Item): boolean {
  return thingsOf(item).has('cameras')
}

/** What of a home permissions are about under some limits; each question is answered once. */
export class Here {
  readonly #words: Words
  readonly #house: House
  readonly #limits: Limits | null
  readonly #permissions: ReadonlySet<string>

  constructor(words: Words, house: House, of: HereOf) {
    this.#words = words
    this.#house = house
    this.#limits = of.limits
    this.#permissions = new Set(of.permissions)
  }

  /** A line under a permission; undefined where there is nothing to say. */
  line(permission: string): string | undefined {
    const found = this.#found(permission)
    if (!found) return undefined
    const { row, items } = found
    if (items.length === 0) return this.#words('hereNone')
    // Their names stand in the sentence itself.
    if (row.is === isGuard || permission === 'camera:watch') return undefined
    if (permission === 'device:control') return this.#words('here', { what: this.#byClass(items) })
    const count = this.#count(row, items.length)
    const names = namesOf(items)
    const isAll = names.length <= NAMES + 1
    const what = isAll
      ? `${count}: ${names.join(', ')}`
      : this.#words('suchAs', { count, names: names.slice(0, NAMES).join(', ') })
    return this.#words('here', { what })
  }

  /** The devices that the text of a permission names; undefined where it has to do with what it says itself. */
  devices(permission: string): string | undefined {
    const { items = [] } = this.#found(permission) ?? {}
    return items.length === 0 ? undefined : this.#names(items)
  }

  /** The apps of this Homey, if they are known. */
  apps(): string | undefined {
    const { apps = [] } = this.#house.lists
    return apps.length === 0 ? undefined : this.#listed(apps.map(({ name }) => name))
  }

  #found(permission: string): { readonly row: Row; readonly items: readonly Item[] } | undefined {
    const { home } = this.#house
    const [resource = '', action = ''] = permission.split(':')
    const row = Object.hasOwn(ROWS, resource) ? ROWS[resource] : undefined
    if (!home || !row || ABOUT_NOTHING.has(action)) return undefined
    const { kind, is = () => true } = row
    const all = [...home.items[kind]].filter(([id]) => this.#covers(home, kind, id))
    const isControl = permission === 'device:control'
    const items = all
      .map(([, item]) => item)
      .filter((item) => is(item) && !(isControl && isGuard(item)))
    return { row, items }
  }

  #covers(home: Home, kind: HomeKind, id: string): boolean {
    if (this.#limits === null) return true
    this.#subject ??= {
      ...{ limits: this.#limits, created: new Set(), permissions: this.#permissions },
    }
    return coverageOf(this.#subject, home).covers(kind, id)
  }
  #subject: Parameters<typeof coverageOf>[0] | undefined

  #count(row: Row, count: number): string {
    return this.#words(count === 1 ? row.one : row.many, { count })
  }

  #names(items: readonly Item[]): string {
    return this.#listed(namesOf(items))
  }

  #listed(names: readonly string[]): string {
    const shown = names.slice(0, names.length === NAMES + 1 ? NAMES + 1 : NAMES)
    const rest = names.length - shown.length
    return rest > 0
      ? `${shown.join(', ')} ${this.#words('more', { count: rest })}`
      : shown.join(', ')
  }

  /** The two kinds of which there are most by their names, and how many others there are. */
  #byClass(items: readonly Item[]): string {
    const groups = [...Map.groupBy(items, classOf)]
      .filter((one): one is [ClassName, Item[]] => one[0] !== undefined)
      .toSorted(([, a], [, b]) => b.length - a.length)
      .slice(0, 2)
    const told = groups.map(
      ([name, those]) => `${this.#words(CLASSES[name])}: ${this.#names(those)}`,
    )
    const rest = items.length - groups.reduce((sum, [, those]) => sum + those.length, 0)
    const others = rest === 0 ? [] : [this.#count(DEVICES, rest)]
    const all = told.length === 0 ? others : [...told, ...(rest > 0 ? [this.#more(rest)] : [])]
    return all.join('; ')
  }

  #more(count: number): string {
    return this.#words(count === 1 ? 'oneOther' : 'manyOther', { count })
  }
}

const namesOf = (items: readonly Item[]): readonly string[] =>
  items.map(({ name }) => (typeof name === 'string' ? name : '…'))

/** Under what a home is looked at. */
export interface HereOf {
  readonly limits: Limits | null
  readonly permissions: readonly string[]
}

/** Classes of devices that have a word of their own. */
const CLASSES = {
  light: 'classLight',
  socket: 'classSocket',
  thermostat: 'classThermostat',
  heater: 'classHeater',
  blinds: 'classBlinds',
  curtain: 'classCurtain',
  windowcoverings: 'classBlinds',
  sunshade: 'classBlinds',
  speaker: 'classSpeaker',
  tv: 'classTv',
  fan: 'classFan',
  vacuumcleaner: 'classVacuum',
} as const satisfies Readonly<Record<string, TextName>>

type ClassName = keyof typeof CLASSES

function classOf({ class: what, virtualClass }: Item): ClassName | undefined {
  const name = typeof virtualClass === 'string' ? virtualClass : what
  return typeof name === 'string' && isClass(name) ? name : undefined
}

const isClass = (name: string): name is ClassName => Object.hasOwn(CLASSES, name)
