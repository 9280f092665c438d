// For every tool and every set of permissions that is said to do: a call that comes through in the sample home.
import type { Agent } from './agents.ts'

type Input = Readonly<Record<string, unknown>>

/** An agent that may do everything. */
export type Maker = Pick<Agent, 'ask'>

/** Makes the input of a call, with its help. */
export type Sample = (full: Maker) => Promise<Input> | Input

const FLOWS = ['flow', 'advanced-flow'] as const
const cron = 'homey:manager:cron:time_exactly'
const note = 'homey:manager:notifications:create_notification'
const FLOW = {
  trigger: { id: cron, args: { time: '07:00' } },
  actions: [{ id: note, args: { text: 'Hello' } }],
}
const CARDS = {
  at: { type: 'trigger', id: cron, args: { time: '07:00' }, outputSuccess: ['say'] },
  say: { type: 'action', id: note, args: { text: 'Hello' } },
}

let made = 0
const nameOf = () => `Made ${++made}`

const MAKE: Readonly<Record<string, (full: Maker) => Promise<Input>>> = {
  'flow-folder': async () => ({ name: nameOf(), parent: null }),
  zone: async (full) => ({ name: nameOf(), parent: await idOf(full, 'zone', 'Home') }),
  mood: async (full) => ({
    ...{ name: nameOf(), zone: await idOf(full, 'zone', 'Kitchen'), devices: {} },
  }),
  variable: async () => ({ name: nameOf(), type: 'number', value: 1 }),
  dashboard: async () => ({ name: nameOf(), columns: [] }),
  alarm: async () => ({ name: nameOf(), time: '06:30', enabled: false, repetition: {} }),
  script: async () => ({ name: nameOf(), code: 'return 1' }),
}

// The order of the alternatives of `read` and `remove`.
const WRITABLE = ['flow', 'advanced-flow', 'flow-folder', 'zone', 'mood', 'variable'] as const
const OTHERS = ['dashboard', 'alarm', 'script'] as const

async function idOf(full: Maker, kind: string, text: string): Promise<string> {
  const { found } = await full.ask<{ found: { id: string; name: string }[] }>('find', {
    ...{ kinds: [kind], text },
  })
  const one = found.find(({ name }) => name === text) ?? found[0]
  if (!one) throw new Error(`There is no ${kind} ${text}`)
  return one.id
}

/** Makes an object of a kind, and gives its id. */
async function makeOne(full: Maker, kind: string): Promise<string> {
  if (kind === 'flow') return (await full.ask<Made>('flow_draft', { name: nameOf(), ...FLOW })).id
  if (kind === 'advanced-flow') {
    return (await full.ask<Made>('advanced_flow_draft', { name: nameOf(), cards: CARDS })).id
  }
  const make = MAKE[kind]
  if (make) return (await full.ask<Made>(`${kind.replace('-', '_')}_create`, await make(full))).id
  throw new Error(`Nothing makes a ${kind}`)
}

interface Made {
  readonly id: string
}

const any = (kinds: readonly string[], of: (kind: string) => Input): readonly Sample[] =>
  kinds.map((kind) => () => of(kind))

const first =
  (kind: string): Sample =>
  async (full) => ({ kind, object: await idOf(full, kind, '') })

const startable: readonly Sample[] = [
  async (full) => ({ kind: 'flow', flow: await idOf(full, 'flow', 'Start me') }),
  async (full) => ({
    kind: 'advanced-flow',
    flow: await idOf(full, 'advanced-flow', 'Start me too'),
  }),
]

const switched =
  (kind: (typeof FLOWS)[number]): Sample =>
  async (full) => ({
    ...{ kind, flow: await makeOne(full, kind), enabled: true },
  })

/** The kinds that `find` looks for, in the order of its alternatives. */
const FOUND = ['device', 'zone', ...WRITABLE.slice(0, 3), 'mood', 'variable', ...OTHERS, 'app']

/** By tool: one sample for each of its alternatives, in their order. */
export const SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
  home_overview: [() => ({})],
  find: any(FOUND, (kind) => ({ kinds: [kind] })),
  read: [...WRITABLE, ...OTHERS].map(first),
  devices_read: [() => ({ devices: ['Ceiling light'] })],
  devices_set: [
    () => ({ changes: [{ device: 'Ceiling light', capability: 'onoff', value: true }] }),
  ],
  flow_explain: FLOWS.map((kind) => async (full) => ({ kind, flow: await idOf(full, kind, '') })),
  cards_search: [() => ({ text: 'turn on' })],
  card_choices: [
    () => ({ role: 'action', card: 'homey:manager:logic:variable_set', argument: 'variable' }),
  ],
  flow_validate: [() => ({ flow: FLOW })],
  flow_draft: [() => ({ name: nameOf(), ...FLOW })],
  flow_change: [async (full) => ({ flow: await makeOne(full, 'flow'), name: nameOf() })],
  advanced_flow_draft: [() => ({ name: nameOf(), cards: CARDS })],
  advanced_flow_change: [
    async (full) => ({ flow: await makeOne(full, 'advanced-flow'), name: nameOf() }),
  ],
  flow_enable: [
    ...[switched('flow'), switched('flow')],
    ...[switched('advanced-flow'), switched('advanced-flow')],
  ],
  flow_start: startable,
  mood_set: [() => ({ mood: 'Movie' })],
  ...Object.fromEntries(
    Object.entries(MAKE).map(([kind, make]) => [`${kind.replace('-', '_')}_create`, [make]]),
  ),
  ...Object.fromEntries(
    Object.keys(MAKE).map((kind) => [
      `${kind.replace('-', '_')}_change`,
      [async (full: Maker) => ({ object: await makeOne(full, kind), to: { name: nameOf() } })],
    ]),
  ),
  remove: [...WRITABLE, ...OTHERS].map(
    (kind): Sample =>
      async (full) => ({
        ...{ kind, object: await makeOne(full, kind) },
      }),
  ),
  script_run: [() => ({ script: 'Say hello' })],
  insights_find: [() => ({ text: 'temperature' })],
  insights_read: [
    async (full) => {
      const { logs } = await full.ask<{ logs: Made[] }>('insights_find')
      return { log: logs[0]?.id ?? '' }
    },
  ],
  energy_now: [() => ({})],
  presence_read: [() => ({})],
  presence_set: [() => ({ person: 'Olivia', what: 'asleep', value: false })],
  app_restart: [() => ({ app: 'Bright Lights' })],
  what_uses: ['flow', 'advanced-flow', 'mood', 'dashboard', 'zone', 'device'].map(first),
  history: [() => ({})],
  permission_request: [() => ({ permissions: ['flow:read'], reason: 'To look at them.' })],
  permission_requests: [() => ({})],
}

/** Makes what some samples take for given. */
export async function prepare(full: Maker): Promise<void> {
  const manual = 'homey:manager:flow:programmatic_trigger'
  const flow = { name: 'Start me', ...FLOW, trigger: { id: manual } }
  const one = await full.ask<Made>('flow_draft', flow)
  const cards = { go: { type: 'start', outputSuccess: ['say'] }, say: CARDS.say }
  const other = await full.ask<Made>('advanced_flow_draft', { name: 'Start me too', cards })
  await full.ask('flow_enable', { kind: 'flow', flow: one.id, enabled: true })
  await full.ask('flow_enable', { kind: 'advanced-flow', flow: other.id, enabled: true })
}
