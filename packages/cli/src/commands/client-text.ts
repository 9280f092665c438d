// What is thought of a client, in words for a terminal.
import type { ClientFileView, ClientStandingView, SubmittedView } from '@latchkey/gateway'
import { columns } from '../terminal.ts'

/** What each state means. */
const STATES: Readonly<Record<ClientFileView['state'], string>> = {
  'self-asserted': 'not reviewed; what it says of itself is its own word',
  submitted: 'waits for a review',
  reviewed: 'reviewed here',
  listed: 'a directory vouches for it',
  suspended: 'suspended: it is granted nothing, and what it was granted does not count',
}

/** Where a client stands after something was done. */
export function standingText({ name, state, suspensions, halted }: ClientStandingView): string {
  return [
    `${name}: ${STATES[state]}.`,
    ...suspensions.map(({ by, because }) => `Suspended by ${by}: ${because}`),
    ...(halted > 0 ? [`${halted} of what it was granted do not count for now.`] : []),
  ].join('\n')
}

/** What a manifest came to that was handed in. */
export function submittedText({ id, version, findings, secret }: SubmittedView): string {
  const much = findings.filter(({ level }) => level === 'much').length
  return [
    `client_id      ${id}`,
    ...(secret === null ? [] : [`client_secret  ${secret}`, 'The secret is shown only now.']),
    `Number ${version} waits for a review: latchkey client show ${id}`,
    ...(much > 0
      ? [`A check found ${much} times that it asks for much; the reviewer sees it.`]
      : []),
  ].join('\n')
}

/** All of a client. */
export function fileText(file: ClientFileView): string {
  const { waiting, approved, listed, changed, suspensions, versions } = file
  const parts = [
    head(file),
    ...(changed
      ? [
          'It is not what was reviewed any more: nothing is granted to it until it is reviewed again.',
        ]
      : []),
    ...suspensions.map(({ by, since, because }) => `Suspended by ${by} at ${since}: ${because}`),
    ...(listed ? [`Listed in "${listed.directory}", reviewed there at ${listed.reviewed}`] : []),
    ...(approved
      ? [
          `Number ${approved.number} (${approved.manifest.version}) was approved at ${approved.decided} by ${approved.decidedBy}`,
        ]
      : []),
    ...(waiting
      ? [`Number ${waiting.number} (${waiting.manifest.version}) waits since ${waiting.submitted}`]
      : []),
    ...difference(file),
    ...use(file),
    ...file.check.map(({ path, message, advice }) => `check: ${path}: ${message}\n    ${advice}`),
    ...versions.flatMap(({ number, findings }) =>
      findings.map((one) => `finding on ${number}: ${one}`),
    ),
    ...file.reach.flatMap(reach),
    ...(waiting
      ? [`\nTo decide: latchkey client review ${file.id} --number ${waiting.number} --approve`]
      : []),
  ]
  return parts.join('\n')
}

function head({
  id,
  name,
  state,
  origin,
  redirectUris,
  waiting,
  approved,
}: ClientFileView): string {
  const manifest = (waiting ?? approved)?.manifest
  return columns([
    ['client', name],
    ['client_id', id],
    ['state', `${state}: ${STATES[state]}`],
    ['came', ORIGINS[origin]],
    ['back to', redirectUris.join(' ')],
    ...(manifest
      ? [
          ['home page', manifest.homepage],
          ['contact', manifest.contact],
        ]
      : []),
  ])
}

const ORIGINS: Readonly<Record<ClientFileView['origin'], string>> = {
  hand: 'added by hand',
  registered: 'registered itself',
  document: 'by the address of its document',
}

function difference({ difference: all }: ClientFileView): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map(({ part, of, before, after }) => [
    of === null ? part : `${part} ${of}`,
    before ?? '(not there)',
    after ?? '(not there)',
  ])
  return ['', 'Other than what was approved before:', columns([['PART', 'BEFORE', 'NOW'], ...rows])]
}

function use({ use: all, usedSince }: ClientFileView): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map(({ permission, danger, asked, used, reason }) => [
    ...[permission, danger, asked ?? 'not in the manifest', used === 0 ? 'never' : `${used}×`],
    reason ?? '',
  ])
  return [
    '',
    `Asked for, and used since ${usedSince}:`,
    columns([['PERMISSION', 'DANGER', 'ASKED', 'USED', 'ITS REASON'], ...rows]),
    '',
  ]
}

function reach({ name, reach: found }: ClientFileView['reach'][number]): readonly string[] {
  if (!found.known) return ['', `What it could reach on ${name}: ${found.message}`]
  const { everything, directly, because, unseen } = found.words.en
  const lines = [...everything, ...directly, ...because, ...unseen]
  return ['', `What it could reach on ${name}:`, ...lines.map((line) => `  ${line}`)]
}
