// A key of the gateway for the time of one command: it may do what a preset says, is revoked at the end,
// and lapses by itself soon if the program dies before that.
import type { HubView, MadeKeyView } from '@latchkey/gateway'
import type { OwnerClient } from '../../owner-client.ts'

/** So long it lives when nobody renews it. */
const LIFE = '30m'
const RENEW_EVERY = 10 * 60_000

/** A key that lasts as long as the command. */
export interface TemporaryKey extends AsyncDisposable {
  readonly key: string
}

/** Makes a key. @throws CommandError if the hub's own credential cannot do what the preset says */
export async function temporaryKey(
  owner: OwnerClient,
  hub: Pick<HubView, 'id'>,
  preset: string,
): Promise<TemporaryKey> {
  const name = `Transfer Tool (${preset})`
  const made = await owner.request<MadeKeyView>('POST', '/keys', {
    ...{ hub: hub.id, name, permissions: [preset], expires: LIFE },
  })
  const path = `/keys/${encodeURIComponent(made.id)}`
  // A renewal that fails is tried again before the key has lapsed.
  const renewal = setInterval(() => {
    void owner.request('PUT', path, { expires: LIFE }).catch(() => undefined)
  }, RENEW_EVERY).unref()
  return {
    key: made.key,
    [Symbol.asyncDispose]: async () => {
      clearInterval(renewal)
      // It lapses anyway, and how the command ended says more than that this failed.
      await owner.request('DELETE', path).catch(() => undefined)
    },
  }
}
