// `latchkey hub`: add, list and remove the Homeys that Latchkey holds a key for.
import { confirm, isCancel } from '@clack/prompts'
import type { HubView, KeyView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { readSecret, type SecretOptions } from '../secret.ts'
import { columns, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface AddOptions extends DataOptions, SecretOptions {
  readonly name: string
  readonly address: string
}

/** Adds the command to the program. */
export function hubCommand(program: Command, terminal: Terminal): void {
  const hub = program.command('hub').description('the Homeys that Latchkey holds a key for')
  withData(hub.command('add'))
    .description('add a Homey by its address and an API key made at my.homey.app')
    .requiredOption('--name <name>', 'what you call it')
    .requiredOption('--address <address>', 'its address, such as http://192.168.1.20')
    .option('--key <->', 'read the key from standard input')
    .option('--key-env <variable>', 'read the key from this variable')
    .action((options: AddOptions) => add(terminal, options))
  withData(hub.command('list'))
    .description('list the Homeys')
    .action((options: DataOptions) => list(terminal, options))
  withData(hub.command('remove'))
    .description('forget a Homey and its key, and revoke all keys on it')
    .argument('<hub>', 'its name or id')
    .action((word: string, options: DataOptions) => remove(terminal, word, options))
}

async function add(terminal: Terminal, options: AddOptions): Promise<void> {
  const { name, address } = options
  const key = await readSecret(terminal, options, `API key of ${name}`)
  const added = await withOwner(terminal, options, (owner) =>
    owner.request<HubView>('POST', '/hubs', { name, address, key }),
  )
  print(terminal, options.json, added, (hub) =>
    [
      `Added ${hub.name} (${hub.id}). Its key is sealed in the data directory.`,
      `Next: latchkey key create --hub "${hub.name}" --name "My app" --permission device:read`,
    ].join('\n'),
  )
}

async function list(terminal: Terminal, options: DataOptions): Promise<void> {
  const hubs = await withOwner(terminal, options, (owner) =>
    owner.request<readonly HubView[]>('GET', '/hubs'),
  )
  print(terminal, options.json, hubs, (all) =>
    all.length === 0
      ? 'There is no hub yet. Add one: latchkey hub add --name Home --address http://…'
      : columns([
          ['NAME', 'ID', 'GENERATION', 'ADDRESS'],
          ...all.map((hub) => [hub.name, hub.id, hub.generation, hub.address]),
        ]),
  )
}

async function remove(terminal: Terminal, word: string, options: DataOptions): Promise<void> {
  const removed = await withOwner(terminal, options, async (owner) => {
    const hubs = await owner.request<readonly HubView[]>('GET', '/hubs')
    const hub = hubs.find((one) => one.name === word || one.id === word)
    if (hub && terminal.stdin.isTTY && terminal.stdout.isTTY) {
      const keys = await owner.request<readonly KeyView[]>('GET', '/keys')
      const live = keys.filter((key) => key.hub === hub.name && key.state === 'live').length
      if (live > 0) await ask(`This revokes ${live} keys on ${hub.name} for good. Go on?`)
    }
    return owner.request<{ id: string; revokedKeys: number }>(
      'DELETE',
      `/hubs/${encodeURIComponent(word)}`,
    )
  })
  print(
    terminal,
    options.json,
    removed,
    (one) =>
      `Removed ${word}, and revoked ${one.revokedKeys} keys. Its own API key still exists on the Homey.`,
  )
}

async function ask(message: string): Promise<void> {
  const answer = await confirm({ message, initialValue: false })
  if (isCancel(answer) || !answer) {
    throw new CommandError(EXIT.error, 'cancelled', 'Nothing was done.')
  }
}
