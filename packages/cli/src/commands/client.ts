// `latchkey client`: the apps that ask for access by OAuth and cannot register themselves.
import type { AddedClientView, ClientView, RemovedClientView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { columns, print, type Terminal } from '../terminal.ts'
import { clientCheckCommand } from './client-check.ts'
import { clientReviewCommands } from './client-review.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface AddOptions extends DataOptions {
  readonly name: string
  readonly redirect?: readonly string[]
  readonly confidential?: boolean
  readonly device?: boolean
  readonly athomCompatible?: boolean
  readonly scopes?: readonly string[]
}

/** Adds the command to the program. */
export function clientCommand(
  program: Command,
  terminal: Terminal,
  setExit: (code: number) => void,
): void {
  const client = program.command('client').description('apps that ask for access by OAuth')
  withData(client.command('add'))
    .description('add an app by hand; its secret is shown once')
    .requiredOption('--name <name>', 'what you call it')
    .option('--redirect <addresses...>', 'where your browser goes back to')
    .option('--confidential', 'it runs on a server, and keeps a secret')
    .option('--device', 'it may show a code that you type at /device')
    .option('--athom-compatible', "it was written for Athom's cloud: has a secret, and no PKCE")
    .option('--scopes <words...>', 'what such an app asks for if it does not say')
    .action((options: AddOptions) => add(terminal, options))
  withData(client.command('list'))
    .description('list all clients')
    .action((options: DataOptions) => list(terminal, options))
  withData(client.command('remove'))
    .description('remove a client; what was granted to it ends at once')
    .argument('<id>', 'id of the client')
    .action((id: string, options: DataOptions) => remove(terminal, id, options))
  clientCheckCommand(client, terminal, setExit)
  clientReviewCommands(client, terminal)
}

async function add(terminal: Terminal, options: AddOptions): Promise<void> {
  const { name, redirect = [], device = false, athomCompatible = false, scopes = [] } = options
  // A client without PKCE has a secret or is none.
  const confidential = athomCompatible || (options.confidential ?? false)
  const body = { name, redirectUris: redirect, confidential, device, athomCompatible, scopes }
  const added = await withOwner(terminal, options, (owner) =>
    owner.request<AddedClientView>('POST', '/clients', body),
  )
  print(terminal, options.json, added, ({ id, secret }) =>
    [
      `client_id      ${id}`,
      ...(secret === null ? [] : [`client_secret  ${secret}`, '', 'The secret is shown only now.']),
    ].join('\n'),
  )
}

async function list(terminal: Terminal, options: DataOptions): Promise<void> {
  const clients = await withOwner(terminal, options, (owner) =>
    owner.request<readonly ClientView[]>('GET', '/clients'),
  )
  print(terminal, options.json, clients, (all) =>
    all.length === 0
      ? 'There is no client yet. Most register themselves; add one by hand: latchkey client add --name … --redirect …'
      : columns([
          ['ID', 'NAME', 'STATE', 'ADDED', 'BACK TO'],
          ...all.map((one) => [
            one.id,
            one.name,
            one.state,
            one.origin === 'hand' ? 'by hand' : 'by itself',
            one.redirectUris.join(' '),
          ]),
        ]),
  )
}

async function remove(terminal: Terminal, id: string, options: DataOptions): Promise<void> {
  const removed = await withOwner(terminal, options, (owner) =>
    owner.request<RemovedClientView>('DELETE', `/clients/${encodeURIComponent(id)}`),
  )
  print(terminal, options.json, removed, ({ revoked }) =>
    revoked === 0 ? 'Removed.' : `Removed; ${revoked} of what it was granted ended.`,
  )
}
