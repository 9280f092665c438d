// The public face of the gateway.
export { type AuditEvent, LOCAL } from './audit/event.ts'
export type { PruneResult } from './audit/prune.ts'
export type { Problem, Verification } from './audit/verify.ts'
export { type Checked, checkText } from './clients/check-manifest.ts'
export type { Finding } from './clients/finding.ts'
export { manifestSchema } from './clients/manifest.ts'
export { DIRECTORY_FILE, type DirectoryFile } from './directories/directory-file.ts'
export {
  DirectoryRefused,
  newDirectoryKey,
  privateKeyIn,
  publicHalf,
  readDirectory,
  signDirectory,
} from './directories/signature.ts'
export { type Installation, type InstallationOptions, openInstallation } from './installation.ts'
export { openControlSocket } from './listener/control-socket.ts'
export { type Listener, type ListenOptions, listen } from './listener/listener.ts'
export { listenForMetrics } from './listener/metrics-listener.ts'
export type { TlsFiles } from './listener/tls.ts'
export {
  FetchRefused,
  type GuardedFetch,
  guardedFetch,
  type Outgoing,
} from './outgoing/guarded-fetch.ts'
export type { Effect, Oversight } from './oversight/effect.ts'
export type { ApprovalView } from './owner-api/approval-views.ts'
export type {
  ClientFileView,
  ClientStandingView,
  FindingView,
  SubmittedView,
} from './owner-api/client-file-answers.ts'
export type {
  AddedClientView,
  ClientView,
  RemovedClientView,
} from './owner-api/client-routes.ts'
export type {
  DirectoryDraft,
  DirectoryView,
  UpdatedDirectoryView,
} from './owner-api/directory-routes.ts'
export type { HubHealth } from './owner-api/doctor.ts'
export type { DoorsView, MovedInView, MutedView } from './owner-api/door-routes.ts'
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
export type { NoticeView } from './owner-api/notice-routes.ts'
export { OWNER_PREFIX, type OwnerApi } from './owner-api/owner-api.ts'
export type { ReachView } from './owner-api/reach-views.ts'
export type { RequestView } from './owner-api/request-views.ts'
export type { Route } from './owner-api/route.ts'
export type { ChangedRuleView, RestrictionsView, RuleView } from './owner-api/rule-views.ts'
export type { StoppedView } from './owner-api/trace-routes.ts'
export type { BeyondView, TracesView, TraceView, UndoView } from './owner-api/trace-views.ts'
export type { NarrowView, UsageView } from './owner-api/usage-views.ts'
export type { EventView, HubView, OwnerView } from './owner-api/views.ts'
export type { OwnerEvent } from './owners/owner.ts'
export type { ClientRequestView } from './permission-requests/client-view.ts'
export { redact } from './redaction.ts'
export { type BackupOptions, backUp } from './storage/backup.ts'
export { BackupUnusable } from './storage/backup-file.ts'
export { controlSocketPath, DirectoryInUse } from './storage/data-directory.ts'
export { type Restored, type RestoreOptions, restore } from './storage/restore.ts'
