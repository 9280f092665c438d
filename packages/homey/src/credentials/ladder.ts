// The credential ladder: what can be had for which hub, what it can do, how long it lasts and who renews
// it. A table; `docs/credentials.md` is made from it, and a test holds it against virtual Homeys.
import { GENERATIONS, type Generation, ROOT_SCOPE, withinCeiling } from '@latchkey/catalogue'
import { CREDENTIAL_KINDS, type CredentialKind } from './credential.ts'
import { THIRD_PARTY_SCOPES } from './third-party.ts'

/** One rung: a kind of credential on a generation of hub. */
export interface Rung {
  readonly kind: CredentialKind
  readonly generation: Generation
  /** The most that it can have; none where it cannot be had at all. */
  readonly scopes: readonly string[]
}

/** What is the same of a kind on every hub. */
export interface CredentialRow {
  readonly name: string
  /** How it is got, as a command. */
  readonly command: string
  readonly life: string
  readonly renewedBy: string
  readonly can: string
  /** The most that it can have on each generation; no row where it cannot be had. */
  readonly scopes: Readonly<Partial<Record<Generation, readonly string[]>>>
}

const ROOT: readonly string[] = [ROOT_SCOPE]

/** The table. */
export const LADDER: Readonly<Record<CredentialKind, CredentialRow>> = {
  'local-key': {
    name: 'API key',
    command: 'latchkey hub add --name Home --address http://192.168.1.20',
    life: 'until it is deleted at the Homey',
    renewedBy: 'nobody needs to; `latchkey hub rotate` replaces a minted one',
    can: 'whatever was ticked when it was made, up to everything',
    scopes: { 'pro-2023': ROOT },
  },
  'homey-cli': {
    name: 'login of the Homey CLI on this machine',
    command: 'latchkey hub add --name Home --homey-cli',
    life: '24 hours; on a Homey with keys only as long as it takes to mint one',
    renewedBy:
      'the Homey CLI; Latchkey reads its login anew and warns 2 hours and 15 minutes before',
    can: 'everything',
    scopes: { 'pro-2019': ROOT, 'pro-2023': ROOT, cloud: ROOT },
  },
  'athom-client': {
    name: 'login with a client that you registered at Athom',
    command: 'latchkey hub add --name Home --account',
    life: 'until you take the permission back at Athom',
    renewedBy: 'Latchkey',
    can: 'what Athom gives third parties: reading, controlling devices, starting flows; no writing of flows',
    scopes: {
      'pro-2019': THIRD_PARTY_SCOPES,
      'pro-2023': THIRD_PARTY_SCOPES,
      cloud: THIRD_PARTY_SCOPES,
    },
  },
}

/** Every rung, obtainable or not. */
export const RUNGS: readonly Rung[] = CREDENTIAL_KINDS.flatMap((kind) =>
  GENERATIONS.map((generation) => ({
    ...{ kind, generation },
    scopes: LADDER[kind].scopes[generation] ?? [],
  })),
)

/** Whether hubs of a generation have API keys, which an owner's login can mint. */
export function hasKeys(generation: Generation): boolean {
  return LADDER['local-key'].scopes[generation] !== undefined
}

/** Whether the best credential of a kind can do all that a permission allows on a generation. */
export function canGrant(
  kind: CredentialKind,
  generation: Generation,
  permission: string,
): boolean {
  const { scopes } = LADDER[kind]
  const most = scopes[generation]
  return most !== undefined && withinCeiling(permission, generation, most)
}

/** The ladder in a few lines, for somebody who has no credential yet. */
export function ladderInWords(): string {
  return [
    'How a Homey is opened to Latchkey:',
    `  Pro 2023 or later, mini, Self-Hosted: an API key made at my.homey.app (Settings, API Keys): ${LADDER['local-key'].command}`,
    `  any, with everything: the Homey CLI's login on this machine: ${LADDER['homey-cli'].command}`,
    `  any, mostly for reading: a client that you registered at Athom: ${LADDER['athom-client'].command}`,
    'A Pro from 2016–2019 and Homey Cloud have no API keys.',
  ].join('\n')
}
