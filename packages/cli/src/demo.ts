// The demonstration: a virtual Homey behind the gateway, and a key that may do a little. The data
// is in a directory of its own, and real hubs are refused there.
import type { Installation } from '@latchkey/gateway'
import { startVirtualHomey, type VirtualHomey } from '@latchkey/virtual-homey'

/** What the demonstration's key may do, and nothing else. */
export const DEMO_PERMISSIONS: readonly string[] = [
  'device:read',
  'flow:create',
  'flow:read',
  'mood:create',
  'mood:read',
]

const KEY_NAME = 'Demo'

/** A demonstration that runs; `hubs` with their own addresses and keys, which are made up too. */
export interface Demo {
  readonly key: string
  readonly hubs: readonly Pick<VirtualHomey, 'id' | 'name' | 'generation' | 'address' | 'key'>[]
}

/** Starts the virtual home, adds it to the installation and makes the key. */
export async function startDemo(
  installation: Installation,
  stack: AsyncDisposableStack,
): Promise<Demo> {
  const homey = stack.use(await startVirtualHomey({ home: 'apartment', name: 'Apartment' }))
  const { id, name, generation, address, key } = homey
  const owner = async <T>(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await installation.owner.inject({ method, url, ...(payload && { payload }) })
    if (answer.statusCode >= 300)
      throw new Error(`The demonstration cannot start: ${answer.payload}`)
    return answer.json<T>()
  }
  await owner('POST', '/hubs', { name, address, key })
  // Each start makes its own key, so those of earlier starts are of no use to anybody.
  for (const old of await owner<{ id: string; name: string; state: string }[]>('GET', '/keys')) {
    if (old.name === KEY_NAME && old.state === 'live') await owner('DELETE', `/keys/${old.id}`)
  }
  const made = await owner<{ key: string }>('POST', '/keys', {
    hub: name,
    name: KEY_NAME,
    permissions: DEMO_PERMISSIONS,
  })
  return { key: made.key, hubs: [{ id, name, generation, address, key }] }
}
