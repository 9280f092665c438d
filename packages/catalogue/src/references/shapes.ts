// The shape of every kind of object, as far as references stand in it. What no row names is looked at
// as data without a shape; an object's own id is no reference.
import { card, ownedId } from './card.ts'
import {
  anything,
  anythingOf,
  code,
  each,
  idOf,
  members,
  nothing,
  type Place,
  uri,
  words,
} from './place.ts'

const own = { id: nothing, name: words }
const picked = anythingOf({ picked: true })

/** The folder or zone that something lies in. */
const inFolder = idOf('flow-folder', 'container')
const inZone = idOf('zone', 'container')

const flow = members({
  ...{ ...own, folder: inFolder },
  ...{ trigger: card, conditions: each(card), actions: each(card) },
})

const advancedFlow = members({ ...own, folder: inFolder, cards: each(card) })

// Widgets are the business of whoever made them; ids lie at every depth and in every form.
const widget = members({ id: nothing }, picked)
const dashboard = members({
  ...own,
  columns: each(members({ id: nothing, widgets: each(widget) })),
})

const groupSettings = members({ deviceIds: each(idOf('device', 'member')) }, picked)

// `data` is how a radio or a cloud knows the device: it means nothing on another hub.
const device = members({
  ...{ ...own, note: words, zoneName: nothing, ownerName: nothing, data: nothing },
  ...{ zone: inZone, group: idOf('group', 'container'), settings: groupSettings },
  ...{ driverId: uri(), driverUri: uri(), ownerUri: uri() },
})

const group = members({
  ...{ ...own, zoneId: inZone, zone: inZone },
  ...{ deviceIds: each(idOf('device', 'member')), iconDeviceId: idOf('device') },
})

const zone = members({ ...own, parent: inZone, activeOrigins: each(uri()) })

const mood = members({ ...own, zone: inZone, devices: each(anything, 'device') })

const script = members({ ...own, code })

// Beside its key a script has its id once more, and the two have to agree.
const keptScript = members({ ...own, id: idOf('script'), code })

const user = members({ ...own, athomId: nothing, readBy: nothing })

const notification = members({
  ...{ id: nothing, ownerUri: uri(), ownerName: nothing, excerpt: words },
  readBy: each(idOf('user')),
})

// Logs and tokens are named after whom they belong to.
const owned = members({
  ...{ id: ownedId('uri'), ownerId: ownedId('uri') },
  ...{ uri: uri(), ownerUri: uri() },
})

/** By kind of object. */
export const SHAPES = {
  flow,
  'advanced-flow': advancedFlow,
  'flow-folder': members({ ...own, parent: inFolder }),
  card,
  variable: members(own),
  zone,
  device,
  group,
  mood,
  dashboard,
  'widget-store': anything,
  alarm: members(own),
  image: members({ id: nothing, ownerUri: uri() }),
  user,
  script,
  app: members(own),
  'app-settings': anything,
  'homeyscript-settings': members({ scripts: each(keptScript, 'script') }),
  notification,
  /** All of them, by URI of the owner. */
  'notification-owners': anything,
  option: anything,
  'pair-session': members({
    ...{ id: nothing, driverId: uri(), driverUri: uri() },
    ...{ deviceId: idOf('device'), zoneId: idOf('zone') },
  }),
  log: owned,
  token: owned,
} as const satisfies Readonly<Record<string, Place>>

/** A kind of object that can hold references. */
export type ObjectKind = keyof typeof SHAPES
