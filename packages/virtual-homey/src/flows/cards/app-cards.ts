// The cards of apps. An app's cards exist only while it runs. What they do is the app's own business
// and does not happen here.
import { rowOf } from '../../json.ts'
import { all, type Hub } from '../../state/hub.ts'
import type { Card, CardType } from './card.ts'

type AppCard = Pick<Card, 'title' | 'args' | 'tokens'>
type AppCards = Partial<Readonly<Record<CardType, Readonly<Record<string, AppCard>>>>>

const script = { name: 'script', type: 'autocomplete' }
const argument = { name: 'argument', type: 'text' }
const code = { name: 'code', type: 'text' }

const APP_CARDS: Readonly<Record<string, AppCards>> = {
  'com.athom.homeyscript': {
    condition: {
      run: { title: 'A script returned true', args: [script] },
      runWithArg: { title: 'A script returned true for', args: [script, argument] },
      runCode_v2: { title: 'This code returned true', args: [code] },
    },
    action: {
      run: { title: 'Run a script', args: [script] },
      runWithArg: { title: 'Run a script with', args: [script, argument] },
      runCode_v2: { title: 'Run this code', args: [code] },
      runCodeReturnsString_v2: {
        ...{ title: 'Run this code for a text', args: [code] },
        tokens: [{ id: 'string', type: 'string', title: 'Result' }],
      },
    },
  },
  'com.example.echo': {
    trigger: {
      heard: {
        ...{ title: 'Something was said', args: [] },
        tokens: [{ id: 'words', type: 'string', title: 'Words' }],
      },
    },
    action: { say: { title: 'Say', args: [{ name: 'words', type: 'text' }] } },
  },
}

/** The cards of all running apps. */
export function appCards(hub: Hub, type: CardType): Card[] {
  return all(hub, 'apps')
    .filter((app) => app.state === 'running')
    .flatMap((app) => {
      const cards = rowOf(APP_CARDS, app.id)?.[type] ?? {}
      const ownerUri = `homey:app:${app.id}`
      return Object.entries(cards).map(([name, card]) => ({
        ...card,
        ...{ id: `${ownerUri}:${name}`, ownerUri, ownerName: app.name },
      }))
    })
}
