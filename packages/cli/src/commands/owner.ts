// `latchkey owner`: who owns what here, and a way in for a new owner or one who lost it.
import type { OwnerView } from '@latchkey/gateway'
import type { Command } from 'commander'
import { columns, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface LinkOptions extends DataOptions {
  readonly owner?: string
}

/** Adds the command to the program. */
export function ownerCommand(program: Command, terminal: Terminal): void {
  const owner = program.command('owner').description('the owners of this Latchkey')
  withData(owner.command('list'))
    .description('list all owners')
    .action((options: DataOptions) => list(terminal, options))
  withData(owner.command('link'))
    .description('make a setup link: it works once, for 30 minutes')
    .option('--owner <name>', 'let this owner back in, in place of a new one')
    .action((options: LinkOptions) => link(terminal, options))
}

async function list(terminal: Terminal, options: DataOptions): Promise<void> {
  const owners = await withOwner(terminal, options, (api) =>
    api.request<readonly OwnerView[]>('GET', '/owners'),
  )
  print(terminal, options.json, owners, (all) =>
    all.length === 0
      ? 'There is no owner yet. Open the setup link that "latchkey start" prints.'
      : columns([
          ['ID', 'NAME', 'SINCE'],
          ...all.map(({ id, name, created }) => [id, name, created]),
        ]),
  )
}

async function link(terminal: Terminal, options: LinkOptions): Promise<void> {
  const body = options.owner === undefined ? {} : { owner: options.owner }
  const made = await withOwner(terminal, options, (api) =>
    api.request<{ url: string; expires: string }>('POST', '/owners/link', body),
  )
  print(
    terminal,
    options.json,
    made,
    ({ url, expires }) => `Open this once, before ${expires}:\n\n  ${url}`,
  )
}
