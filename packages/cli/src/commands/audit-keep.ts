// `latchkey audit verify`, `prune` and `keep`: whether the log is as it was written, and how long it is
// kept.
import type { PruneResult, Verification } from '@latchkey/gateway'
import { type Command, InvalidArgumentError } from 'commander'
import { EXIT } from '../exit.ts'
import { print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface PruneOptions extends DataOptions {
  readonly olderThan: string
  readonly broken?: boolean
}

/** Adds the commands below `audit`. */
export function keepCommands(
  audit: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  withData(audit.command('verify'))
    .description('check that nothing was changed, removed or put in; ends with 1 if it was')
    .action(async (options: DataOptions) => {
      const result = await withOwner(terminal, options, (owner) =>
        owner.request<Verification>('GET', '/audit/verify'),
      )
      print(terminal, options.json, result, words)
      if (!result.ok) exitWith(EXIT.error)
    })
  withData(audit.command('prune'))
    .description('remove old events; the rest still verifies')
    .requiredOption('--older-than <age>', 'how old: 90d, 12w')
    .option('--broken', 'also if they do not verify, which removes the traces of who changed them')
    .action(async ({ olderThan, broken = false, ...options }: PruneOptions) => {
      const result = await withOwner(terminal, options, (owner) =>
        owner.request<PruneResult>('POST', '/audit/prune', { olderThan, broken }),
      )
      print(terminal, options.json, result, ({ rows }) => `${events(rows)} removed.`)
    })
  withData(audit.command('keep'))
    .description('for how long events are kept; older ones are removed once a day')
    .argument('[days]', 'days such as 90d, or forever; without it: say what it is', days)
    .action(async (wanted: { days: number | null } | undefined, options: DataOptions) => {
      const result = await withOwner(terminal, options, (owner) =>
        owner.request<{ days: number | null }>(
          wanted ? 'POST' : 'GET',
          '/audit/retention',
          ...(wanted ? [wanted] : []),
        ),
      )
      print(terminal, options.json, result, (kept) =>
        kept.days === null ? 'Events are kept for ever.' : `Events are kept for ${kept.days} days.`,
      )
    })
}

function days(text: string): { days: number | null } {
  if (text === 'forever') return { days: null }
  const number = /^([1-9]\d{0,4})d$/.exec(text)?.[1]
  if (number === undefined)
    throw new InvalidArgumentError('It must be days, such as 90d, or forever.')
  return { days: Number(number) }
}

const events = (count: number): string => `${count} ${count === 1 ? 'event' : 'events'}`

function words({ ok, rows, good, pruned, first, problems }: Verification): string {
  const before = pruned === 0 ? '' : `, and ${events(pruned)} before them that were pruned`
  if (ok) return `All is as it was written: ${events(rows)}${before}.`
  const told = problems.map(({ id, message }) =>
    id === null ? message : `event ${id}: ${message}`,
  )
  const where = first === null ? '' : ` The first bad one is ${first}.`
  return [`NOT as it was written: ${good} of ${events(rows)} verify.${where}`, ...told].join('\n  ')
}
