// `latchkey key`: make, list, show and revoke the keys that clients use in place of the hub's own.
import { PERMISSIONS } from '@latchkey/catalogue'
import type { KeyView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import type { OwnerClient } from '../owner-client.ts'
import { columns, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface CreateOptions extends DataOptions {
  readonly hub: string
  readonly name: string
  readonly permission: readonly string[]
  readonly expires?: string
}

/** Adds the command to the program. */
export function keyCommand(program: Command, terminal: Terminal): void {
  const key = program.command('key').description('keys for apps, scripts and agents')
  withData(key.command('create'))
    .description('make a key; it is shown once')
    .requiredOption('--hub <hub>', 'name or id of the Homey that it is for')
    .requiredOption('--name <name>', 'who will use it')
    .requiredOption(
      '--permission <words...>',
      'permissions, presets or scopes of Athom; see: latchkey permissions',
    )
    .option('--expires <life>', 'how long it lives: 90m, 12h, 30d, 8w (default: until revoked)')
    .action((options: CreateOptions) => create(terminal, options))
  withData(key.command('list'))
    .description('list all keys')
    .action((options: DataOptions) => list(terminal, options))
  withData(key.command('show'))
    .description('show what a key may do')
    .argument('<id>', 'id of the key')
    .action((id: string, options: DataOptions) => show(terminal, id, options, 'GET'))
  withData(key.command('revoke'))
    .description('revoke a key; its next request fails')
    .argument('<id>', 'id of the key')
    .action((id: string, options: DataOptions) => show(terminal, id, options, 'DELETE'))
  withData(key.command('resume'))
    .description('let a key count again that was suspended by a restore')
    .argument('[id]', 'id of the key')
    .option('--all', 'all suspended keys')
    .action((id: string | undefined, options: ResumeOptions) => resume(terminal, id, options))
}

interface ResumeOptions extends DataOptions {
  readonly all?: boolean
}

async function create(terminal: Terminal, options: CreateOptions): Promise<void> {
  const { hub, name, expires } = options
  const permissions = options.permission.flatMap((word) => word.split(/[\s,]+/)).filter(Boolean)
  const body = { hub, name, permissions, ...(expires === undefined ? {} : { expires }) }
  const made = await withOwner(terminal, options, (owner) =>
    owner.request<KeyView & { key: string; absent: readonly string[] }>('POST', '/keys', body),
  )
  if (made.absent.length > 0) {
    terminal.stderr.write(
      `Not on this Homey, so it opens nothing here: ${made.absent.join(', ')}\n`,
    )
  }
  if (options.json) return print(terminal, true, { id: made.id, key: made.key }, String)
  print(terminal, false, made, (key) =>
    [
      `Made a key for ${key.name} on ${key.hub}. It is shown only now:`,
      '',
      `  ${key.key}`,
      '',
      text(key),
    ].join('\n'),
  )
}

async function list(terminal: Terminal, options: DataOptions): Promise<void> {
  const keys = await withOwner(terminal, options, (owner) =>
    owner.request<readonly KeyView[]>('GET', '/keys'),
  )
  print(terminal, options.json, keys, (all) =>
    all.length === 0
      ? 'There is no key yet. Make one: latchkey key create --hub … --name … --permission …'
      : columns([
          ['ID', 'NAME', 'HUB', 'STATE', 'DANGER', 'PERMISSIONS'],
          ...all.map((key) => [
            key.id,
            key.name,
            key.hub,
            key.state,
            key.danger,
            key.permissions.length > 4
              ? `${key.permissions.length} permissions`
              : key.permissions.join(' '),
          ]),
        ]),
  )
}

async function show(
  terminal: Terminal,
  id: string,
  options: DataOptions,
  method: 'GET' | 'DELETE',
): Promise<void> {
  const key = await withOwner(terminal, options, (owner) =>
    owner.request<KeyView>(method, `/keys/${encodeURIComponent(id)}`),
  )
  print(terminal, options.json, key, text)
}

async function resume(
  terminal: Terminal,
  id: string | undefined,
  options: ResumeOptions,
): Promise<void> {
  if ((id === undefined) !== (options.all === true)) {
    throw new CommandError(EXIT.usage, 'invalid_request', 'Name a key, or say --all.')
  }
  const resumed = await withOwner(terminal, options, async (owner) => {
    const ids = id === undefined ? await suspendedIds(owner) : [id]
    const keys: KeyView[] = []
    for (const one of ids) {
      keys.push(await owner.request<KeyView>('POST', `/keys/${encodeURIComponent(one)}/resume`))
    }
    return keys
  })
  print(terminal, options.json, resumed, (keys) =>
    keys.length === 0
      ? 'No key is suspended.'
      : columns([['ID', 'NAME', 'STATE'], ...keys.map((one) => [one.id, one.name, one.state])]),
  )
}

async function suspendedIds(owner: OwnerClient): Promise<readonly string[]> {
  const keys = await owner.request<readonly KeyView[]>('GET', '/keys')
  return keys.filter((one) => one.state === 'suspended').map((one) => one.id)
}

function text(key: KeyView): string {
  const rows = columns([
    ['id', key.id],
    ['name', key.name],
    ['hub', key.hub],
    ['state', key.revoked === null ? key.state : `revoked at ${key.revoked}`],
    ['expires', key.expires ?? 'never'],
    ['danger', key.danger],
    ...key.permissions.map((permission, at) => [
      at === 0 ? 'permissions' : '',
      permission,
      PERMISSIONS.get(permission)?.label ?? '',
    ]),
  ])
  return [rows, ...warnings(key)].join('\n')
}

/** What an owner must know of a key that can become full control, in the words of the consent. */
function warnings(key: KeyView): string[] {
  const full = key.permissions.flatMap((name) => {
    const row = PERMISSIONS.get(name)
    return row?.danger === 'full' ? [`  ${name}: ${row.escalates ?? row.risk}`] : []
  })
  if (full.length === 0) return []
  return ['', `WARNING: whoever has this key can control everything on ${key.hub}, by`, ...full]
}
