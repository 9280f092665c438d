// The three kinds of hub, by the names that the command line uses, and which of Athom's
// specification files describes each. Every other table is keyed by these names.

/** A kind of hub. Pro 2016–2019 speaks API V2, Pro 2023 and later V3 local, Homey Cloud V3 cloud. */
export type Generation = 'pro-2019' | 'pro-2023' | 'cloud'

/** All generations, oldest first. */
export const GENERATIONS: readonly Generation[] = ['pro-2019', 'pro-2023', 'cloud']

/** What a person calls the hubs of a generation. */
export const GENERATION_NAMES: Readonly<Record<Generation, string>> = {
  'pro-2019': 'Homey Pro (2016–2019)',
  'pro-2023': 'Homey Pro (2023 and later), Homey Pro mini, Self-Hosted Server',
  cloud: 'Homey Cloud and Homey Bridge',
}

/** Whether a word names a generation. */
export function isGeneration(word: string): word is Generation {
  return (GENERATIONS as readonly string[]).includes(word)
}
