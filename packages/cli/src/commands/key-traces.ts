// `latchkey key traces` and `latchkey key revoke`: what a key left behind at its Homey, and taking the key
// back with or without it.
import type { RevokedKeyView, TracesView } from '@latchkey/gateway'
import { type Command, Option } from 'commander'
import { print, type Terminal } from '../terminal.ts'
import { keyText } from './key-text.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'
import { followed, tracesText, undoText } from './undo-text.ts'

/** What can become of what a key left. */
export const UNDO_WORDS = ['off', 'restore', 'leave'] as const

/** `--undo`, or another option with the same choices. */
export function undoOption(flags: string, description: string): Option {
  return new Option(
    flags,
    `${description}: off switches off the Flows that it made, restore puts everything back as it was, leave touches nothing`,
  ).choices(UNDO_WORDS)
}

interface RevokeOptions extends DataOptions {
  readonly undo: string
}

/** Adds the commands. */
export function keyTracesCommands(key: Command, terminal: Terminal): void {
  withData(key.command('traces'))
    .description('what a key left behind at its Homey')
    .argument('<id>', 'id of the key')
    .action((id: string, options: DataOptions) => traces(terminal, id, options))
  withData(key.command('revoke'))
    .description('revoke a key; its next request fails')
    .argument('<id>', 'id of the key')
    .addOption(undoOption('--undo <how>', 'what becomes of what it left').default('leave'))
    .action((id: string, options: RevokeOptions) => revoke(terminal, id, options))
}

async function traces(terminal: Terminal, id: string, options: DataOptions): Promise<void> {
  const left = await withOwner(terminal, options, (owner) =>
    owner.request<TracesView>('GET', `/keys/${encodeURIComponent(id)}/traces`),
  )
  print(terminal, options.json, left, tracesText)
}

async function revoke(terminal: Terminal, id: string, options: RevokeOptions): Promise<void> {
  const path = `/keys/${encodeURIComponent(id)}?undo=${options.undo}`
  const revoked = await withOwner(terminal, options, async (owner) => {
    const key = await owner.request<RevokedKeyView>('DELETE', path)
    // The key is revoked by now, whatever becomes of the rest.
    return { ...key, undo: key.undo && (await followed(owner, key.undo)) }
  })
  print(terminal, options.json, revoked, ({ undo, ...key }) =>
    [keyText(key), ...(undo ? ['', undoText(undo)] : [])].join('\n'),
  )
}
