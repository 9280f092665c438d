// `latchkey audit`: who did what, and what was refused; and what else is to be done with the log.
import { setTimeout as wait } from 'node:timers/promises'
import { type EventView, LOCAL, type OwnerView } from '@latchkey/gateway'
import { type Command, InvalidArgumentError } from 'commander'
import type { OwnerClient } from '../owner-client.ts'
import { oneLine, type Terminal } from '../terminal.ts'
import { exportCommand } from './audit-export.ts'
import { type AuditFilters, auditReader, withFilters } from './audit-filters.ts'
import { keepCommands } from './audit-keep.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface AuditOptions extends DataOptions, AuditFilters {
  readonly follow?: boolean
  readonly limit: number
}

/** How often the log is looked at while following, in milliseconds. */
const PERIOD = 500

/** Adds the command to the program. */
export function auditCommand(
  program: Command,
  terminal: Terminal,
  stop: AbortSignal,
  exitWith: (code: number) => void,
): void {
  // Its own options stand before the words below, so that theirs are theirs.
  const audit = withFilters(withData(program.command('audit').enablePositionalOptions()))
    .description('who did what, and what was refused')
    .option('--follow', 'go on as things happen; with --json, one event a line')
    .option('--limit <n>', 'how many of the latest events', number, 100)
    .action((options: AuditOptions) =>
      withOwner(terminal, options, (owner) => show(terminal, owner, options, stop)),
    )
  exportCommand(audit, terminal)
  keepCommands(audit, terminal, exitWith)
}

function number(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > 1000) {
    throw new InvalidArgumentError('It must be a number from 1 to 1000.')
  }
  return Number(text)
}

async function show(
  terminal: Terminal,
  owner: OwnerClient,
  options: AuditOptions,
  stop: AbortSignal,
): Promise<void> {
  const { limit, json, follow } = options
  const read = auditReader(owner, options)
  let events = await read({ limit: String(limit) })
  if (json && !follow) {
    terminal.stdout.write(`${JSON.stringify(events)}\n`)
    return
  }
  const names = json ? () => undefined : await namesOf(owner)
  let last = 0
  while (true) {
    for (const event of events) {
      terminal.stdout.write(`${json ? JSON.stringify(event) : line(event, names)}\n`)
      last = event.id
    }
    if (!follow) return
    await wait(events.length === 1000 ? 0 : PERIOD, undefined, { signal: stop }).catch(() => {})
    if (stop.aborted) return
    events = await read({ after: String(last), limit: '1000' })
  }
}

type NameOf = (ownerId: string) => string | undefined

async function namesOf(owner: OwnerClient): Promise<NameOf> {
  const owners = await owner.request<readonly OwnerView[]>('GET', '/owners')
  const names = new Map(owners.map(({ id, name }) => [id, name]))
  return (id) => names.get(id)
}

/** Who it was: a client by its name in the log, an owner by the name of today. */
function who({ reason, client, owner }: EventView, nameOf: NameOf): string {
  if (owner === LOCAL) return '(local owner)'
  if (owner !== null)
    return `(owner ${nameOf(owner) ?? owner}${reason === 'owner-unproven' ? '?' : ''})`
  return reason === 'owner' ? '(owner)' : (client ?? '(unknown)')
}

function line(event: EventView, nameOf: NameOf): string {
  const verdict = event.verdict === 'allow' ? 'allow' : 'DENY '
  const status = event.status === null ? '   ' : String(event.status)
  const took = event.ms === null ? '' : ` ${event.ms} ms`
  const what = event.operation ?? `${event.method} ${event.path}`
  const by = `${who(event, nameOf)}${event.tool === null ? '' : ` [${event.tool}]`}`
  return oneLine(`${event.time} ${verdict} ${status} ${by}: ${what} – ${event.reason}${took}`)
}
