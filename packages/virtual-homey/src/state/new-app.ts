// An app as it is right after its installation: enabled, running, updating itself.
import type { App } from './items.ts'

export interface AppSketch {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly permissions: readonly string[]
  readonly channel?: App['channel']
}

/** The whole app. */
export function newApp({ id, name, version, permissions, channel = 'live' }: AppSketch): App {
  return {
    ...{ id, name, version, channel, origin: 'appstore', author: { name: 'Example' } },
    ...{ compatibility: '>=12.0.0', permissions: [...permissions], color: '#3366cc' },
    ...{ images: {}, iconObj: { id, url: `/api/icon/${id}` } },
    ...{ state: 'running', enabled: true, autoupdate: true, settings: true },
    ...{ updateAvailable: false, usage: { cpu: 0.01, mem: 24_000_000 } },
    ...{ crashed: false, crashedMessage: null, crashedCount: 0 },
  }
}
