// The file in which the Homey CLI keeps its login, as the CLI leaves it after a first call to each hub:
// the account's tokens, and for every hub the token of a session with the session itself.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { traitsOf } from '../generations/generation.ts'
import type { Account } from './account.ts'
import { CLI_CLIENT_ID, grantable } from './clients.ts'
import { CloudError } from './cloud-error.ts'
import { delegationToken } from './delegation.ts'
import { issueTokens } from './tokens.ts'

/** Writes `settings.json` into a directory for `HOMEY_HOME`, and says where it is. */
export async function writeCliLogin(account: Account, directory: string): Promise<string> {
  const client = account.state.clients[CLI_CLIENT_ID]
  if (!client) throw new CloudError(401, 'invalid_client', 'The CLI is no client of this account')
  const grant = {
    ...{ clientId: client.id, userId: account.state.user.id, scopes: grantable(client, []) },
  }
  const token = { ...issueTokens(account, grant), grant_type: 'authorization_code' }
  const [first] = account.hubs
  const sessions = account.hubs.map((hub) => {
    const meta = {}
    const bearer = delegationToken(
      account,
      { ...grant, expiresAt: null },
      { audience: 'homey', meta },
    )
    return [`homey-${hub.id}`, hub.signInDelegated(bearer)] as const
  })
  const settings = {
    homeyApi: { token, ...Object.fromEntries(sessions) },
    activeHomey: first && {
      ...{ id: first.id, name: first.name, platform: traitsOf(first.generation).platform },
    },
  }
  await mkdir(directory, { recursive: true })
  const file = join(directory, 'settings.json')
  await writeFile(file, JSON.stringify(settings, undefined, 4), { mode: 0o600 })
  return file
}
