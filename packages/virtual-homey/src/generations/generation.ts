// The three kinds of hub that this one program can be, as a table of what differs between them. Code
// elsewhere asks this table for a trait and never for the name of a generation.

/** A kind of hub: Pro 2016–2019 (API V2), Pro 2023 and later (V3 local), Homey Cloud (V3 cloud). */
export type Generation = 'pro-2019' | 'pro-2023' | 'cloud'

/** A hub takes `capacity` requests at once, and one more for every `refillMs` that pass. */
export interface Burst {
  readonly capacity: number
  readonly refillMs: number
}

export interface Traits {
  /** Flow cards, drivers, tokens and logs travel as owner and short id instead of one long id. */
  readonly shortIds: boolean
  /** The owner can make local API keys. */
  readonly hasKeys: boolean
  /** How many quick requests are answered before `Too many requests`; `null` is any number. */
  readonly burst: Burst | null
  /** How refusals are worded: V3 shows its own words and a stack, V2 those of the hub's language. */
  readonly errors: 'v2' | 'v3'
  readonly apiVersion: 2 | 3
  readonly platform: 'local' | 'cloud'
  readonly platformVersion: 1 | 2
  /** `system.getInfo` says which platform version it is; the older firmware does not know the word. */
  readonly tellsPlatformVersion: boolean
  readonly model: string
  readonly modelName: string
  readonly softwareVersion: string
  readonly nodeVersion: string
  readonly memoryMegabytes: number
}

/** How long a session lasts that was opened with a delegation token, on every generation. */
export const SESSION_MS = 24 * 60 * 60 * 1000

const TRAITS: Readonly<Record<Generation, Traits>> = {
  'pro-2019': {
    ...{ shortIds: true, hasKeys: false, errors: 'v2', tellsPlatformVersion: false },
    // "After about four fast requests; 150 ms apart is fine" is what was measured.
    burst: { capacity: 4, refillMs: 150 },
    ...{ apiVersion: 2, platform: 'local', platformVersion: 1 },
    ...{ model: 'homey4d', modelName: 'Homey Pro (Early 2019)', softwareVersion: '13.2.4' },
    ...{ nodeVersion: 'v12.22.11', memoryMegabytes: 1024 },
  },
  'pro-2023': {
    ...{ shortIds: false, hasKeys: true, errors: 'v3', tellsPlatformVersion: true, burst: null },
    ...{ apiVersion: 3, platform: 'local', platformVersion: 2 },
    ...{ model: 'homey5q', modelName: 'Homey Pro (Early 2023)', softwareVersion: '12.4.5' },
    ...{ nodeVersion: process.version, memoryMegabytes: 2048 },
  },
  cloud: {
    ...{ shortIds: false, hasKeys: false, errors: 'v3', tellsPlatformVersion: true, burst: null },
    ...{ apiVersion: 3, platform: 'cloud', platformVersion: 2 },
    ...{ model: 'homeycloud', modelName: 'Homey Cloud', softwareVersion: '13.4.0' },
    ...{ nodeVersion: process.version, memoryMegabytes: 512 },
  },
}

/** All generations, oldest first. */
export const GENERATIONS: readonly Generation[] = ['pro-2019', 'pro-2023', 'cloud']

/** Whether a word names a generation. */
export function isGeneration(word: string): word is Generation {
  return (GENERATIONS as readonly string[]).includes(word)
}

/** What hubs of a generation are like. */
export function traitsOf(generation: Generation): Traits {
  return TRAITS[generation]
}
