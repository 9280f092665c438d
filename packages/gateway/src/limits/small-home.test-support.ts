// A small home in which every rule of coverage has something to be about, and short ways to ask.
import { type Limits, type Matched, operationById } from '@latchkey/catalogue'
import type { LimitedCall } from './call.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import type { Home } from './home.ts'
import { homeWith } from './home-of.test-support.ts'
import { judge } from './judge.ts'
import type { Judgement } from './judgement.ts'
import type { LimitedSubject } from './subject.ts'

/** An id that looks like one and says what it is of. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const ROOT = uuid(1)
export const KITCHEN = uuid(2)
export const PANTRY = uuid(3)
export const BEDROOM = uuid(4)
export const LAMP = uuid(11)
export const FRIDGE = uuid(12)
export const BED = uuid(13)
export const LOCK = uuid(14)
export const GROUP = uuid(15)
export const MIXED = uuid(16)
export const FOLDER = uuid(21)
export const INNER = uuid(22)
export const OUTER = uuid(23)
export const VARIABLE = uuid(31)
export const OTHER = uuid(32)
export const MOOD = uuid(41)
export const BED_MOOD = uuid(42)
export const COOK = uuid(51)
export const SLEEP = uuid(52)
export const STRANGE = uuid(53)
export const STARTER = uuid(54)
export const CANVAS = uuid(61)
export const BOARD = uuid(71)
export const USER = uuid(81)
/** An id that nothing has. */
export const NOBODY = uuid(99)

export const START = { id: 'homey:manager:flow:programmatic_trigger', args: {} }

export const does = (device: string, name = 'on') => ({
  ...{ id: `homey:device:${device}:${name}`, args: {}, group: 'then' },
  ...{ delay: null, duration: null },
})

/** A standard flow with these actions. */
export const flow = (actions: readonly object[], more: object = {}) => ({
  ...{ name: 'A Flow', folder: null, enabled: true, trigger: START, conditions: [], actions },
  ...more,
})

const device = (zone: string, capabilities: readonly string[], more: object = {}) => ({
  ...{ name: 'A device', zone, class: 'light', virtualClass: null, capabilities, settings: {} },
  capabilitiesObj: Object.fromEntries(
    capabilities.map((id) => [id, { id, value: true, setable: !/^(?:alarm|measure)_/.test(id) }]),
  ),
  ...{ driverId: 'homey:app:com.example:thing', images: [], ui: {} },
  ...more,
})

const group = (zone: string, deviceIds: readonly string[]) =>
  device(zone, ['onoff'], { driverId: 'homey:virtualdrivergroup:driver', settings: { deviceIds } })

const variable = { name: 'v', type: 'number', value: 1 }
const mood = (zone: string, id: string) => ({
  ...{ name: 'm', preset: null, zone, devices: { [id]: { state: { onoff: true, dim: 0.5 } } } },
})

/** The home. */
export const HOME: Home = homeWith({
  zone: {
    [ROOT]: { name: 'Home', parent: null, activeOrigins: [] },
    [KITCHEN]: {
      ...{ name: 'Kitchen', parent: ROOT },
      activeOrigins: [`homey:device:${FRIDGE}:alarm_contact`, `homey:device:${LOCK}:alarm_contact`],
    },
    [PANTRY]: { name: 'Pantry', parent: KITCHEN, activeOrigins: [] },
    [BEDROOM]: { name: 'Bedroom', parent: ROOT, activeOrigins: [] },
  },
  device: {
    [LAMP]: device(KITCHEN, ['onoff', 'dim', 'measure_power'], {
      ...{ images: [{ id: 'front', imageObj: { id: uuid(91) } }], energyObj: { W: 5 } },
      ui: {
        quickAction: 'onoff',
        components: [{ capabilities: ['onoff', 'dim'] }, { capabilities: ['dim'] }],
      },
    }),
    [FRIDGE]: device(PANTRY, ['alarm_contact', 'measure_temperature'], { class: 'sensor' }),
    [BED]: device(BEDROOM, ['onoff'], { images: [{ id: 'back', imageObj: { id: uuid(92) } }] }),
    [LOCK]: device(KITCHEN, ['locked', 'alarm_contact'], { class: 'lock' }),
    [GROUP]: group(KITCHEN, [LAMP]),
    [MIXED]: group(KITCHEN, [LAMP, BED]),
  },
  'flow-folder': {
    [FOLDER]: { name: 'Rooms', parent: null },
    [INNER]: { name: 'Kitchen', parent: FOLDER },
    [OUTER]: { name: 'Others', parent: null },
  },
  variable: { [VARIABLE]: variable, [OTHER]: variable },
  mood: { [MOOD]: mood(KITCHEN, LAMP), [BED_MOOD]: mood(BEDROOM, BED) },
  flow: {
    [COOK]: flow([does(LAMP)], { folder: INNER }),
    [SLEEP]: flow([does(BED)], { folder: OUTER, enabled: false }),
    [STRANGE]: flow([{ id: 'homey:app:com.example:do', args: {} }]),
    [STARTER]: flow([starts(COOK)]),
  },
  'advanced-flow': {
    [CANVAS]: {
      ...{ name: 'Canvas', folder: null, enabled: true },
      cards: {
        [uuid(62)]: { type: 'start', x: 0, y: 0, outputSuccess: [uuid(63)] },
        [uuid(63)]: { type: 'action', x: 0, y: 0, id: `homey:device:${LAMP}:off`, args: {} },
      },
    },
  },
  dashboard: {
    [BOARD]: {
      ...{ name: 'Board' },
      columns: [{ id: uuid(72), widgets: [{ id: uuid(73), type: 'device', deviceId: LAMP }] }],
    },
  },
  user: { [USER]: { name: 'Ada' } },
})

/** The card that starts a flow. */
export function starts(id: string) {
  const card = { ...START, args: { flow: { id, name: 'x' } }, group: 'then' }
  return { ...card, delay: null, duration: null }
}

/** A subject with these limits, all permissions that refine, and what it created. */
export function subjectWith(limits: Limits, more: Partial<LimitedSubject> = {}): LimitedSubject {
  return { limits, created: new Set(), permissions: new Set(['presence:read']), ...more }
}

/** What these limits cover. */
export const covering = (
  limits: Limits,
  home = HOME,
  more: Partial<LimitedSubject> = {},
): Coverage => coverageOf(subjectWith(limits, more), home)

/** A matched call in V3's form. */
export function callOf(
  id: string,
  ids: Readonly<Record<string, string>> = {},
  body?: unknown,
  query = '',
): LimitedCall {
  const operation =
    operationById('pro-2023', id) ?? operationById('pro-2019', id) ?? operationById('cloud', id)
  if (!operation) throw new Error(`there is no ${id}`)
  const matched: Matched = { matched: true, operation, ids, rest: [] }
  return { matched, query, body }
}

/** Judges a call; a merge is gone on with, with what is there now. */
export function judged(
  subject: LimitedSubject,
  call: LimitedCall,
  home: Home = HOME,
): Exclude<Judgement, { verdict: 'merge' }> {
  const judgement = judge(call, subject, home)
  if (judgement.verdict !== 'merge') return judgement
  return judgement.judge(home.items[judgement.kind].get(judgement.id))
}
