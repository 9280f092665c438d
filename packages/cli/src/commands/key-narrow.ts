// `latchkey key narrow`: the least that would have done for what a key used, and, on the owner's word, the
// key changed to exactly that.
import { confirm, isCancel } from '@clack/prompts'
import type { ChangedKeyView, NarrowView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { oneLine, print, type Terminal } from '../terminal.ts'
import { keyText, told } from './key-text.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface NarrowOptions extends DataOptions {
  readonly objects?: true
  readonly unused?: true
  readonly since?: string
  readonly yes?: true
  readonly lock?: true
}

/** Adds the command. */
export function keyNarrowCommand(key: Command, terminal: Terminal): void {
  withData(key.command('narrow'))
    .description('the least that would have done for what a key used; --yes changes it to that')
    .argument('<id>', 'id of the key')
    .option('--objects', 'limits to the devices, zones, Flows, … that it used, too')
    .option(
      '--unused',
      'only drop what it did not use for some time, whether or not it was learned',
    )
    .option('--since <life>', 'with --unused: for how long: 30d (default), 8w')
    .option('--yes', 'change the key to that')
    .option('--lock', 'the same as --yes')
    .action((id: string, options: NarrowOptions) => narrow(terminal, id, options))
}

async function narrow(terminal: Terminal, id: string, options: NarrowOptions): Promise<void> {
  const { objects, unused, since, json } = options
  const query = new URLSearchParams({
    ...(objects && { objects: 'true' }),
    ...(unused && { unused: 'true' }),
    ...(since !== undefined && { since }),
  })
  const path = `/keys/${encodeURIComponent(id)}`
  await withOwner(terminal, options, async (owner) => {
    const found = await owner.request<NarrowView>('GET', `${path}/narrow?${query}`)
    const sure = options.yes ?? options.lock ?? false
    if (!sure || found.change === null) print(terminal, json, found, narrowText)
    else if (!json) terminal.stderr.write(`${narrowText(found)}\n\n`)
    if (found.change === null || !(sure || (await isWanted(terminal, options)))) return
    // What was shown is what is done, and it is judged as every change of a key is.
    const changed = await owner.request<ChangedKeyView>('PUT', path, found.change)
    told(terminal, changed)
    print(terminal, json, changed, keyText)
  })
}

async function isWanted({ stdin, stdout }: Terminal, { json }: NarrowOptions): Promise<boolean> {
  if (json || !stdin.isTTY || !stdout.isTTY) return false
  const answer = await confirm({ message: 'Change the key to this?', initialValue: false })
  if (!isCancel(answer) && answer) return true
  throw new CommandError(EXIT.error, 'cancelled', 'Nothing was done.')
}

/** What a key could be narrowed to, in words. */
function narrowText(found: NarrowView): string {
  const { id, name, span, permissions, dropped, added, showsOnly, limits, notes } = found
  const isLimited = limits !== null
  return [
    oneLine(`For what ${name} used from ${span.from} to ${span.until} this would have done:`),
    ...permissions.map((one) => `  ${one}${showsOnly.includes(one) ? ' (only shows more)' : ''}`),
    ...listed('Part of what is dropped, in place of it', added),
    ...listed('Dropped', dropped),
    ...(isLimited ? ['', 'Limited to:'] : []),
    ...found.objects.map((one) => oneLine(`  ${one.list} ${one.name ?? one.id}`)),
    ...(notes.length === 0 ? [] : ['', ...notes.map(oneLine)]),
    ...(found.change === null
      ? ['', 'There is nothing to change.']
      : ['', `To do it: latchkey key narrow ${id} … --yes`]),
  ].join('\n')
}

const listed = (title: string, words: readonly string[]): string[] =>
  words.length === 0 ? [] : ['', `${title}: ${words.join(', ')}`]
