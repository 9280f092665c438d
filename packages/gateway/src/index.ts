// The public face of the gateway.
export type { AuditEvent } from './audit/event.ts'
export { type Installation, type InstallationOptions, openInstallation } from './installation.ts'
export { openControlSocket } from './listener/control-socket.ts'
export { type Listener, type ListenOptions, listen } from './listener/listener.ts'
export type { HubHealth } from './owner-api/doctor.ts'
export type { EventView, HubView, KeyView } from './owner-api/views.ts'
export { redact } from './redaction.ts'
export { controlSocketPath, DirectoryInUse } from './storage/data-directory.ts'
