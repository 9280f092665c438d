// The public face of the connection to hubs.
export { type HubAddress, parseHubAddress } from './address.ts'
export { errorText, type HubAnswer, isJson, MAX_ANSWER, readValue } from './answer.ts'
export { HubConnection, type HubOptions, type HubRequest } from './hub-connection.ts'
export { HubError, type HubErrorCode } from './hub-error.ts'
export type { Identity } from './identity.ts'
