// `latchkey key`: make, change, list, show and revoke the keys that clients use in place of the hub's own.
import type { KeyView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import type { OwnerClient } from '../owner-client.ts'
import { columns, print, type Terminal } from '../terminal.ts'
import { keyCanCommand } from './key-can.ts'
import { keyCreateCommand } from './key-create.ts'
import { keyEditCommand } from './key-edit.ts'
import { keyLearnCommand } from './key-learn.ts'
import { keyNarrowCommand } from './key-narrow.ts'
import { keyShowCommand } from './key-show.ts'
import { keyTracesCommands } from './key-traces.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

/** Adds the command to the program. */
export function keyCommand(program: Command, terminal: Terminal): void {
  const key = program.command('key').description('keys for apps, scripts and agents')
  keyCreateCommand(key, terminal)
  keyEditCommand(key, terminal)
  keyCanCommand(key, terminal)
  keyLearnCommand(key, terminal)
  keyNarrowCommand(key, terminal)
  withData(key.command('list'))
    .description('list all keys')
    .action((options: DataOptions) => list(terminal, options))
  keyShowCommand(key, terminal)
  keyTracesCommands(key, terminal)
  withData(key.command('resume'))
    .description('let a key count again that was suspended by a restore')
    .argument('[id]', 'id of the key')
    .option('--all', 'all suspended keys')
    .action((id: string | undefined, options: ResumeOptions) => resume(terminal, id, options))
}

interface ResumeOptions extends DataOptions {
  readonly all?: boolean
}

async function list(terminal: Terminal, options: DataOptions): Promise<void> {
  const keys = await withOwner(terminal, options, (owner) =>
    owner.request<readonly KeyView[]>('GET', '/keys'),
  )
  print(terminal, options.json, keys, (all) =>
    all.length === 0
      ? 'There is no key yet. Make one: latchkey key create --hub … --name … --permission …'
      : columns([
          ['ID', 'NAME', 'HUB', 'STATE', 'DANGER', 'LIMITS', 'PERMISSIONS'],
          ...all.map((key) => [
            key.id,
            key.name,
            key.hub,
            key.state,
            key.danger,
            key.limits === null ? 'none' : Object.keys(key.limits).join(' '),
            key.permissions.length > 4
              ? `${key.permissions.length} permissions`
              : key.permissions.join(' '),
          ]),
        ]),
  )
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
