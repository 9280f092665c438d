// Decides about what is there or is not, and cannot be made: devices, apps, options, experiments, who is
// heard on the timeline, favourites, settings of apps. Only what differs is written.
import { isObject, type Json, type JsonObject } from '../json.ts'
import { driverOf } from '../kinds/driver-name.ts'
import { type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { decideMade } from './decide-made.ts'
import {
  byHandFor,
  type Deciding,
  inWords,
  isThere,
  lacksSecrets,
  missingOf,
  policyFor,
  whyNot,
} from './deciding.ts'
import { type Fate, GROUPS, type PartChange } from './fate.ts'
import { permitted } from './permitted.ts'
import { pruned } from './pruned.ts'
import { beforeOf, isSame } from './same.ts'

/** How one kind is decided about. */
export type Decide = (deciding: Deciding, object: SnapshotObject) => Fate

/** By kind; everything else can be made. */
export const DECIDE: Readonly<Partial<Record<KindName, Decide>>> = {
  user: (deciding, object) => {
    const there = deciding.bindings.objectOf(object)
    if (there) return same(there, 'It is the same account.')
    const what = 'is not a user of the target: invite them there.'
    return { is: 'by-hand', group: GROUPS.people, what: `"${object.name ?? object.id}" ${what}` }
  },
  app: decideApp,
  device: decideDevice,
  option: decideOption,
  experiment: (deciding, object) => {
    const there = deciding.bindings.objectOf(object)
    if (there) return changing(deciding, { object, there, content: object.content })
    const what = `The target has no experiment "${object.name ?? object.id}".`
    return { is: 'by-hand', group: GROUPS.absent, what }
  },
  'notification-owner': decideOwner,
  favourites: decideFavourites,
  'app-setting': decideSetting,
  'google-sync': () => ({
    ...{ is: 'by-hand', group: GROUPS.links, what: 'Hide devices from Google by hand.' },
  }),
}

const same = ({ id }: SnapshotObject, because: string): Fate => ({
  ...{ is: 'kept', how: 'adopted', target: id, because },
})

interface Changing {
  readonly object: SnapshotObject
  readonly there: SnapshotObject
  /** What is wanted, in ids of the source. */
  readonly content: JsonObject
}

// Writes the members that differ, cut into requests.
function changing(deciding: Deciding, { object, there, content }: Changing): Fate {
  const differing = differingOf(deciding, { object, there, content })
  if (Object.keys(differing).length === 0) return same(there, 'The target has the same.')
  const policy = policyFor(deciding, object.kind)
  if (policy === 'ask') {
    const question = `"${object.name ?? object.id}" differs on the target: is it written over, or left?`
    return { is: 'undecided', question, choices: [there.id] }
  }
  if (policy === 'skip' || policy === 'adopt') {
    const because = 'The target has its own, which stays as it is.'
    return { is: 'kept', how: 'skipped', target: there.id, because }
  }
  const { parts, update } = KINDS[object.kind].writing
  const bodies = parts?.(differing, there.id) ?? []
  const changes = bodies.map(
    (body): PartChange => ({ body, before: beforeOf(there.content, body) }),
  )
  // What some of it is refused for is said where all fates are looked at; here, that none can be told.
  const operations = bodies.flatMap((body) => update?.(there.id, body).operation ?? [])
  const isTold = operations.some((one) => deciding.obstacle(one) === undefined)
  const label = KINDS[object.kind].label.toLowerCase()
  const byHand = isTold ? undefined : byHandFor(deciding, operations, label)
  if (byHand) return byHand
  if (changes.length === 0) return same(there, 'Nothing of what differs can be written.')
  const names = bodies.flatMap((body) => Object.keys(body)).join(', ')
  return {
    ...{ is: 'changed', reason: `On the target it differs: ${names}.`, target: there.id },
    ...{ parts: changes, overwrites: false },
  }
}

function differingOf(deciding: Deciding, { object, there, content }: Changing): JsonObject {
  const { bindings, source, target } = deciding
  const differs = (path: readonly string[], value: Json, now: Json): boolean =>
    !isSame(
      {
        ...object,
        content: bindings.rewritten(object, nested(path, value)),
        secrets: source.snapshot.secrets,
      },
      { ...there, content: nested(path, now), secrets: target.snapshot.secrets },
    )
  const members = Object.entries(content).flatMap(([name, value]): [string, Json][] => {
    const now = there.content[name] ?? null
    if (name !== 'settings' || !isObject(value) || !isObject(now)) {
      return differs([name], value, now) ? [[name, value]] : []
    }
    const settings = Object.entries(value).filter(
      ([setting, one]) => setting in now && differs([name, setting], one, now[setting] ?? null),
    )
    return settings.length === 0 ? [] : [[name, Object.fromEntries(settings)]]
  })
  return Object.fromEntries(members)
}

const nested = (path: readonly string[], value: Json): JsonObject => {
  const [first = '', ...rest] = path
  return { [first]: rest.length === 0 ? value : nested(rest, value) }
}

function decideDevice(deciding: Deciding, object: SnapshotObject): Fate {
  const there = deciding.bindings.objectOf(object)
  if (!there) {
    const declined = deciding.bindings.declined.has(keyOf(object))
    const what = declined ? 'was left out by decision.' : whatToDo(deciding, object)
    return { is: 'by-hand', group: GROUPS.pairing, what: `"${object.name ?? ''}" ${what}` }
  }
  const content = pruned(deciding.source, object, (key) => isThere(deciding, key))
  const { settings, ...rest } = content
  // Settings of another driver may be called the same and mean something else.
  const isSameDriver = driverOf(object) === driverOf(there)
  const known = isObject(settings) ? withoutUnknownSecrets(deciding, object, settings) : {}
  return changing(deciding, {
    ...{ object, there },
    content: isSameDriver && there.kind === 'device' ? { ...rest, settings: known } : rest,
  })
}

/** The app that makes groups on Homeys that have none of their own (reference 5.6). */
const APP_OF_GROUPS = 'homey:app:com.sdn.group:'

function whatToDo({ obstacle }: Deciding, { facts }: SnapshotObject): string {
  const isGroup = String(facts['driverId']).startsWith(APP_OF_GROUPS)
  return isGroup && obstacle('devices.createGroup') === undefined
    ? 'is a group of an app: make it there as a group of the Homey itself, and say that it is this.'
    : 'is not on the target: pair it there, or say which device it is.'
}

function withoutUnknownSecrets(
  deciding: Deciding,
  object: SnapshotObject,
  settings: JsonObject,
): JsonObject {
  const known = Object.entries(settings).filter(
    ([name, value]) => !lacksSecrets(deciding, { ...object, content: { [name]: value } }),
  )
  return Object.fromEntries(known)
}

const SWITCHES: readonly string[] = ['enabled', 'autoupdate']

function decideApp(deciding: Deciding, object: SnapshotObject): Fate {
  const { content, facts, id } = object
  const wanted = Object.fromEntries(
    Object.entries(content).filter(([name]) => SWITCHES.includes(name)),
  )
  const there = deciding.bindings.objectOf(object)
  if (there) return changing(deciding, { object, there, content: wanted })
  if (facts['origin'] !== 'appstore') {
    const what = `The app ${id} was not installed from the store: install it from its source.`
    return { is: 'by-hand', group: GROUPS.apps, what }
  }
  const obstacle = whyNot(deciding, ['apps.installFromAppStore'], 'apps from the store')
  if (obstacle) return { is: 'by-hand', group: GROUPS.apps, what: obstacle }
  // A new app is switched on and updates itself.
  const parts = Object.entries(wanted).filter(([, value]) => value === false)
  return {
    ...{ is: 'made', reason: 'The target does not have this app.', content },
    parts: parts.map(([name, value]) => ({ [name]: value })),
  }
}

function decideOption(deciding: Deciding, object: SnapshotObject): Fate {
  const { content, id, name } = object
  const value = content['value'] ?? null
  const shown = isObject(value) && '$secret' in value ? '' : `: ${JSON.stringify(value)}`
  const operation = KINDS.option.writing.update
  const there = deciding.bindings.objectOf(object)
  const { operation: sets } = safely(() => operation?.(id, content)) ?? {}
  const obstacle =
    sets === undefined ? 'It can be read only.' : whyNot(deciding, [sets], 'such setting')
  if (obstacle) {
    if (value === null)
      return { is: 'kept', how: 'adopted', target: null, because: 'It is not set.' }
    const isRefused = sets !== undefined && deciding.obstacle(sets) === 'not-permitted'
    const group = isRefused ? GROUPS.refused : GROUPS.absent
    return { is: 'by-hand', group, what: `${name ?? id}${shown}. ${obstacle}` }
  }
  if (lacksSecrets(deciding, object)) {
    return {
      is: 'by-hand',
      group: GROUPS.secrets,
      what: `${name ?? id}: it is not in the snapshot.`,
    }
  }
  if (value === null && (there?.content['value'] ?? null) !== null) {
    const because = 'The old Homey has nothing set here.'
    return { is: 'kept', how: 'skipped', target: there?.id ?? null, because }
  }
  if (there) return changing(deciding, { object, there, content })
  if (value === null) return { is: 'kept', how: 'adopted', target: null, because: 'It is not set.' }
  return setAnew(id, content)
}

const safely = <T>(make: () => T): T | undefined => {
  try {
    return make()
  } catch {
    return undefined
  }
}

const setAnew = (target: string | null, body: JsonObject): Fate => ({
  ...{ is: 'changed', reason: 'The target has nothing set here.', target, overwrites: false },
  parts: [{ body, before: null }],
})

function decideOwner(deciding: Deciding, object: SnapshotObject): Fate {
  const missing = missingOf(deciding, object)
  if (missing.length > 0) return waits(deciding, missing)
  const rewritten = deciding.bindings.rewritten(object, object.content)
  const uri = String(rewritten['uri'])
  const there = deciding.target.snapshot.objects['notification-owner'].get(uri)
  const { uri: _, ...content } = object.content
  if (there) return changing(deciding, { object, there, content })
  if (content['enabled'] === true && content['push'] === true) {
    return { is: 'kept', how: 'adopted', target: null, because: 'It is as a new one is.' }
  }
  if (deciding.source.needs(object).objects.length === 0) {
    const what = `The timeline has nothing of "${object.name ?? object.id}" here.`
    return { is: 'by-hand', group: GROUPS.absent, what }
  }
  const parts = KINDS['notification-owner'].writing.parts?.(content, object.id) ?? []
  const differing = parts.filter((part) => Object.values(part).some((value) => value !== true))
  return {
    ...{ is: 'changed', reason: 'A new one is heard and pushed; the old one was not.' },
    ...{ target: uri === object.id ? uri : null, overwrites: false },
    parts: differing.map((body) => ({ body, before: null })),
  }
}

function waits(deciding: Deciding, waitsFor: readonly ObjectKey[]): Fate {
  const what = waitsFor.map((key) => inWords(deciding, key)).join(', ')
  return { is: 'waits', waitsFor, because: `${what} is not there` }
}

function decideFavourites(deciding: Deciding, object: SnapshotObject): Fate {
  const { source, target, bindings, options } = deciding
  const person = bindings.of(keyOf({ kind: 'user', id: object.id }))
  const only = target.snapshot.objects.user.size === 1
  const own = [...target.snapshot.objects.favourites.values()].find(({ facts }) => facts['own'])
  const me = options.me ?? own?.id ?? (only || object.facts['own'] === true ? person : undefined)
  if (person === undefined || person !== me) {
    const what = `The favourites of "${object.name ?? ''}": only they themselves can set them.`
    return { is: 'by-hand', group: GROUPS.people, what }
  }
  const there = target.snapshot.objects.favourites.get(person)
  const now = there ?? { ...object, id: person, content: {} }
  const wanted = pruned(source, object, (key) => isThere(deciding, key))
  const content = Object.entries(wanted).map(([name, mine]): [string, Json] => {
    const theirs = now.content[name]
    const ids = Array.isArray(mine)
      ? mine.map((id) => bindings.of(source.byId.get(String(id)) ?? 'flow:'))
      : []
    const more = (Array.isArray(theirs) ? theirs : []).filter((id) => !ids.includes(String(id)))
    return [name, [...(Array.isArray(mine) ? mine : []), ...more]]
  })
  return changing(deciding, { object, there: now, content: Object.fromEntries(content) })
}

function decideSetting(deciding: Deciding, object: SnapshotObject): Fate {
  const { content, facts } = object
  const { app, name, value } = content
  if (facts['copy'] === 'no') {
    const what = `The setting "${name}" of ${app} is not copied: ${facts['because']}.`
    const group = String(facts['because']).includes('login') ? GROUPS.apps : GROUPS.bound
    return { is: 'by-hand', group, what }
  }
  const missing = missingOf(deciding, object)
  if (missing.length > 0) return waits(deciding, missing)
  if (lacksSecrets(deciding, object)) {
    const what = `The setting "${name}" of ${app} holds a secret that is not in the snapshot.`
    return { is: 'by-hand', group: GROUPS.secrets, what }
  }
  const byHand = byHandFor(deciding, ['apps.setAppSetting'], 'settings of apps')
  if (byHand) return byHand
  const now = deciding.bindings.rewritten(object, content)
  if (deciding.options.takesName?.(String(now['name'])) === false) {
    const what = `A gateway does not pass on the setting "${name}" of ${app}: set it in the app, or move it with the address of the Homey itself.`
    return { is: 'by-hand', group: GROUPS.code, what }
  }
  const id = `${now['app']}/${now['name']}`
  const there = deciding.target.snapshot.objects['app-setting'].get(id)
  if (!there) return setAnew(null, content)
  const policy = policyFor(deciding, 'app-setting')
  const theirs = there.content['value'] ?? null
  const merged = policy === 'merge' && isObject(value) && isObject(theirs) && !('$secret' in theirs)
  // Members that only the target has stay, in its own ids.
  const kept = merged
    ? Object.entries(theirs).filter(([member]) => {
        const mine = isObject(now['value']) ? now['value'] : {}
        return !(member in mine)
      })
    : []
  const wanted = merged ? { ...Object.fromEntries(kept), ...value } : value
  const fate = changing(deciding, {
    object,
    there,
    content: { app: app ?? null, name: name ?? null, value: wanted ?? null },
  })
  if (fate.is !== 'changed') return fate
  // A setting is written whole, with the app and the name that say which it is.
  const body = { app: app ?? null, name: name ?? null, value: wanted ?? null }
  return { ...fate, parts: [{ body, before: there.content }] }
}

/** Decides about any object. */
export function decide(deciding: Deciding, object: SnapshotObject, held: boolean): Fate {
  const set = DECIDE[object.kind]
  const fate = set ? set(deciding, object) : decideMade(deciding, object, held)
  return permitted(deciding, object, fate)
}
