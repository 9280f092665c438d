// What the audit log of a world says was sent to the hub.
import type { EventView } from '@latchkey/gateway'
import type { World } from './world.ts'

/** Every path with a `sent` row. */
export async function sentPaths(world: Pick<World, 'owner'>): Promise<Set<string>> {
  const paths = new Set<string>()
  for (let after = 0; ; ) {
    const query = `/audit?reason=sent&limit=1000&after=${after}`
    const page = await world.owner<readonly EventView[]>('GET', query)
    for (const event of page) paths.add(event.path)
    if (page.length === 0) return paths
    after = page.at(-1)?.id ?? after
  }
}
