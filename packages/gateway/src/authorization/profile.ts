// The profile of a client as the library sees it: one more piece of metadata, that no client can give itself.
import type { Client } from 'oidc-provider'
import type { ClientProfile } from './clients.ts'

/** The name of the metadata. */
export const PROFILE = 'latchkey_profile'

const ATHOM: ClientProfile = 'athom-compatible'

/** Whether a client was written for Athom's cloud, and an owner said so. */
export const isAthomCompatible = (client: Client): boolean => Reflect.get(client, PROFILE) === ATHOM
