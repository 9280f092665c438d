// The checklist: what only a person can do. Remarks on single objects, and what no home can take along.
import { FORMS, type ReferenceKind } from '@latchkey/catalogue'
import { isObject } from '../json.ts'
import { driverOf } from '../kinds/driver-name.ts'
import { type KindName, keyOf } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { TransferMapping } from '../mapping/mapping.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { type Deciding, lacksSecrets } from './deciding.ts'
import { GROUPS, NOT_SELECTED } from './fate.ts'
import type { Decided } from './make-steps.ts'
import type { ByHand } from './plan.ts'

/** Everything on the checklist that stands beside what the plan does. */
export function checklistOf(
  deciding: Deciding,
  decided: readonly Decided[],
  mapping: TransferMapping,
): readonly ByHand[] {
  const remarks = decided
    .filter(({ fate }) => fate.is === 'made' || fate.is === 'changed')
    .flatMap(({ object, fate }) => [
      ...codeRemarks(deciding, object),
      ...secretRemarks(deciding, object),
      ...danglingRemarks(deciding, object),
      ...moodRemarks(deciding, object),
      ...(fate.is === 'changed' && fate.refused !== undefined
        ? [remark(object, GROUPS.refused, fate.refused)]
        : []),
      ...(fate.is === 'made' && object.kind === 'app' ? [signIn(object)] : []),
    ])
  const drivers = decided
    .filter(({ fate }) => fate.is !== 'kept' || fate.because !== NOT_SELECTED)
    .flatMap(({ object }) => deviceRemarks(deciding, object))
  return [
    ...remarks,
    ...drivers,
    ...questions(mapping),
    ...unread(deciding),
    ...withoutCards(deciding),
    ...bounds(deciding),
    ...ALWAYS.map(([group, what]): ByHand => ({ group, object: null, what, instead: false })),
  ]
}

const remark = (object: SnapshotObject, group: string, what: string): ByHand => ({
  ...{ group, object: keyOf(object), what, instead: false },
})

const signIn = (object: SnapshotObject): ByHand =>
  remark(
    object,
    GROUPS.apps,
    `"${object.name ?? object.id}" is installed anew: sign in, if it asks.`,
  )

/** What ids that belong to nothing in the home look like in data of apps. */
const HARMLESS: readonly ReferenceKind[] = ['image', 'app']
const WITH_CODE: readonly KindName[] = [
  'script',
  'flow',
  'advanced-flow',
  'app-setting',
  'dashboard',
]

function codeRemarks({ source }: Deciding, object: SnapshotObject): readonly ByHand[] {
  if (!WITH_CODE.includes(object.kind)) return []
  const unsure = source.needs(object).unsure.filter(({ kind }) => !HARMLESS.includes(kind))
  if (unsure.length === 0) return []
  const forms = Map.groupBy(unsure, ({ form }) => form)
  const words = [...forms].map(
    ([form, all]) => `${FORMS[form]}${all.length > 1 ? ` (${all.length})` : ''}`,
  )
  const what = `Look at ${KINDS[object.kind].label.toLowerCase()}: "${object.name ?? object.id}" has what is left as it is: ${words.join(', ')}.`
  return [remark(object, GROUPS.code, what)]
}

function danglingRemarks({ source }: Deciding, object: SnapshotObject): readonly ByHand[] {
  const { dangling } = source.needs(object)
  if (dangling.length === 0 || KINDS[object.kind].hasNonce) return []
  const names = [...new Set(dangling.map(({ kind, id }) => `${kind} ${id}`))].join(', ')
  const what = `"${object.name ?? object.id}" names what the old Homey does not have either: ${names}.`
  return [remark(object, GROUPS.code, what)]
}

function secretRemarks(deciding: Deciding, object: SnapshotObject): readonly ByHand[] {
  if (!lacksSecrets(deciding, object)) return []
  const what = `"${object.name ?? object.id}" holds a password or key that is not in the snapshot: enter it.`
  return [remark(object, GROUPS.secrets, what)]
}

