// The setup link that `latchkey start` prints until there is an owner: new at each start.
import type { Installation } from '@latchkey/gateway'

/** A link for the first owner; undefined if there is one already. */
export async function firstSetupLink(installation: Installation): Promise<string | undefined> {
  const owners = await installation.owner.inject({ method: 'GET', url: '/owners' })
  if (owners.json<readonly unknown[]>().length > 0) return undefined
  const made = await installation.owner.inject({
    ...{ method: 'POST', url: '/owners/link', payload: {} },
  })
  return made.json<{ url: string }>().url
}
