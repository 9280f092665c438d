// `latchkey key edit`: what a key may do, what it is limited to, its name and its life, afterwards. What is
// not said stays.
import type { ChangedKeyView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { print, type Terminal } from '../terminal.ts'
import { LIFTABLE, type LimitOptions, lifted, limitsOf, withLimits } from './key-limits.ts'
import {
  LIFTABLE_RESTRICTIONS,
  liftedRestrictions,
  type RestrictionOptions,
  restrictionsOf,
  withRestrictions,
} from './key-restrictions.ts'
import { collected, keyText, told, wordsOf } from './key-text.ts'
import { undoOption } from './key-traces.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface EditOptions extends DataOptions, LimitOptions, RestrictionOptions {
  readonly name?: string
  readonly permission?: readonly string[]
  readonly addPermission?: readonly string[]
  readonly dropPermission?: readonly string[]
  readonly expires?: string
  readonly undo?: string
  readonly lift?: readonly string[]
  /** False for `--no-limits`. */
  readonly limits: boolean
  /** False for `--no-restrictions`. */
  readonly restrictions: boolean
}

/** Adds the command. */
export function keyEditCommand(key: Command, terminal: Terminal): void {
  const command = withData(key.command('edit'))
    .description('change a key; its next request is judged by what it is then')
    .argument('<id>', 'id of the key')
    .option('--name <name>', 'who uses it')
    .option('--permission <words...>', 'its permissions, in place of all that it has')
    .option('--add-permission <words...>', 'permissions besides those that it has')
    .option('--drop-permission <words...>', 'permissions that it has no longer')
    .option('--expires <life>', 'how long it lives from now: 12h, 30d; never: until revoked')
    .addOption(undoOption('--undo <how>', 'what becomes of what it left when it expires'))
    .option(
      '--lift <limit>',
      `take one limit or restriction away: ${[...LIFTABLE, ...LIFTABLE_RESTRICTIONS].join(', ')}`,
      collected,
    )
    .option('--no-limits', 'take all its limits away')
    .option('--no-restrictions', 'take all its restrictions away')
  withRestrictions(withLimits(command)).action((id: string, options: EditOptions) =>
    edit(terminal, id, options),
  )
}

async function edit(terminal: Terminal, id: string, options: EditOptions): Promise<void> {
  const body = bodyOf(options)
  if (Object.keys(body).length === 0) {
    throw new CommandError(
      EXIT.usage,
      'invalid_request',
      'Say what is to change: --name, --zone, …',
    )
  }
  const changed = await withOwner(terminal, options, (owner) =>
    owner.request<ChangedKeyView>('PUT', `/keys/${encodeURIComponent(id)}`, body),
  )
  told(terminal, changed)
  print(terminal, options.json, changed, keyText)
}

function bodyOf(options: EditOptions): Readonly<Record<string, unknown>> {
  const { name, permission, addPermission, dropPermission, expires, undo } = options
  const limits = changeOf(options)
  const restrictions = restrictionChangeOf(options)
  return {
    ...(name !== undefined && { name }),
    ...(permission && { permissions: wordsOf(permission) }),
    ...(addPermission && { addPermissions: wordsOf(addPermission) }),
    ...(dropPermission && { dropPermissions: wordsOf(dropPermission) }),
    ...(expires !== undefined && { expires: expires === 'never' ? null : expires }),
    ...(undo !== undefined && { onEnd: undo }),
    ...(limits !== undefined && { limits }),
    ...(restrictions !== undefined && { restrictions }),
  }
}

function changeOf(options: EditOptions): object | null | undefined {
  const given = limitsOf(options)
  const gone = lifted(liftedRestrictions(options.lift ?? []).others)
  if (options.limits)
    return given || gone ? { ...gone, ...given, ...exceptOf(gone, given) } : undefined
  if (!given && !gone) return null
  throw new CommandError(
    EXIT.usage,
    'invalid_request',
    '--no-limits takes all limits away. To set some and take others away, use --lift.',
  )
}

function restrictionChangeOf(options: EditOptions): object | null | undefined {
  const given = restrictionsOf(options)
  const { gone } = liftedRestrictions(options.lift ?? [])
  if (options.restrictions) return given || gone ? { ...gone, ...given } : undefined
  if (!given && !gone) return null
  throw new CommandError(
    EXIT.usage,
    'invalid_request',
    '--no-restrictions takes all restrictions away. To set some and take others away, use --lift.',
  )
}

type Given = Readonly<Record<string, unknown>> | undefined

// Rooms and devices that are excepted are one member, and may be set and lifted apart.
function exceptOf(gone: Given, given: Given): object {
  const both = [gone?.['except'], given?.['except']].filter((one) => typeof one === 'object')
  return both.length < 2 ? {} : { except: Object.assign({}, ...both) }
}
