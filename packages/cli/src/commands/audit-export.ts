// `latchkey audit export`: the log as a file for other programs, a page at a time, so that a log of
// millions of events needs no more memory than one of a thousand.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { EventView } from '@latchkey/gateway'
import { type Command, Option } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import type { OwnerClient } from '../owner-client.ts'
import type { Terminal } from '../terminal.ts'
import { type AuditFilters, auditReader, withFilters } from './audit-filters.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface ExportOptions extends DataOptions, AuditFilters {
  readonly format: 'jsonl' | 'csv'
  readonly out?: string
}

const PAGE = 1000

const COLUMNS = [
  ...(['id', 'time', 'client', 'grant', 'hub', 'operation'] as const),
  ...(['method', 'path', 'verdict', 'reason', 'status', 'ms', 'owner', 'tool'] as const),
] satisfies readonly (keyof EventView)[]

/** Adds the command below `audit`. */
export function exportCommand(audit: Command, terminal: Terminal): void {
  withFilters(withData(audit.command('export')))
    .description('write the events to a file or standard output')
    .addOption(
      new Option('--format <format>', 'of the file').choices(['jsonl', 'csv']).default('jsonl'),
    )
    .option('--out <file>', 'a new file (default: standard output)')
    .action((options: ExportOptions) =>
      withOwner(terminal, options, (owner) => exportTo(terminal, owner, options)),
    )
}

async function exportTo(
  terminal: Terminal,
  owner: OwnerClient,
  options: ExportOptions,
): Promise<void> {
  const { format, out } = options
  // Names of clients and homes are in it: nobody else's to read. A file that is there stays as it is.
  const file = out === undefined ? undefined : createWriteStream(out, { mode: 0o600, flags: 'wx' })
  const target = file ?? terminal.stdout
  if (file) await once(file, 'open').catch((error) => cannotWrite(error, out))
  const read = auditReader(owner, options)
  if (format === 'csv') target.write(`${COLUMNS.join(',')}\r\n`)
  const text = format === 'csv' ? csvLine : (event: EventView) => `${JSON.stringify(event)}\n`
  for (let after = 0; ; ) {
    const events = await read({ after: String(after), limit: String(PAGE) })
    if (!target.write(events.map(text).join(''))) await once(target, 'drain')
    const last = events.at(-1)
    if (!last || events.length < PAGE) break
    after = last.id
  }
  if (file) await finished(file.end()).catch((error) => cannotWrite(error, out))
}

function cannotWrite(error: unknown, out: string | undefined): never {
  const there = (error as NodeJS.ErrnoException).code === 'EEXIST'
  const why = there ? 'it is there already' : (error as Error).message
  throw new CommandError(EXIT.error, 'cannot_write', `${out} cannot be written: ${why}.`)
}

function csvLine(event: EventView): string {
  return `${COLUMNS.map((name) => csvCell(event[name])).join(',')}\r\n`
}

/**
 * A cell that is text and nothing else: a spreadsheet takes what begins with = + - @ for a formula,
 * so an apostrophe goes before it; and no name makes a second line.
 */
function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const flat = value.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
  const text = /^\s*[=+\-@]/.test(flat) ? `'${flat}` : flat
  return /[",\s']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
