// All cards that flows can be built of, worked out from the devices, zones, moods and apps there are. The
// same id can be a trigger and an action, so a card is found by its type and id.
import type { Hub } from '../state/hub.ts'
import { lookUp } from '../state/hub.ts'
import { appCards } from './cards/app-cards.ts'
import { capabilityCards, cardsOfDevice } from './cards/capability-cards.ts'
import type { Card, CardType } from './cards/card.ts'
import { managerCards } from './cards/manager-cards.ts'
import { moodCards } from './cards/mood-cards.ts'
import { zoneCards } from './cards/zone-cards.ts'

/** Every card of a type. */
export function cardsOf(hub: Hub, type: CardType): Card[] {
  return [
    ...capabilityCards(hub, type),
    ...managerCards(hub, type),
    ...moodCards(hub, type),
    ...zoneCards(hub, type),
    ...appCards(hub, type),
  ]
}

type Finder = (hub: Hub, type: CardType, owner: string) => readonly Card[]

/** The cards of one owner, by the kind of owner that the id of a card begins with. */
const BY_OWNER: Readonly<Record<string, Finder>> = {
  device: (hub, type, owner) => {
    const device = lookUp(hub, 'devices', owner)
    return device ? cardsOfDevice(hub, device, type) : []
  },
  manager: managerCards,
  mood: moodCards,
  zone: zoneCards,
  app: appCards,
}

/** The card with an id, if there is one: its device, zone or mood exists, its app runs. */
export function cardById(hub: Hub, type: CardType, id: string): Card | undefined {
  const [, kind = '', owner = ''] = id.split(':')
  const finder = Object.hasOwn(BY_OWNER, kind) ? BY_OWNER[kind] : undefined
  return finder?.(hub, type, owner).find((card) => card.id === id)
}
