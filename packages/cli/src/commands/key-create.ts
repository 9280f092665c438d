// `latchkey key create`: a new key, with what it may do and what it is limited to.
import type { MadeKeyView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { print, type Terminal } from '../terminal.ts'
import { type LimitOptions, limitsOf, withLimits } from './key-limits.ts'
import { type RestrictionOptions, restrictionsOf, withRestrictions } from './key-restrictions.ts'
import { keyText, told, wordsOf } from './key-text.ts'
import { undoOption } from './key-traces.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface CreateOptions extends DataOptions, LimitOptions, RestrictionOptions {
  readonly hub: string
  readonly name: string
  readonly permission: readonly string[]
  readonly expires?: string
  readonly undo?: string
}

/** Adds the command. */
export function keyCreateCommand(key: Command, terminal: Terminal): void {
  const command = withData(key.command('create'))
    .description('make a key; it is shown once')
    .requiredOption('--hub <hub>', 'name or id of the Homey that it is for')
    .requiredOption('--name <name>', 'who will use it')
    .requiredOption(
      '--permission <words...>',
      'permissions, presets or scopes of Athom; see: latchkey permissions',
    )
    .option('--expires <life>', 'how long it lives: 90m, 12h, 30d, 8w (default: until revoked)')
    .addOption(undoOption('--undo <how>', 'what becomes of what it left when it expires'))
  withRestrictions(withLimits(command)).action((options: CreateOptions) =>
    create(terminal, options),
  )
}

async function create(terminal: Terminal, options: CreateOptions): Promise<void> {
  const { hub, name, expires, undo } = options
  const limits = limitsOf(options)
  const restrictions = restrictionsOf(options)
  const body = {
    ...{ hub, name, permissions: wordsOf(options.permission) },
    ...(expires !== undefined && { expires }),
    ...(undo !== undefined && { onEnd: undo }),
    ...(limits && { limits }),
    ...(restrictions && { restrictions }),
  }
  const made = await withOwner(terminal, options, (owner) =>
    owner.request<MadeKeyView>('POST', '/keys', body),
  )
  told(terminal, made)
  if (options.json) return print(terminal, true, { id: made.id, key: made.key }, String)
  print(terminal, false, made, (key) =>
    [
      `Made a key for ${key.name} on ${key.hub}. It is shown only now:`,
      '',
      `  ${key.key}`,
      '',
      keyText(key),
    ].join('\n'),
  )
}
