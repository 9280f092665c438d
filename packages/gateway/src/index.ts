// The public face of the gateway.
export { type AuditEvent, LOCAL } from './audit/event.ts'
export type { PruneResult } from './audit/prune.ts'
export type { Problem, Verification } from './audit/verify.ts'
export { type Installation, type InstallationOptions, openInstallation } from './installation.ts'
export { openControlSocket } from './listener/control-socket.ts'
export { type Listener, type ListenOptions, listen } from './listener/listener.ts'
export { listenForMetrics } from './listener/metrics-listener.ts'
export type { TlsFiles } from './listener/tls.ts'
export type { HubHealth } from './owner-api/doctor.ts'
export type { AccountView, AddedHubView, BegunLogin, RemovedHub } from './owner-api/hubs.ts'
export type { Simulate, Simulated, SimulatedCall } from './owner-api/key-can.ts'
export type {
  CanView,
  ChangedKeyView,
  MadeKeyView,
  RevokedKeyView,
} from './owner-api/key-routes.ts'
export type { KeyView } from './owner-api/key-views.ts'
export type { LimitsView } from './owner-api/limit-views.ts'
export { OWNER_PREFIX, type OwnerApi } from './owner-api/owner-api.ts'
export type { Route } from './owner-api/route.ts'
export type { StoppedView } from './owner-api/trace-routes.ts'
export type { BeyondView, TracesView, TraceView, UndoView } from './owner-api/trace-views.ts'
export type { EventView, HubView, OwnerView } from './owner-api/views.ts'
export type { OwnerEvent } from './owners/owner.ts'
export { redact } from './redaction.ts'
export { type BackupOptions, backUp } from './storage/backup.ts'
export { BackupUnusable } from './storage/backup-file.ts'
export { controlSocketPath, DirectoryInUse } from './storage/data-directory.ts'
export { type Restored, type RestoreOptions, restore } from './storage/restore.ts'
