// The public face of the connection to hubs.
export { AthomAccount, type AthomAccountOptions } from './account/athom-account.ts'
export {
  type AccountTokens,
  ATHOM_CLOUD,
  type AthomClient,
  AthomCloud,
} from './account/athom-cloud.ts'
export { CODE_LIFE, codeFromRedirect } from './account/authorization.ts'
export type { CloudHub, CloudUser } from './account/cloud-user.ts'
export { type HubAddress, parseHubAddress } from './address.ts'
export {
  errorText,
  type HubAnswer,
  isJson,
  readValue,
  withoutKeys,
} from './answer.ts'
export { AthomClientCredential } from './credentials/athom-client.ts'
export { cliDirectory } from './credentials/cli-login.ts'
export { type Nearness, nearness, timeLeft } from './credentials/countdown.ts'
export {
  CREDENTIAL_KINDS,
  type Credential,
  type CredentialKind,
  type HubDoor,
} from './credentials/credential.ts'
export { HomeyCliCredential, userOfCli } from './credentials/homey-cli.ts'
export type { HubSession } from './credentials/hub-session.ts'
export {
  type CredentialRow,
  canGrant,
  hasKeys,
  LADDER,
  ladderInWords,
  RUNGS,
  type Rung,
} from './credentials/ladder.ts'
export { localKey } from './credentials/local-key.ts'
export {
  deleteFoldersNamed,
  deleteKey,
  deleteKeysNamed,
  type KeyProof,
  type MintedKey,
  mintKey,
  proveKey,
} from './credentials/mint.ts'
export { THIRD_PARTY_SCOPES } from './credentials/third-party.ts'
export { fromHub } from './dialect/answers.ts'
export { type Dialect, dialectOf, FACE } from './dialect/dialect.ts'
export { type ItemKind, itemFromHub } from './dialect/items.ts'
export { type HubCall, meantBody, toHub, type Untranslatable } from './dialect/requests.ts'
export {
  type AddressChoice,
  discover,
  type KnownAddresses,
  type Tried,
  WAYS,
  type Way,
} from './discovery.ts'
export { HubConnection, type HubEntry, type HubOptions } from './hub-connection.ts'
export { HubError, type HubErrorCode } from './hub-error.ts'
export type { Identity } from './identity.ts'
export { type IpRange, ipRange } from './ip-range.ts'
export type { Pace } from './pace.ts'
export { type PlacedParameters, placeParameters } from './parameters.ts'
export { MAX_ANSWER } from './reading.ts'
export { generationOf, recognise } from './recognise.ts'
export { SharedRoom } from './shared-room.ts'
export {
  backOff,
  type HubEvent,
  HubSubscription,
  type SubscriptionOptions,
  type SubscriptionState,
} from './subscription.ts'
export type { HubRequest } from './wire.ts'
