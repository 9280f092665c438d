// What the app store has: a few apps in a few versions, for some kinds of hub. What somebody installed
// from elsewhere, or what has been withdrawn, is not in it.
import type { Generation } from '../generations/generation.ts'

export interface Listing {
  readonly name: string
  /** Oldest first; the last one is what is installed unless another is asked for. */
  readonly versions: readonly string[]
  /** A version that only the test channel has. */
  readonly test?: string
  readonly platforms: readonly Generation[]
  /** It stops as soon as it has started. */
  readonly crashes?: string
}

const EVERYWHERE: readonly Generation[] = ['pro-2019', 'pro-2023', 'cloud']
const PRO: readonly Generation[] = ['pro-2019', 'pro-2023']

function listing(
  name: string,
  versions: readonly string[] = ['1.4.2'],
  platforms = EVERYWHERE,
  more: Pick<Listing, 'test' | 'crashes'> = {},
): Listing {
  return { name, versions, platforms, ...more }
}

export const LISTINGS: Readonly<Record<string, Listing>> = {
  'com.athom.homeyscript': listing('HomeyScript', ['3.5.0', '3.6.2'], PRO),
  'net.i-dev.betterlogic': listing('Better Logic', ['3.0.0'], PRO),
  'com.sdn.group': listing('Device Groups', ['2.1.0'], ['pro-2019']),
  'com.example.echo': listing('Echo'),
  'com.example.bridge': listing('Signal Bridge'),
  'com.example.fjord': listing('Fjord', ['1.4.2', '1.5.0']),
  'com.example.casa': listing('Casa at Home'),
  'com.example.klik': listing('Klik 433'),
  'com.example.aqua': listing('Aqua Sensors', ['1.4.2'], EVERYWHERE, { test: '1.5.0' }),
  'com.example.virtual': listing('Virtual Things'),
  // Since 2.0.0 one of its cards has another id.
  'com.example.timer': listing('Timers ⏱', ['1.9.4', '2.0.0']),
  'com.example.calendar': listing('Calendar'),
  'com.example.crashing': listing('Flaky', ['1.4.2'], EVERYWHERE, { crashes: 'TypeError: x' }),
  'com.example.slow': listing('Slow Starter'),
  'com.example.off': listing('Switched Off'),
  'nl.example.climate': listing('Warm Home'),
  'nl.example.lights': listing('Bright Lights'),
  'nl.example.plugs': listing('Smart Plugs'),
}
