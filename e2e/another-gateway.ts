// Another gateway on the PostgreSQL of a world, as behind a load balancer.
import { type InstallationOptions, listen, openInstallation } from '@latchkey/gateway'
import { ownerOf, temporaryDirectory, type World } from './world.ts'

/** The keys that all gateways on one database have. */
export const KEYS = {
  auditKey: Buffer.alloc(32, 4).toString('base64'),
  sealingKey: Buffer.alloc(32, 3).toString('base64'),
}

/** Opens it; the world was opened with the same keys. */
export async function another(
  { databaseUrl }: Pick<World, 'databaseUrl'>,
  more: Pick<InstallationOptions, 'oversight'> = {},
) {
  await using stack = new AsyncDisposableStack()
  const { path: data } = stack.use(temporaryDirectory())
  const installation = stack.use(await openInstallation({ data, databaseUrl, ...more, ...KEYS }))
  const { url } = stack.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
  const owned = stack.move()
  return {
    ...{ url, installation, owner: ownerOf(installation) },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
