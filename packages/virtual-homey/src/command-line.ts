// The options of the command `virtual-homey`, and what they mean.
import { parseArgs } from 'node:util'
import { GENERATIONS, isGeneration } from './generations/generation.ts'
import { HOMES } from './homes/names.ts'
import type { VirtualHomeyOptions } from './start.ts'

export interface Command {
  readonly options: VirtualHomeyOptions
  readonly faults: readonly string[]
  readonly json: boolean
  /** Where the hub is saved to when it stops. */
  readonly save: string | undefined
}

export const USAGE = `virtual-homey: a Homey in software

  --home <name>           ${HOMES.join(', ')} (apartment)
  --state <file>          a hub that was saved, instead of a home
  --save <file>           save the hub when it stops
  --generation <name>     ${GENERATIONS.join(', ')} (pro-2023)
  --account               with Athom's cloud in front of it
  --port <port>           0, the default, is any free port
  --host <address>        127.0.0.1
  --name <name>           what the hub is called
  --seed <text>           the same seed gives the same ids and keys
  --latency <ms>          how long every answer takes
  --fault <rule>          "<when> -> <effect>", as often as you like
  --control-token <text>  what opens the control endpoint
  --json                  one line of JSON when it is ready
`

const OPTIONS = {
  home: { type: 'string' },
  state: { type: 'string' },
  save: { type: 'string' },
  generation: { type: 'string' },
  account: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  name: { type: 'string' },
  seed: { type: 'string' },
  latency: { type: 'string' },
  fault: { type: 'string', multiple: true },
  'control-token': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** What the command line asks for; `undefined` for help. @throws Error that names what is wrong. */
export function readCommand(words: readonly string[]): Command | undefined {
  const { values } = parseArgs({ args: [...words], options: OPTIONS })
  if (values.help) return undefined
  const { home, state, generation, account, host, name, seed } = values
  if (generation !== undefined && !isGeneration(generation)) {
    throw new Error(`There is no "${generation}" here. Generations: ${GENERATIONS.join(', ')}.`)
  }
  const controlToken = values['control-token']
  const options: VirtualHomeyOptions = {
    ...(state === undefined ? { home: home ?? 'apartment' } : { state, ...(home && { home }) }),
    ...(generation && { generation }),
    ...(account && { account }),
    ...(host && { host }),
    ...(name && { name }),
    ...(seed && { seed }),
    ...(controlToken && { controlToken }),
    port: number(values.port, '--port', 65_535),
    latency: number(values.latency, '--latency', 99_999),
  }
  return { options, faults: values.fault ?? [], json: values.json === true, save: values.save }
}

function number(text: string | undefined, option: string, most: number): number {
  const value = text === undefined ? 0 : Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= most) return value
  throw new Error(`${option} is a number from 0 to ${most}, not "${text}".`)
}
