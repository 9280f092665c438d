// Action cards of the hub's own managers of which it is known what they bring about, although limits do not
// let them pass. A card of a manager that is neither here nor in the catalogue may do anything.
import { type DeedParts, deed } from './deed.ts'
import { classesOfCard } from './rates.ts'

/** What a card does besides what its arguments name. */
interface OverseenCard {
  readonly does: DeedParts
}

const NOTHING_ELSE: OverseenCard = { does: {} }
const SPEAKS: OverseenCard = {
  does: { operation: 'speech-output.say', permissions: ['speech:say'] },
}
const PRESENCE: OverseenCard = { does: { permissions: ['presence:update'] } }

/** By full id. */
const ROWS: Readonly<Record<string, OverseenCard>> = {
  'homey:manager:mobile:push_text': NOTHING_ELSE,
  'homey:manager:mobile:push_image': { does: { permissions: ['image:read'] } },
  'homey:manager:notifications:create_notification': NOTHING_ELSE,
  'homey:manager:speech-output:say': SPEAKS,
  'homey:manager:presence:set_present': PRESENCE,
  'homey:manager:presence:set_asleep': PRESENCE,
  'homey:manager:alarms:enable': { does: { permissions: ['alarm:update'] } },
  'homey:manager:alarms:disable': { does: { permissions: ['alarm:update'] } },
  // What the Flow does that is switched on is asked of the Flow.
  'homey:manager:flow:enable_flow': { does: { permissions: ['flow:enable'] } },
  'homey:manager:flow:disable_flow': { does: { permissions: ['flow:enable'] } },
}

/** Whether it is known what a card of a manager does. */
export function isOverseen(id: string): boolean {
  return Object.hasOwn(ROWS, id)
}

/** What an action card does by itself, by its full id. */
export function cardDeed(id: string) {
  const row = Object.hasOwn(ROWS, id) ? ROWS[id] : undefined
  return deed({ ...row?.does, card: id, classes: classesOfCard(id) })
}