function deviceRemarks({ bindings }: Deciding, object: SnapshotObject): readonly ByHand[] {
  const there = object.kind === 'device' ? bindings.objectOf(object) : undefined
  const { settings } = object.content
  if (!isObject(settings) || Object.keys(settings).length === 0) return []
  if (!there || driverOf(object) === driverOf(there)) return []
  const what = `"${object.name ?? ''}" has another driver here: its settings are not copied.`
  return [remark(object, GROUPS.pairing, what)]
}

// A hub sets what a device can do, and leaves out what it cannot without a word.
function moodRemarks({ bindings, source }: Deciding, object: SnapshotObject): readonly ByHand[] {
  const { devices } = object.content
  if (object.kind !== 'mood' || !isObject(devices)) return []
  return Object.entries(devices).flatMap(([id, wanted]) => {
    const device = source.get(source.byId.get(id) ?? 'device:')
    const there = device && bindings.objectOf(device)
    const can = there?.facts['capabilities']
    const state = isObject(wanted) ? wanted['state'] : undefined
    if (!there || !Array.isArray(can) || !isObject(state)) return []
    const lacking = Object.keys(state).filter((one) => !can.includes(one))
    if (lacking.length === 0) return []
    const what = `The mood "${object.name ?? object.id}" sets ${lacking.join(', ')} of "${device.name ?? id}", which "${there.name ?? there.id}" does not have.`
    return [remark(object, GROUPS.absent, what)]
  })
}

function bounds({ options, target }: Deciding): readonly ByHand[] {
  const { limits = [] } = options
  if (limits.length === 0) return []
  const name = target.snapshot.manifest.hub.name
  const what = `The key for "${name}" has limits (${limits.join(', ')}): what lies outside them, or names what is not there yet, is refused. Use one without limits for a whole home.`
  return [{ group: GROUPS.refused, object: null, what, instead: false }]
}

function questions({ questions }: TransferMapping): readonly ByHand[] {
  return questions
    .filter(({ band }) => band !== 'missing')
    .map(({ kind, sources, candidates }): ByHand => {
      const names = sources.map(({ name, id }) => `"${name ?? id}"`).join(', ')
      const choices = candidates
        .map(({ targetName, target }) => `"${targetName ?? target}"`)
        .join(', ')
      const what = `Which ${kind} is ${names}? It might be ${choices}.`
      return { group: GROUPS.pairing, object: null, what, instead: false }
    })
}

function unread({ source }: Deciding): readonly ByHand[] {
  return source.snapshot.manifest.unread
    .filter(({ why }) => why !== 'absent')
    .map(({ kind, id, reason }): ByHand => {
      const what = `${KINDS[kind].label}${id === undefined ? '' : ` (${id})`} could not be read: ${reason}`
      return { group: GROUPS.history, object: null, what, instead: false }
    })
}

function withoutCards({ target }: Deciding): readonly ByHand[] {
  if (target.snapshot.cards.length > 0) return []
  const what =
    'It is not known which cards the target offers: check each flow, or take its snapshot with cards.'
  return [{ group: GROUPS.absent, object: null, what, instead: false }]
}

/** What holds for every transfer. */
const ALWAYS: readonly (readonly [string, string])[] = [
  [
    GROUPS.pairing,
    'Exclude Z-Wave devices from the old Homey first; reset Zigbee devices; share Matter devices or use a new code; learn infrared and 433 MHz remotes again.',
  ],
  [
    GROUPS.pairing,
    'Set the associations of Z-Wave devices; devices on batteries take settings when they wake up.',
  ],
  [
    GROUPS.apps,
    'Sign in to the apps that ask for it; buy again what was bought for the old Homey.',
  ],
  [GROUPS.people, 'Invite users, and have everybody install their phone and set their favourites.'],
  [GROUPS.links, 'Link Google, Alexa, HomeKit, Siri and IFTTT again, and hide devices from them.'],
  [
    GROUPS.bound,
    'Change webhook addresses that hold the id of the old Homey, and make API keys anew.',
  ],
  [
    GROUPS.bound,
    'Give the new Homey the reserved address of the old one, if something relies on it.',
  ],
  [GROUPS.history, 'Insights, energy history and the timeline stay on the old Homey.'],
  [GROUPS.history, 'The order of zones, folders and flows cannot be set.'],
]
