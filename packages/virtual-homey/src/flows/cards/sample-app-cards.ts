// The cards of the apps in the sample homes. What running one does is noted in the effects, with the
// arguments it was run with, so that two homes can be compared by what their flows do.
import { recordEffect } from '../../state/hub.ts'
import type { AppCard, AppCards } from './card.ts'

const picked = (name: string) => ({ name, type: 'autocomplete' })
const minutes = { name: 'minutes', type: 'number' }

function act(appId: string, card: string, title: string, args: AppCard['args'] = []): AppCard {
  return {
    ...{ title, args },
    run: (hub, run) => recordEffect(hub, 'app-card-run', { appId, card, args: run.args }),
  }
}

const timer = 'com.example.timer'
const casa = 'com.example.casa'
const calendar = 'com.example.calendar'

export const SAMPLE_APP_CARDS: Readonly<Record<string, AppCards>> = {
  [timer]: {
    action: {
      start: act(timer, 'start', 'Start a timer', [picked('device'), minutes]),
      set_mood: act(timer, 'set_mood', 'Set a mood', [picked('mood')]),
      zone_off: act(timer, 'zone_off', 'Turn off a zone', [picked('zone')]),
      all_off: act(timer, 'all_off', 'Turn off devices', [picked('devices')]),
    },
  },
  [casa]: {
    action: {
      say: act(casa, 'say', 'Say', [picked('device')]),
      show: act(casa, 'show', 'Show an image', [picked('image')]),
    },
  },
  [calendar]: { action: { next: act(calendar, 'next', 'Next event', [picked('calendar')]) } },
  'com.example.crashing': {
    trigger: { seen: { title: 'Something was seen', args: [] } },
    action: { act: act('com.example.crashing', 'act', 'Act') },
  },
  ...Object.fromEntries(
    ['com.example.slow', 'com.example.off', 'com.example.withdrawn', 'com.example.homemade'].map(
      (id) => [id, { action: { act: act(id, 'act', 'Act') } }] as const,
    ),
  ),
}
