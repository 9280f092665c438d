// Athom's official client, unmodified. Its own type declarations do not fit what it does, so it is
// taken as it runs.
import { createRequire } from 'node:module'

const { HomeyAPI } = createRequire(import.meta.url)('homey-api')

/** Connects as anybody would: an address and a token, nothing else. */
export const connect = (address: string, token: string) =>
  HomeyAPI.createLocalAPI({ address, token })
