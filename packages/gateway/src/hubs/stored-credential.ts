// What is sealed of a credential, and the credential that is made of it. A session that was opened is
// kept, so that a restart need not sign in again.
import {
  AthomClientCredential,
  type AthomCloud,
  CREDENTIAL_KINDS,
  type Credential,
  type CredentialKind,
  HomeyCliCredential,
  type HubSession,
  localKey,
} from '@latchkey/homey'
import type { AthomAccounts } from './accounts.ts'

/** A credential as it is kept: the secret part is sealed, the kind stands beside it. */
export type Secret =
  | { readonly kind: 'local-key'; readonly key: string }
  | {
      readonly kind: 'athom-client'
      readonly accountId: string
      readonly session?: HubSession | undefined
    }
  | {
      readonly kind: 'homey-cli'
      readonly directory: string
      readonly session?: HubSession | undefined
    }

/** What credentials are made with. */
export interface CredentialParts {
  readonly accounts: AthomAccounts
  readonly cloud: AthomCloud
  readonly now: () => number
}

/** The text that is sealed. A key is sealed as it is. */
export function sealedText(secret: Secret): string {
  return secret.kind === 'local-key' ? secret.key : JSON.stringify(secret)
}

/** The secret in an opened text. @throws Error on a kind that a newer Latchkey stored. */
export function readSecret(kind: string, text: string): Secret {
  if (kind === 'local-key') return { kind, key: text }
  if (!CREDENTIAL_KINDS.includes(kind as CredentialKind)) {
    throw new Error(`The database holds a credential of a kind that is unknown here: ${kind}`)
  }
  return JSON.parse(text) as Secret
}

/** The credential of a hub. `save` keeps a secret in place of the one before. */
export function credentialOf(
  hubId: string,
  secret: Secret,
  { accounts, cloud, now }: CredentialParts,
  save: (secret: Secret) => Promise<void>,
): Credential {
  switch (secret.kind) {
    case 'local-key':
      return localKey(secret.key)
    case 'athom-client':
      return new AthomClientCredential({
        ...{ account: accounts.byId(secret.accountId).account, session: secret.session, now },
        save: (session) => save({ ...secret, session }),
      })
    case 'homey-cli':
      return new HomeyCliCredential({
        ...{ hubId, directory: secret.directory, cloud, session: secret.session, now },
        save: (session) => save({ ...secret, session }),
      })
  }
}
