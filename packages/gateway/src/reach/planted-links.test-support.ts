// Every kind of link that a chain through a home can have: an action card with what it brings about, and
// the trigger that hears it.
import type { Item } from '../limits/home.ts'
import type { Event, PlantedHome } from './planted-home.test-support.ts'

/** One link: what the flow before does, and how the next flow comes to run. */
export interface PlantedLink {
  readonly act: { readonly card: Item; readonly events: readonly Event[] }
  readonly trigger: { readonly card: Item; readonly event: Event | undefined }
  /** The next flow is off, or is started by what it is: it has to be made before the one before it. */
  readonly next?: (id: string) => { readonly card: Item; readonly events: readonly Event[] }
  readonly off?: true
}

const heard = (device: string, event = `set ${device}`, capability = 'onoff') => ({
  card: { id: `homey:device:${device}:${capability}_true`, args: {} },
  event,
})
const sets = (device: string, card = 'on') => ({
  card: { id: `homey:device:${device}:${card}`, args: {} },
  events: [`set ${device}`],
})
const pick = (kind: string, id: string) => ({ [kind]: { id, name: 'whatever' } })
const card = (id: string, args: Item = {}): Item => ({ id, args })
const START = {
  card: card('homey:manager:flow:programmatic_trigger'),
  event: undefined,
}

/** By kind. */
export const LINKS: Readonly<Record<string, (home: PlantedHome) => PlantedLink>> = {
  device: (home) => {
    const device = home.device()
    return { act: sets(device), trigger: heard(device) }
  },
  member: (home) => {
    const member = home.device()
    return { act: sets(home.group(home.device(), member)), trigger: heard(member) }
  },
  gathered: (home) => {
    const member = home.device()
    const group = home.group(member)
    home.leads(`set ${group}`, `changed ${group}`)
    return { act: sets(member), trigger: heard(group, `changed ${group}`) }
  },
  variable: (home) => {
    const id = home.variable()
    return {
      act: {
        card: card('homey:manager:logic:variable_set', { ...pick('variable', id), value: 'true' }),
        events: [`variable ${id}`],
      },
      trigger: {
        card: card('homey:manager:logic:variable_changed', pick('variable', id)),
        event: `variable ${id}`,
      },
    }
  },
  mood: (home) => {
    const device = home.device()
    const mood = home.mood(device)
    return {
      act: { card: card(`homey:mood:${mood}:set`), events: [`mood ${mood}`] },
      trigger: heard(device),
    }
  },
  script: (home) => {
    const device = home.device()
    const id = home.script(device)
    const args = { script: { id, name: 'Script' } }
    return {
      act: { card: card('homey:app:com.athom.homeyscript:run', args), events: [`script ${id}`] },
      trigger: heard(device),
    }
  },
  start: () => ({
    act: { card: {}, events: [] },
    trigger: START,
    next: (id) => ({
      card: card('homey:manager:flow:programmatic_trigger', pick('flow', id)),
      events: [`start ${id}`],
    }),
  }),
  'switch-on': () => ({
    act: { card: {}, events: [] },
    trigger: { card: card('homey:manager:cron:sunset'), event: undefined },
    next: (id) => ({
      card: card('homey:manager:flow:enable_flow', pick('flow', id)),
      events: [`on ${id}`],
    }),
    off: true,
  }),
  zone: (home) => {
    const zone = home.zone()
    const device = home.device({ zone })
    return {
      act: { card: card(`homey:zone:${zone}:lights_on`), events: [`set ${device}`] },
      trigger: heard(device),
    }
  },
  active: (home) => {
    const zone = home.zone()
    const sensor = home.device({ zone, class: 'sensor', capabilities: ['alarm_motion'] })
    home.leads(`set ${sensor}`, `active ${zone}`)
    return {
      act: sets(sensor, 'simulate_motion'),
      trigger: { card: card(`homey:zone:${zone}:activated`), event: `active ${zone}` },
    }
  },
  presence: () => ({
    act: {
      card: card('homey:manager:presence:set_present', { value: true }),
      events: ['presence'],
    },
    trigger: { card: card('homey:manager:presence:user_enter'), event: 'presence' },
  }),
  alarm: (home) => {
    const id = home.id()
    return {
      act: {
        card: card('homey:manager:alarms:enable', pick('alarm', id)),
        events: [`alarm ${id}`],
      },
      trigger: {
        card: card('homey:manager:alarms:alarm_rings', pick('alarm', id)),
        event: `alarm ${id}`,
      },
    }
  },
  app: (home) => {
    const device = home.device()
    const id = `homey:app:${home.app('com.example.timer')}:begin`
    return {
      act: { card: card(id, pick('device', device)), events: [`set ${device}`] },
      trigger: heard(device),
    }
  },
  'app-event': (home) => {
    const app = home.app(`com.example.a${home.id()}`)
    return {
      act: { card: card(`homey:app:${app}:tell`), events: [`app ${app}`] },
      trigger: { card: card(`homey:app:${app}:told`), event: `app ${app}` },
    }
  },
  dropped: (home) => {
    const id = home.variable()
    const token = `homey:manager:logic|${id}`
    return {
      act: {
        card: card('homey:manager:logic:variable_increase', pick('variable', id)),
        events: [`variable ${id}`],
      },
      trigger: {
        card: { ...card('homey:manager:logic:token_changed'), droptoken: token },
        event: `variable ${id}`,
      },
    }
  },
}
