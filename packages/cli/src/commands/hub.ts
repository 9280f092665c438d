// `latchkey hub`: add, list, rotate and remove the Homeys that Latchkey holds a credential for.
import { confirm, isCancel } from '@clack/prompts'
import { GENERATIONS } from '@latchkey/catalogue'
import type { AddedHubView, HubView, KeyView, RemovedHub } from '@latchkey/gateway'
import { cliDirectory, ladderInWords } from '@latchkey/homey'
import { type Command, Option } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import type { OwnerClient } from '../owner-client.ts'
import { readSecret, type SecretOptions } from '../secret.ts'
import { type SignInOptions, signedIn } from '../sign-in.ts'
import { columns, print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'
import { port } from './virtual-homey.ts'

interface LoginOptions {
  readonly account?: boolean
  readonly homeyCli?: boolean
}

interface AddOptions extends DataOptions, SecretOptions, LoginOptions, SignInOptions {
  readonly name: string
  readonly address?: string
  readonly hub?: string
  readonly scopes?: readonly string[]
  readonly generation?: string
}

interface OneHubOptions extends DataOptions, LoginOptions {}

/** Where the browser comes back to, unless another port is registered with the client. */
const REDIRECT_PORT = 8421

/** Adds the command to the program. */
export function hubCommand(program: Command, terminal: Terminal): void {
  const hub = program.command('hub').description('the Homeys that Latchkey holds a credential for')
  addCommand(hub, terminal)
  withData(hub.command('list'))
    .description('list the Homeys')
    .action((options: DataOptions) => list(terminal, options))
  withLogin(withData(hub.command('rotate')))
    .description('replace the key that Latchkey made for a Homey by a new one')
    .argument('<hub>', 'its name or id')
    .action((word: string, options: OneHubOptions) => rotate(terminal, word, options))
  withLogin(withData(hub.command('remove')))
    .description('forget a Homey, revoke all keys on it, and delete the key that Latchkey made')
    .argument('<hub>', 'its name or id')
    .action((word: string, options: OneHubOptions) => remove(terminal, word, options))
}

function addCommand(hub: Command, terminal: Terminal): void {
  withLogin(withData(hub.command('add')))
    .description('add a Homey: by address and API key, by --homey-cli or by --account')
    .requiredOption('--name <name>', 'what you call it')
    .option('--address <address>', 'its address, such as http://192.168.1.20')
    .option('--key <->', 'read the key from standard input')
    .option('--key-env <variable>', 'read the key from this variable')
    .option('--client-id <id>', 'the client that you registered at Athom, entered once')
    .option('--client-secret-env <variable>', 'read the secret of the client from this variable')
    .option('--redirect-port <port>', 'the port of its callback', port, REDIRECT_PORT)
    .option('--hub <hub>', 'which Homey of the account, by name or id')
    .option('--scopes <scope...>', 'what the key that is made may do; everything if not said')
    .addOption(
      new Option('--generation <generation>', 'with --homey-cli and --address only').choices(
        GENERATIONS,
      ),
    )
    .action((options: AddOptions) => add(terminal, options))
}

function withLogin(command: Command): Command {
  return command
    .option('--account', 'through a client that you registered at Athom')
    .option('--homey-cli', "through the Homey CLI's login on this machine")
}

const usage = (message: string): CommandError =>
  new CommandError(EXIT.usage, 'invalid_request', message)

async function add(terminal: Terminal, options: AddOptions): Promise<void> {
  const body = await wantedHub(terminal, options)
  const added = await withOwner(terminal, options, async (owner) => {
    const account = options.account ? (await signedIn(terminal, options, owner)).id : undefined
    return owner.request<AddedHubView>('POST', '/hubs', { ...body, ...(account && { account }) })
  })
  print(terminal, options.json, added, (hub) =>
    [
      `Added ${hub.name} (${hub.id}). Its ${SEALED[hub.credential]} is sealed in the data directory.`,
      ...(hub.notes ?? []),
      `Next: latchkey key create --hub "${hub.name}" --name "My app" --permission device:read`,
    ].join('\n'),
  )
}

const SEALED: Readonly<Record<HubView['credential'], string>> = {
  'local-key': 'key',
  'homey-cli': 'session',
  'athom-client': 'login',
}

async function wantedHub(terminal: Terminal, options: AddOptions): Promise<object> {
  const { name, address, hub, scopes, generation, account, homeyCli, key, keyEnv } = options
  if (account && homeyCli) throw usage('Use --account or --homey-cli, not both.')
  if (!account && !homeyCli) {
    if (address === undefined) {
      throw usage(`Give --address, --homey-cli or --account.\n${ladderInWords()}`)
    }
    return { name, address, key: await keyOrLadder(terminal, options) }
  }
  if (key !== undefined || keyEnv !== undefined) {
    throw usage('A key goes with --address alone; --account and --homey-cli need none.')
  }
  return {
    ...{ name, ...(hub && { hub }), ...(scopes && { scopes: scopes.flatMap(commas) }) },
    ...(address && { address }),
    ...(generation && { generation }),
    ...(homeyCli && { homeyCli: cliDirectory(terminal.environment) }),
  }
}

async function keyOrLadder(terminal: Terminal, options: AddOptions): Promise<string> {
  try {
    return await readSecret(terminal, options, `API key of ${options.name}`)
  } catch (error) {
    const asked = options.key !== undefined || options.keyEnv !== undefined
    if (asked || !(error instanceof CommandError) || error.exit !== EXIT.usage) throw error
    throw usage(`${error.message}\n${ladderInWords()}`)
  }
}

function commas(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

async function list(terminal: Terminal, options: DataOptions): Promise<void> {
  const hubs = await withOwner(terminal, options, (owner) =>
    owner.request<readonly HubView[]>('GET', '/hubs'),
  )
  print(terminal, options.json, hubs, (all) =>
    all.length === 0
      ? 'There is no hub yet. Add one: latchkey hub add --name Home --address http://…'
      : columns([
          ['NAME', 'ID', 'GENERATION', 'OPENED BY', 'ADDRESS'],
          ...all.map((hub) => [hub.name, hub.id, hub.generation, hub.credential, hub.address]),
        ]),
  )
}

async function rotate(terminal: Terminal, word: string, options: OneHubOptions): Promise<void> {
  const path = `/hubs/${encodeURIComponent(word)}/rotate`
  const rotated = await withOwner(terminal, options, async (owner) =>
    owner.request<AddedHubView>('POST', path, await loginFor(terminal, word, options, owner)),
  )
  print(terminal, options.json, rotated, (hub) => (hub.notes ?? []).join('\n'))
}

async function remove(terminal: Terminal, word: string, options: OneHubOptions): Promise<void> {
  const removed = await withOwner(terminal, options, async (owner) => {
    const hubs = await owner.request<readonly HubView[]>('GET', '/hubs')
    const hub = hubs.find((one) => one.name === word || one.id === word)
    if (hub && terminal.stdin.isTTY && terminal.stdout.isTTY) {
      const keys = await owner.request<readonly KeyView[]>('GET', '/keys')
      const live = keys.filter((key) => key.hub === hub.name && key.state === 'live').length
      if (live > 0) await ask(`This revokes ${live} keys on ${hub.name} for good. Go on?`)
    }
    const query = new URLSearchParams(await loginFor(terminal, word, options, owner))
    const path = `/hubs/${encodeURIComponent(word)}`
    return owner.request<RemovedHub>('DELETE', query.size === 0 ? path : `${path}?${query}`)
  })
  print(terminal, options.json, removed, (one) =>
    `Removed ${word}, and revoked ${one.revokedKeys} keys. ${keyFate(one)}`.trim(),
  )
}

// A minted key is replaced and deleted through the login that it came from: the account is known to the
// gateway; that of the CLI is where this command finds it.
async function loginFor(
  terminal: Terminal,
  word: string,
  { account, homeyCli }: LoginOptions,
  owner: OwnerClient,
): Promise<Record<string, string>> {
  if (account) return {}
  const hubs = await owner.request<readonly HubView[]>('GET', '/hubs')
  const hub = hubs.find((one) => one.name === word || one.id === word)
  const byCli = homeyCli || (hub?.minted === true && hub.account === null)
  return byCli ? { homeyCli: cliDirectory(terminal.environment) } : {}
}

function keyFate({ keyDeleted, keyProblem }: RemovedHub): string {
  if (keyDeleted) return 'The key that Latchkey made is deleted at the Homey.'
  if (keyProblem === undefined) return 'Its own API key still exists on the Homey, if it had one.'
  return `The key that Latchkey made could NOT be deleted at the Homey: ${keyProblem} Delete it at my.homey.app under Settings, API Keys.`
}

async function ask(message: string): Promise<void> {
  const answer = await confirm({ message, initialValue: false })
  if (isCancel(answer) || !answer) {
    throw new CommandError(EXIT.error, 'cancelled', 'Nothing was done.')
  }
}
