// A report for people: as Markdown, and as a page that needs nothing from anywhere.
import { EXIT_WORDS } from '../apply/exit-codes.ts'
import { aligned } from '../plan/show/counts.ts'
import type { ReportLine, TransferReport } from './report.ts'

interface Section {
  readonly title: string
  readonly lines: readonly ReportLine[]
}

const COLUMNS = [
  ...(['source', 'moved', 'merged', 'held', 'skipped', 'byHand', 'undecided', 'failed'] as const),
]
const HEADS = [
  ...(['Kind', 'Source', 'Moved', 'Merged', 'Held', 'Skipped', 'By hand'] as const),
  ...(['To decide', 'Failed'] as const),
]

function sectionsOf(report: TransferReport): readonly Section[] {
  const { adapted, waiting, byHand, failed, findings, notes } = report
  const noted = notes.map((what) => ({ object: null, name: null, what }))
  return [
    { title: 'Adapted', lines: adapted },
    { title: 'Waiting', lines: waiting },
    { title: 'By hand', lines: byHand },
    { title: 'Not done', lines: failed },
    { title: 'Not as it should be', lines: findings },
    { title: 'Notes', lines: noted },
  ].filter(({ lines }) => lines.length > 0)
}

function headOf({ source, target, exit, reason, verified }: TransferReport): readonly string[] {
  const seen = { true: 'Everything was verified.', false: 'Not everything was as it should be.' }
  return [
    `From ${source} to ${target}. ${EXIT_WORDS[exit]}${reason === null ? '' : ` ${reason}`}`,
    verified === null ? 'It was not verified yet.' : seen[verified ? 'true' : 'false'],
  ]
}

/** The table of kinds for a fixed-width font, the sums in the last line. */
export function reportTable({ kinds }: Pick<TransferReport, 'kinds'>): string {
  const sums = COLUMNS.map((column) => String(kinds.reduce((sum, row) => sum + row[column], 0)))
  return aligned([
    HEADS.map((head, at) => (at === 0 ? '' : head.toLowerCase())),
    ...kinds.map((row) => [row.label, ...COLUMNS.map((column) => String(row[column] || '·'))]),
    ['All', ...sums],
  ])
}

/** A report as Markdown. */
export function reportMarkdown(report: TransferReport): string {
  const rows = report.kinds.map((row) =>
    [row.label, ...COLUMNS.map((column) => row[column])].join(' | '),
  )
  const bar = (text: string): string => `| ${text} |`
  return [
    ...['# Transfer', '', ...headOf(report).map(escaped), ''],
    ...[bar(HEADS.join(' | ')), bar(HEADS.map(() => '---').join(' | ')), ...rows.map(bar), ''],
    ...sectionsOf(report).flatMap(({ title, lines }) => [
      ...[`## ${title}`, ''],
      ...lines.map(
        ({ name, what }) => `- [ ] ${name === null ? '' : `**${escaped(name)}** `}${escaped(what)}`,
      ),
      '',
    ]),
    ...['## Undo', '', `    ${report.undo}`, ''],
  ].join('\n')
}

// What people call their things is text, whatever it looks like.
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, (letter) => `\\${letter}`).replace(/\s+/g, ' ')
}

/** A report as a page. */
export function reportHtml(report: TransferReport): string {
  const cells = (tag: string, values: readonly (string | number)[]): string =>
    `<tr>${values.map((value) => `<${tag}>${html(String(value))}</${tag}>`).join('')}</tr>`
  const rows = report.kinds.map((row) =>
    cells('td', [row.label, ...COLUMNS.map((column) => row[column])]),
  )
  const sections = sectionsOf(report).map(({ title, lines }) => {
    const items = lines.map(
      ({ name, what }) => `<li>${name === null ? '' : `<b>${html(name)}</b> `}${html(what)}</li>`,
    )
    return `<h2>${title}</h2><ul>${items.join('')}</ul>`
  })
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Transfer</title>',
    '<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}',
    'td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ddd}</style>',
    `<h1>Transfer</h1>${headOf(report)
      .map((text) => `<p>${html(text)}</p>`)
      .join('')}`,
    `<table>${cells('th', HEADS)}${rows.join('')}</table>${sections.join('')}`,
    `<h2>Undo</h2><pre>${html(report.undo)}</pre></html>\n`,
  ].join('\n')
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '')
}
