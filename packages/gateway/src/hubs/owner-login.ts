// An owner's login, by which hubs are added and keys are minted: through the owner's client at Athom, or
// through the Homey CLI on this machine.
import { type AthomCloud, type CloudHub, type CloudUser, userOfCli } from '@latchkey/homey'
import { OwnerError } from '../owner-error.ts'
import type { AthomAccounts } from './accounts.ts'
import type { Secret } from './stored-credential.ts'

/** Which login is meant. */
export type LoginChoice = { readonly account: string | undefined } | { readonly homeyCli: string }

/** A login. */
export interface OwnerLogin {
  /** The credential for one hub, before any session was opened. */
  readonly secret: Exclude<Secret, { kind: 'local-key' }>
  readonly accountId: string | undefined
  /** The user with all hubs. @throws HubError */
  user(signal: AbortSignal): Promise<CloudUser>
}

/** The login that is meant. @throws OwnerError `account_unknown` */
export function loginOf(
  choice: LoginChoice,
  accounts: AthomAccounts,
  cloud: AthomCloud,
): OwnerLogin {
  if ('homeyCli' in choice) {
    const directory = choice.homeyCli
    return {
      secret: { kind: 'homey-cli', directory },
      accountId: undefined,
      user: (signal) => userOfCli(cloud, directory, signal),
    }
  }
  const { id, account } = accounts.byId(choice.account)
  return {
    secret: { kind: 'athom-client', accountId: id },
    accountId: id,
    user: (signal) => account.user(signal),
  }
}

/**
 * The hub that is meant, by name or id; the only one if none is named.
 * @throws OwnerError `choose_hub` or `hub_unknown`, naming those that there are.
 */
export function chooseHub(hubs: readonly CloudHub[], word: string | undefined): CloudHub {
  const names = hubs.map((hub) => `${hub.name} (${hub.id}, ${hub.model})`).join(', ')
  const meant =
    word === undefined ? hubs : hubs.filter(({ id, name }) => id === word || name === word)
  const [only, another] = meant
  if (only && !another) return only
  if (hubs.length === 0) throw new OwnerError('hub_unknown', 'There is no Homey on this account.')
  if (another) {
    throw new OwnerError('choose_hub', `Say which Homey is meant with --hub: ${names}`)
  }
  throw new OwnerError('hub_unknown', `There is no "${word}" on this account. There is: ${names}`)
}
