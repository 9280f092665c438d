// The public face of the virtual Homey. Everything else in this package may change without notice.
export type { AccountFacts, AccountHub, AccountLink, Delegate } from './account/account-link.ts'
export {
  startVirtualAccount,
  VirtualAccount,
  type VirtualAccountOptions,
} from './account/start-account.ts'
export type { HubAddresses } from './account/user-me.ts'
export type { FaultShown, Faults } from './faults/faults.ts'
export { GENERATIONS, type Generation } from './generations/generation.ts'
export { type Census, censusOf } from './homes/census.ts'
export type { Home } from './homes/home.ts'
export type { House } from './homes/house.ts'
export { HOMES } from './homes/names.ts'
export { villas } from './homes/villa/villa.ts'
export type { RequestSeen } from './http/request-log.ts'
export { startVirtualHomey, type VirtualHomeyOptions } from './start.ts'
export type { Effect, HomeyState } from './state/homey-state.ts'
export {
  type Fault,
  type FaultRule,
  type KeyedVirtualHomey,
  VirtualHomey,
} from './virtual-homey.ts'
