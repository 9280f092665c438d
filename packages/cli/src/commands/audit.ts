// `latchkey audit`: who did what, and what was refused.
import { setTimeout as wait } from 'node:timers/promises'
import type { EventView } from '@latchkey/gateway'
import { type Command, InvalidArgumentError } from 'commander'
import type { OwnerClient } from '../owner-client.ts'
import type { Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface AuditOptions extends DataOptions {
  readonly follow?: boolean
  readonly limit: number
  readonly key?: string
  readonly hub?: string
}

/** How often the log is looked at while following, in milliseconds. */
const PERIOD = 500

/** Adds the command to the program. */
export function auditCommand(program: Command, terminal: Terminal, stop: AbortSignal): void {
  withData(program.command('audit'))
    .description('who did what, and what was refused')
    .option('--follow', 'go on as things happen; with --json, one event a line')
    .option('--limit <n>', 'how many of the latest events', number, 100)
    .option('--key <id>', 'only of this key')
    .option('--hub <hub>', 'only on this Homey')
    .action((options: AuditOptions) =>
      withOwner(terminal, options, (owner) => audit(terminal, owner, options, stop)),
    )
}

function number(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > 1000) {
    throw new InvalidArgumentError('It must be a number from 1 to 1000.')
  }
  return Number(text)
}

async function audit(
  terminal: Terminal,
  owner: OwnerClient,
  options: AuditOptions,
  stop: AbortSignal,
): Promise<void> {
  const { limit, key, hub, json, follow } = options
  const read = (more: Record<string, string>): Promise<readonly EventView[]> => {
    const query = new URLSearchParams({ ...more, ...(key && { key }), ...(hub && { hub }) })
    return owner.request('GET', `/audit?${query}`)
  }
  let events = await read({ limit: String(limit) })
  if (json && !follow) {
    terminal.stdout.write(`${JSON.stringify(events)}\n`)
    return
  }
  let last = 0
  while (true) {
    for (const event of events) {
      terminal.stdout.write(`${json ? JSON.stringify(event) : line(event)}\n`)
      last = event.id
    }
    if (!follow) return
    await wait(events.length === 1000 ? 0 : PERIOD, undefined, { signal: stop }).catch(() => {})
    if (stop.aborted) return
    events = await read({ after: String(last), limit: '1000' })
  }
}

function line(event: EventView): string {
  const verdict = event.verdict === 'allow' ? 'allow' : 'DENY '
  const status = event.status === null ? '   ' : String(event.status)
  const took = event.ms === null ? '' : ` ${event.ms} ms`
  const what = event.operation ?? `${event.method} ${event.path}`
  return `${event.time} ${verdict} ${status} ${event.client ?? '(unknown)'}: ${what} – ${event.reason}${took}`
}
