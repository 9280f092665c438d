// `latchkey key learn`: lets a key be used for a while and keeps what it used; without a time it shows what was
// used so far of what the key may do, and what not.
import { PERMISSIONS } from '@latchkey/catalogue'
import type { UsageView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { columns, oneLine, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface LearnOptions extends DataOptions {
  readonly hours?: string
  readonly days?: string
  readonly stop?: true
  readonly since?: string
}

/** Adds the command. */
export function keyLearnCommand(key: Command, terminal: Terminal): void {
  withData(key.command('learn'))
    .description('keep what a key uses for some hours, or show what it used so far')
    .argument('<id>', 'id of the key')
    .option('--hours <n>', 'learn it from now on, for so many hours')
    .option('--days <n>', 'learn it from now on, for so many days')
    .option('--stop', 'end the learning now')
    .option('--since <life>', 'show what was used since: 30d, 12h; by whole days')
    .action((id: string, options: LearnOptions) => learn(terminal, id, options))
}

async function learn(terminal: Terminal, id: string, options: LearnOptions): Promise<void> {
  const { stop, since } = options
  const time = lifeOf(options)
  if ([time, stop, since].filter((one) => one !== undefined).length > 1) {
    const message = 'Say one of --hours, --days, --stop and --since.'
    throw new CommandError(EXIT.usage, 'invalid_request', message)
  }
  const path = `/keys/${encodeURIComponent(id)}`
  const usage = await withOwner(terminal, options, (owner) => {
    if (time !== undefined) return owner.request<UsageView>('POST', `${path}/learn`, { for: time })
    if (stop) return owner.request<UsageView>('DELETE', `${path}/learn`)
    const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`
    return owner.request<UsageView>('GET', `${path}/usage${query}`)
  })
  print(terminal, options.json, usage, time === undefined ? usageText : begunText)
}

function lifeOf({ hours, days }: LearnOptions): string | undefined {
  const [number, unit] = hours === undefined ? [days, 'd'] : [hours, 'h']
  if (number === undefined) return undefined
  if (/^[1-9]\d{0,3}$/.test(number) && (hours === undefined || days === undefined)) {
    return `${number}${unit}`
  }
  const message = 'Say a whole number of hours or of days: --hours 24'
  throw new CommandError(EXIT.usage, 'invalid_request', message)
}

const begunText = ({ id, name, learning }: UsageView): string =>
  [
    oneLine(
      `What ${name} uses is kept until ${learning?.until ?? 'now'}. Let it do all that it is for.`,
    ),
    `See what it used so far:   latchkey key learn ${id}`,
    `Then lock it to that:      latchkey key narrow ${id} --yes`,
  ].join('\n')

/** What a key used, in words. */
export function usageText({ name, learning, span, used, unused, objects }: UsageView): string {
  const state =
    learning === null
      ? ''
      : ` It is ${learning.state === 'over' ? 'learned' : 'being learned'}, until ${learning.until}.`
  const rows = used.map((one) => [
    one.permission,
    String(one.count),
    one.last,
    `${one.operations.join(' ')}${one.showsOnly ? ' (only shows more)' : ''}`,
  ])
  return [
    oneLine(`What ${name} used from ${span.from} to ${span.until}.${state}`),
    '',
    used.length === 0 ? 'It used nothing.' : columns([['USED', 'TIMES', 'LAST', 'BY'], ...rows]),
    ...(unused.length === 0 ? [] : ['', 'Not used of what it may do:']),
    ...unused.map((one) => `  ${one}: ${PERMISSIONS.get(one)?.label ?? ''}`),
    ...(objects.length === 0 ? [] : ['', 'What it was about:']),
    ...objects.map(({ kind, id, name: called, count }) =>
      oneLine(`  ${kind} ${called === null ? id : `${called} (${id})`}: ${count} times`),
    ),
  ].join('\n')
}
