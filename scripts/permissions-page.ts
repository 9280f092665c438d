// The page of all permissions, made from the catalogue.
import {
  DANGERS,
  GENERATIONS,
  type Generation,
  operationsByPermission,
  PERMISSIONS,
  PRESETS,
  permissionsOn,
} from '@latchkey/catalogue'

const HEADINGS: Readonly<Record<Generation, string>> = {
  'pro-2019': 'Pro 2019',
  'pro-2023': 'Pro 2023',
  cloud: 'Cloud',
}

/** The page as Markdown. */
export function permissionsPage(): string {
  return [
    '# Permissions',
    '',
    '<!-- Generated from the catalogue by `npm run docs`. Do not edit. -->',
    '',
    `There are ${PERMISSIONS.size} permissions. The numbers are how many operations of a Homey each one covers, by generation; “with” marks a permission that is needed besides another one, or would do in its place, for some requests. What is not in this table cannot be granted.`,
    '',
    `Dangers, from the least: ${DANGERS.map((danger) => `\`${danger}\``).join(', ')}.`,
    '',
    ...table(),
    '## In words',
    '',
    ...[...PERMISSIONS].flatMap(([name, row]) => [
      `### \`${name}\``,
      '',
      `**${row.label}.** ${row.can} ${row.risk} *Safer: ${row.safer}*`,
      ...(row.escalates === undefined ? [] : ['', `Can become full control: ${row.escalates}`]),
      '',
    ]),
    '## Presets',
    '',
    ...Object.entries(PRESETS).flatMap(([name, preset]) => [
      `### \`${name}\``,
      '',
      `**${preset.label}.** ${preset.description}${preset.limits?.own ? ' Always granted with the limit [`own`](limits.md).' : ''}`,
      '',
      preset.permissions === 'every'
        ? 'Every permission that the Homey has.'
        : [...preset.permissions]
            .sort()
            .map((one) => `\`${one}\``)
            .join(' '),
      '',
    ]),
  ].join('\n')
}

function table(): string[] {
  const heads = ['permission', 'danger', 'meaning', ...GENERATIONS.map((one) => HEADINGS[one])]
  const rows = [...PERMISSIONS].map(([name, row]) => [
    `\`${name}\``,
    row.danger,
    row.label,
    ...GENERATIONS.map((generation) => count(name, generation)),
  ])
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).concat('')
}

function count(name: string, generation: Generation): string {
  if (!permissionsOn(generation).has(name)) return '–'
  const operations = operationsByPermission(generation).get(name)
  return operations ? String(operations.length) : 'with'
}
