// Every mood brings one card, which sets it.
import { applyMood } from '../../behaviours/moods.ts'
import { all, type Hub } from '../../state/hub.ts'
import type { Card, CardType } from './card.ts'

/** The cards of the moods. */
export function moodCards(hub: Hub, type: CardType): Card[] {
  if (type !== 'action') return []
  return all(hub, 'moods').map((mood) => ({
    ...{ id: `homey:mood:${mood.id}:set`, ownerUri: `homey:mood:${mood.id}`, ownerName: mood.name },
    title: 'Set the mood',
    run: () => applyMood(hub, mood),
  }))
}
