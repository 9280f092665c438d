// The page of the credential ladder, made from its table: what opens which hub, and what can be granted
// with it.
import {
  GENERATION_NAMES,
  GENERATIONS,
  type Generation,
  PERMISSIONS,
  permissionsOn,
  ROOT_SCOPE,
} from '@latchkey/catalogue'
import { CREDENTIAL_KINDS, type CredentialKind, canGrant, LADDER } from '@latchkey/homey'

const HEADINGS: Readonly<Record<Generation, string>> = {
  'pro-2019': 'Pro 2016–2019',
  'pro-2023': 'Pro 2023, 2026, mini, Self-Hosted',
  cloud: 'Homey Cloud, Bridge',
}

/** The page as Markdown. */
export function credentialsPage(): string {
  return [
    '# The credential ladder',
    '',
    '<!-- Generated from packages/homey/src/credentials/ladder.ts by `npm run docs`. Do not edit. -->',
    '',
    'Latchkey needs a credential of its own for each Homey. What that credential cannot do is never offered nor granted. Which ones there are depends on the Homey; take the first of these that you can get. `latchkey doctor` says what the one that you have can grant.',
    '',
    ...overview(),
    'Athom does not publish which scopes clients of third parties get; the list here is what owners report. What a Homey says of the session itself goes before it. API keys are for addresses at home: one measurement says that Athom’s relay refuses them.',
    '',
    ...CREDENTIAL_KINDS.flatMap(section),
    '## What can be granted with each',
    '',
    '“yes”: the best credential of that kind can do all of it. “–”: it cannot. Blank: this Homey has no such thing.',
    '',
    ...grants(),
    '',
    '',
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

function overview(): string[] {
  return [
    `| credential | ${GENERATIONS.map((one) => HEADINGS[one]).join(' | ')} | lasts | who renews it |`,
    `| --- | ${GENERATIONS.map(() => '---').join(' | ')} | --- | --- |`,
    ...CREDENTIAL_KINDS.map((kind) => {
      const { name, life, renewedBy } = LADDER[kind]
      const cells = GENERATIONS.map((generation) => reach(kind, generation))
      return `| ${name} | ${cells.join(' | ')} | ${life} | ${renewedBy} |`
    }),
    '',
  ]
}

function reach(kind: CredentialKind, generation: Generation): string {
  const scopes = LADDER[kind].scopes[generation]
  if (!scopes) return 'none'
  const grantable = granted(kind, generation).length
  const all = permissionsOn(generation).size
  return scopes.includes(ROOT_SCOPE) ? `everything (${grantable})` : `${grantable} of ${all}`
}

function granted(kind: CredentialKind, generation: Generation): string[] {
  return [...permissionsOn(generation)].filter((one) => canGrant(kind, generation, one))
}

function section(kind: CredentialKind): string[] {
  const { name, command, life, renewedBy, can, scopes } = LADDER[kind]
  const narrow = Object.values(scopes).find((all) => !all.includes(ROOT_SCOPE))
  const where = GENERATIONS.filter((one) => scopes[one]).map((one) => GENERATION_NAMES[one])
  return [
    `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    '',
    `    ${command}`,
    '',
    `* For: ${where.join('; ')}.`,
    `* Can do: ${can}.`,
    `* Lasts ${life}. Renewed by: ${renewedBy}.`,
    ...(narrow ? [`* Scopes: ${narrow.map((one) => `\`${one}\``).join(', ')}.`] : []),
    '',
  ]
}

function grants(): string[] {
  const columns = CREDENTIAL_KINDS.flatMap((kind) =>
    GENERATIONS.filter((one) => LADDER[kind].scopes[one]).map((one) => [kind, one] as const),
  )
  const on = new Map(GENERATIONS.map((one) => [one, permissionsOn(one)]))
  const short = (one: Generation) => one.replace('pro-', '')
  return [
    `| permission | ${columns.map(([kind, one]) => `${kind} ${short(one)}`).join(' | ')} |`,
    `| --- | ${columns.map(() => '---').join(' | ')} |`,
    ...[...PERMISSIONS.keys()].map((permission) => {
      const cells = columns.map(([kind, one]) => {
        if (!on.get(one)?.has(permission)) return ''
        return canGrant(kind, one, permission) ? 'yes' : '–'
      })
      return `| \`${permission}\` | ${cells.join(' | ')} |`
    }),
  ]
}
