// The villa's apps, as they stand: most run, one has crashed, one is still starting, one is switched
// off, one is no longer in the store, one was installed by a developer, one is a major version behind.
import type { App } from '../../state/items.ts'
import type { House } from '../house.ts'

interface AppPlan {
  readonly id: string
  readonly name: string
  readonly more?: Partial<App>
  /** Only on hubs that can run it. */
  readonly on?: 'pro' | 'pro-2019'
}

export const APPS: readonly AppPlan[] = [
  { id: 'com.athom.homeyscript', name: 'HomeyScript', more: { version: '3.6.2' }, on: 'pro' },
  { id: 'net.i-dev.betterlogic', name: 'Better Logic', more: { version: '3.0.0' }, on: 'pro' },
  { id: 'com.sdn.group', name: 'Device Groups', more: { version: '2.1.0' }, on: 'pro-2019' },
  { id: 'nl.example.lights', name: 'Bright Lights' },
  { id: 'nl.example.plugs', name: 'Smart Plugs' },
  { id: 'nl.example.climate', name: 'Warm Home' },
  { id: 'com.example.bridge', name: 'Signal Bridge' },
  { id: 'com.example.fjord', name: 'Fjord' },
  { id: 'com.example.casa', name: 'Casa at Home' },
  { id: 'com.example.klik', name: 'Klik 433' },
  { id: 'com.example.aqua', name: 'Aqua Sensors', more: { channel: 'test', autoupdate: false } },
  { id: 'com.example.virtual', name: 'Virtual Things' },
  { id: 'com.example.echo', name: 'Echo' },
  { id: 'com.example.timer', name: 'Timers ⏱', more: { version: '1.9.4', autoupdate: false } },
  { id: 'com.example.calendar', name: 'Calendar' },
  {
    ...{ id: 'com.example.crashing', name: 'Flaky' },
    more: { state: 'crashed', crashed: true, crashedMessage: 'TypeError: x', crashedCount: 4 },
  },
  { id: 'com.example.slow', name: 'Slow Starter', more: { state: 'starting' } },
  { id: 'com.example.off', name: 'Switched Off', more: { state: 'stopped', enabled: false } },
  { id: 'com.example.withdrawn', name: 'Withdrawn' },
  { id: 'com.example.homemade', name: 'Home-made', more: { origin: 'devkit_install' }, on: 'pro' },
]

/** Installs the apps that this hub can run, or those of them that are wanted. */
export function installApps(house: House, wanted: (id: string) => boolean = () => true): void {
  for (const { id, name, more, on } of APPS) {
    const fits = !on || (on === 'pro' ? house.generation !== 'cloud' : house.generation === on)
    if (fits && wanted(id)) house.app(id, name, {}, more)
  }
}
