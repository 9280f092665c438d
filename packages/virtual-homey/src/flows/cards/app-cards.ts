// The cards of apps. An app's cards exist only while it runs. What they do is the app's own business:
// here only HomeyScript's do something, and one that says something into the effects.
import { rowOf, textOf } from '../../json.ts'
import { all, type Hub, recordEffect } from '../../state/hub.ts'
import type { AppCards, Card, CardType } from './card.ts'
import { HOMEYSCRIPT_CARDS } from './homeyscript-cards.ts'
import { SAMPLE_APP_CARDS } from './sample-app-cards.ts'

const APP_CARDS: Readonly<Record<string, AppCards>> = {
  ...SAMPLE_APP_CARDS,
  'com.athom.homeyscript': HOMEYSCRIPT_CARDS,
  'com.example.echo': {
    trigger: {
      heard: {
        ...{ title: 'Something was said', args: [] },
        tokens: [{ id: 'words', type: 'string', title: 'Words' }],
      },
    },
    action: {
      say: {
        ...{ title: 'Say', args: [{ name: 'words', type: 'text' }] },
        run: (hub, { args }) => recordEffect(hub, 'said', { text: textOf(args['words'] ?? '') }),
      },
    },
  },
}

/** The cards of all running apps, or of one of them. */
export function appCards(hub: Hub, type: CardType, only?: string): Card[] {
  return all(hub, 'apps')
    .filter((app) => app.state === 'running' && (only === undefined || app.id === only))
    .flatMap((app) => {
      const cards = rowOf(APP_CARDS, app.id)?.[type] ?? {}
      const ownerUri = `homey:app:${app.id}`
      return Object.entries(cards).map(([name, card]) => ({
        ...card,
        ...{ id: `${ownerUri}:${name}`, ownerUri, ownerName: app.name },
      }))
    })
}
