// `latchkey directory`: signed lists of what somebody thinks of clients: believing those of others, and publishing
// what was reviewed here. The private key of a directory never leaves this process.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type DirectoryDraft,
  type DirectoryFile,
  DirectoryRefused,
  type DirectoryView,
  newDirectoryKey,
  privateKeyIn,
  publicHalf,
  readDirectory,
  signDirectory,
  type UpdatedDirectoryView,
} from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { columns, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface PublishOptions extends DataOptions {
  readonly out: string
  readonly key: string
  readonly name?: string
  readonly days: string
}

interface SubscribeOptions extends DataOptions {
  readonly key: string
}

const DAY = 86_400_000
const isAddress = (source: string): boolean => /^https?:\/\//i.test(source)

/** Adds the command to the program. */
export function directoryCommand(program: Command, terminal: Terminal): void {
  const directory = program
    .command('directory')
    .description('signed lists of what somebody thinks of apps')
  withData(directory.command('publish'))
    .description('sign what was reviewed and suspended here, for others to believe')
    .requiredOption(
      '--out <file>',
      'where it is written; one that is there is replaced by the next version',
    )
    .requiredOption('--key <file>', 'private key of Ed25519 in PEM; it is made if it is not there')
    .option('--name <name>', 'what it is called; needed for the first version')
    .option('--days <n>', 'for how long it vouches', '90')
    .action((options: PublishOptions) => publish(terminal, options))
  withData(directory.command('subscribe'))
    .description('believe a directory from now on')
    .argument('<source>', 'an address that begins with https://, or a file')
    .requiredOption(
      '--key <public>',
      'the key that it is signed with, as its publisher gave it to you',
    )
    .action((source: string, options: SubscribeOptions) => subscribe(terminal, source, options))
  withData(directory.command('list'))
    .description('list the directories that are believed here')
    .action((options: DataOptions) => list(terminal, options))
  withData(directory.command('update'))
    .description('take a newer copy of a directory')
    .argument('<name>', 'name of the directory')
    .action((name: string, options: DataOptions) => update(terminal, name, options))
  withData(directory.command('remove'))
    .description('believe a directory no more; what it alone suspended counts again')
    .argument('<name>', 'name of the directory')
    .action((name: string, options: DataOptions) => remove(terminal, name, options))
}

async function publish(terminal: Terminal, options: PublishOptions): Promise<void> {
  const days = Number(options.days)
  if (!Number.isInteger(days) || days < 1 || days > 3_650) {
    throw new CommandError(
      EXIT.usage,
      'invalid_request',
      '--days is a whole number, from 1 to 3650.',
    )
  }
  const key = keyAt(options.key)
  const before = await earlier(options.out, publicHalf(key))
  const name = options.name ?? before?.name
  if (name === undefined) {
    throw new CommandError(EXIT.usage, 'invalid_request', 'Say what it is called: --name NAME')
  }
  const draft = await withOwner(terminal, options, (owner) =>
    owner.request<DirectoryDraft>('GET', '/directory'),
  )
  const now = Date.now()
  const file: DirectoryFile = {
    ...{ type: 'latchkey-directory', name, ...draft },
    version: Math.max((before?.version ?? 0) + 1, Math.floor(now / 1_000)),
    ...{ issued: new Date(now).toISOString(), expires: new Date(now + days * DAY).toISOString() },
  }
  writeFileSync(options.out, await signDirectory(file, key))
  const { version, expires, clients, suspended } = file
  const told = { name, version, expires, key: publicHalf(key), file: options.out }
  print(
    terminal,
    options.json,
    { ...told, clients: clients.length, suspended: suspended.length },
    (one) =>
      [
        `${one.file}: "${name}", version ${version}, with ${one.clients} reviewed and ${one.suspended} suspended.`,
        `It vouches until ${expires}.`,
        `Give this key to whoever is to believe it, another way than the file: ${one.key}`,
      ].join('\n'),
  )
}

function keyAt(path: string) {
  if (!existsSync(path)) writeFileSync(path, newDirectoryKey(), { mode: 0o600, flag: 'wx' })
  return told(() => privateKeyIn(readFileSync(path, 'utf8')))
}

/** The version that is there already, if it is ours. */
async function earlier(out: string, publicKey: string): Promise<DirectoryFile | undefined> {
  if (!existsSync(out)) return undefined
  try {
    return await readDirectory(readFileSync(out, 'utf8'), publicKey)
  } catch (error) {
    if (!(error instanceof DirectoryRefused)) throw error
    const message = `${out} is there, and is no directory that was signed with this key. Choose another --out.`
    throw new CommandError(EXIT.usage, 'directory_refused', message)
  }
}

function told<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof DirectoryRefused)) throw error
    throw new CommandError(EXIT.usage, 'directory_refused', error.message)
  }
}

/** What stands in a file, for a source that is one. */
function textOf(source: string): { readonly source: string; readonly text?: string } {
  if (isAddress(source)) return { source }
  try {
    return { source: resolve(source), text: readFileSync(source, 'utf8') }
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException
    throw new CommandError(EXIT.usage, 'file_unreadable', `${source} cannot be read (${code}).`)
  }
}

async function subscribe(
  terminal: Terminal,
  source: string,
  options: SubscribeOptions,
): Promise<void> {
  const body = { ...textOf(source), key: options.key }
  const made = await withOwner(terminal, options, (owner) =>
    owner.request<DirectoryView>('POST', '/directories', body),
  )
  print(terminal, options.json, made, ({ id, clients, suspended, expires }) =>
    [
      `"${id}" is believed here: it vouches for ${clients} apps until ${expires}, and suspends ${suspended}.`,
      ...(isAddress(source) ? [] : [`For a newer copy: latchkey directory update "${id}"`]),
    ].join('\n'),
  )
}

async function list(terminal: Terminal, options: DataOptions): Promise<void> {
  const all = await withOwner(terminal, options, (owner) =>
    owner.request<readonly DirectoryView[]>('GET', '/directories'),
  )
  print(terminal, options.json, all, (some) =>
    some.length === 0
      ? 'No directory is believed here: latchkey directory subscribe URL|FILE --key PUBLIC'
      : columns([
          ['NAME', 'VERSION', 'VOUCHES FOR', 'SUSPENDS', 'UNTIL', 'FROM', 'PROBLEM'],
          ...some.map((one) => [
            ...[one.id, String(one.version), String(one.clients), String(one.suspended)],
            ...[one.expired ? `expired ${one.expires}` : one.expires, one.source],
            one.problem ?? '',
          ]),
        ]),
  )
}

async function update(terminal: Terminal, name: string, options: DataOptions): Promise<void> {
  const path = `/directories/${encodeURIComponent(name)}/update`
  const updated = await withOwner(terminal, options, async (owner) => {
    const all = await owner.request<readonly DirectoryView[]>('GET', '/directories')
    const source = all.find(({ id }) => id === name)?.source
    const { text } = source === undefined ? { text: undefined } : textOf(source)
    return owner.request<UpdatedDirectoryView>('POST', path, text === undefined ? {} : { text })
  })
  print(terminal, options.json, updated, ({ changed, version, expires }) =>
    changed
      ? `Version ${version} counts now; it vouches until ${expires}.`
      : `Nothing is newer than version ${version}.`,
  )
}

async function remove(terminal: Terminal, name: string, options: DataOptions): Promise<void> {
  const removed = await withOwner(terminal, options, (owner) =>
    owner.request<{ readonly id: string }>('DELETE', `/directories/${encodeURIComponent(name)}`),
  )
  print(terminal, options.json, removed, ({ id }) => `"${id}" is not believed any more.`)
}
