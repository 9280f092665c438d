// The public face of the Transfer Tool: every stage as a function over plain data, and the data.

export { type Applying, applyPlan } from './apply/apply-plan.ts'
export { EXIT_CODES, EXIT_WORDS, type ExitCode, type ExitName } from './apply/exit-codes.ts'
export type { Newcomer } from './apply/explain.ts'
export { exitCodeOf, type Outcome as ApplyOutcome } from './apply/outcome.ts'
export type { Progress } from './apply/progress.ts'
export { type Rebinding, rebind, waitingIn, withMade } from './apply/rebind.ts'
export type { ApplyOptions } from './apply/surroundings.ts'
export { isUnderWay } from './apply/under-way.ts'
export { type Change, type Changes, diffSnapshots, type SnapshotDiff } from './diff/diff.ts'
export { diffInWords } from './diff/words.ts'
export { type Allowed, allowedOn } from './hub/allowed.ts'
export { connectedHub, type HubAddressOptions, openHub } from './hub/open-hub.ts'
export { NotOnThisHub, PermissionMissing } from './hub/refused.ts'
export type { HubFacts, TransferHub } from './hub/transfer-hub.ts'
export type { Fingerprint, JournalEvent, JournalLine } from './journal/journal.ts'
export { JournalError, type JournalFault } from './journal/journal-error.ts'
export { type Journal, JournalFile, openJournal } from './journal/journal-file.ts'
export { journalSchema } from './journal/journal-schema.ts'
export { type JournalState, stateOf } from './journal/journal-state.ts'
export { readJournal } from './journal/read-journal.ts'
export type { Json, JsonObject } from './json.ts'
export type {
  Kind,
  Reading,
  ReadKind,
  ReadObject,
  Secrecy,
  WriteRequest,
  Writing,
} from './kinds/kind.ts'
export {
  forKinds,
  KIND_NAMES,
  type KindName,
  keyOf,
  type ObjectKey,
  type ObjectName,
} from './kinds/kind-name.ts'
export { KINDS } from './kinds/kinds.ts'
export { readingOf } from './kinds/reading.ts'
export { installing } from './kinds/software.ts'
export type {
  Band,
  Binding,
  BoundBy,
  Candidate,
  Evidence,
  Question,
  TransferMapping,
} from './mapping/mapping.ts'
export { readMapping } from './mapping/read-mapping.ts'
export { mappingSchemas } from './mapping/schema.ts'
export { type UnknownId, unknownIn } from './mapping/unknown-ids.ts'
export { MappingUnusable } from './mapping/unusable.ts'
export { writeMapping } from './mapping/write-mapping.ts'
export { type Answer, type Ask, askQuestions, type Turn } from './match/ask.ts'
export { matchHomes } from './match/match-homes.ts'
export {
  type GuidedOptions,
  guidedPairing,
  type OnStep,
  type PairingStep,
} from './match/pairing/guided-pairing.ts'
export type { Patience, Readiness } from './match/pairing/ready.ts'
export {
  pairByScript,
  type ScriptedOptions,
  type ScriptedPairing,
} from './match/pairing/scripted-pairing.ts'
export { type Watch, type Wiggled, type WiggleGroup, wiggle } from './match/wiggle.ts'
export { checkFreshness, type Freshness, type Staleness } from './plan/freshness.ts'
export { type MayApply, mayApply } from './plan/guards.ts'
export { type Leak, leaksIn } from './plan/leaks.ts'
export { makePlan } from './plan/make-plan.ts'

export {
  type ByHand,
  type Guards,
  type Held,
  type Kept,
  type Phase,
  POLICIES,
  type Policy,
  type Step,
  type TransferPlan,
  type Undecided,
  type Undo,
  type Verb,
} from './plan/plan.ts'
export type { PlanOptions } from './plan/plan-options.ts'
export { type ChosenPolicies, parsePolicy } from './plan/policies.ts'
export { beforeOf, expectationOf } from './plan/same.ts'
export { planSchemas, planText, readPlan } from './plan/schema.ts'
export { parseWanted, type Wanted } from './plan/selection.ts'
export {
  type Counts,
  countsOf,
  countsTable,
  OUTCOMES,
  type Outcome,
  outcomesOf,
} from './plan/show/counts.ts'
export { type Estimate, estimateInWords, estimateOf, type Measured } from './plan/show/estimate.ts'
export { flowInWords } from './plan/show/flow-words.ts'
export { mermaidOf } from './plan/show/mermaid.ts'
export { checklistText, type TreeOptions, treeOf } from './plan/show/tree.ts'
export { reportHtml, reportMarkdown, reportTable } from './report/render.ts'
export {
  type Reported,
  type ReportLine,
  type ReportRow,
  reportOf,
  type TransferReport,
} from './report/report.ts'
export { reportSchema } from './report/schema.ts'
export { type Cleaned, cleanUp, type Leftover, leftovers } from './rollback/cleanup.ts'
export { type RollingBack, rollBack } from './rollback/roll-back.ts'
export { canonical } from './snapshot/canonical.ts'
export { type Identity, identityOf, makeIdentity } from './snapshot/format/identity.ts'
export { snapshotSchemas } from './snapshot/format/schema.ts'
export type { Sealing, Unsealing } from './snapshot/format/sealing.ts'
export { readSnapshot, type WriteOptions, writeSnapshot } from './snapshot/format/snapshot-file.ts'
export { type SnapshotFault, SnapshotUnusable } from './snapshot/format/unusable.ts'
export { isStub, objectHash, sha256 } from './snapshot/hash.ts'
export { type Revealed, reveal } from './snapshot/secrets/reveal.ts'
export type {
  CardFacts,
  SecretStub,
  SecretsMode,
  Snapshot,
  SnapshotManifest,
  SnapshotObject,
  Unread,
  UnreadWhy,
} from './snapshot/snapshot.ts'
export { type SnapshotOptions, takeSnapshot } from './snapshot/take-snapshot.ts'
export type { Finding, VerifyLevel } from './verify/finding.ts'
export { type VerifyingTransfer, verifyTransfer } from './verify/verify-transfer.ts'
