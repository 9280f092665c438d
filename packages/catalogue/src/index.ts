// The public face of the catalogue: what a Homey can be asked to do, and what asking it needs.
export {
  athomScopes,
  coveredScopes,
  operationsByPermission,
  ROOT_SCOPE,
} from './bundles/athom-scopes.ts'
export { scopesNeeded, withinCeiling } from './bundles/ceiling.ts'
export { type Expansion, expand, permissionsOn, type Refused } from './bundles/expand.ts'
export { nearest } from './bundles/nearest.ts'
export { PRESETS, type Preset } from './bundles/presets.ts'
export { GENERATION_NAMES, GENERATIONS, type Generation, isGeneration } from './generation.ts'
export { LIMIT_COLUMN, limitOf } from './limits/column.ts'
export { type DangerReason, type GrantDanger, grantDanger } from './limits/grant-danger.ts'
export type { AllowedCard, CreatedId, CreatedKind, Limits } from './limits/limits.ts'
export { FREE_OF_ROOMS, isRoomLimit, WRITES_FLOWS } from './limits/rooms.ts'
export type {
  AnsweredKind,
  JudgedKind,
  LimitedAnswer,
  LimitedKind,
  LimitRow,
  LimitRule,
  PlainKind,
} from './limits/rule.ts'
export {
  buildPath,
  type Match,
  type Matched,
  type Mismatch,
  match,
  matchSocket,
} from './match/match.ts'
export { isPathValue, MAX_PATH } from './match/path.ts'
export { buildQuery, MAX_QUERY } from './match/query.ts'
export { HOMEYSCRIPT } from './operations/beside.ts'
export { type Method, type Operation, pathParameters } from './operations/operation.ts'
export { operationById, operations, unclassified } from './operations/operations.ts'
export { satisfies } from './operations/scopes.ts'
export type { Requirement } from './permissions/classify.ts'
export { DANGERS, type Danger, worse } from './permissions/danger.ts'
export type { PermissionRow, PermissionWords } from './permissions/permission.ts'
export {
  type PermissionLanguage,
  permissionWords,
  type ToldPermission,
} from './permissions/permission-words.ts'
export { PERMISSIONS } from './permissions/permissions.ts'
export {
  REFINING_PERMISSIONS,
  type RequestFacts,
  TELLING_BODIES,
} from './permissions/refinements.ts'
export { isJudgedByContent, type Required, required, suffices } from './permissions/required.ts'
export { isSecurityCapability } from './permissions/security-capabilities.ts'
export { isSecurityDevice } from './permissions/security-devices.ts'
export { fullCardId, isHomeyScriptCard } from './references/card.ts'
export {
  type CardRole,
  MANAGER_CARDS,
  type ManagerCard,
  type Use,
} from './references/manager-cards.ts'
export { type Member, type Members, members } from './references/members.ts'
export { type Reason, WHYS, type Why } from './references/reason.ts'
export {
  FORMS,
  type Form,
  type Inventory,
  type Path,
  type Reference,
  type ReferenceKind,
  type Sureness,
} from './references/reference.ts'
export { references } from './references/references.ts'
export { type Mapping, rewrite, type Target } from './references/rewrite.ts'
export type { ObjectKind } from './references/shapes.ts'
export { type Understanding, understood } from './references/understood.ts'
export { specificationVersion } from './specification.ts'
