// `latchkey virtual-homey`: a Homey in software, for trying things out and for testing tools.
import type { AccountFacts } from '@latchkey/virtual-homey'
import { GENERATIONS, type Generation, HOMES } from '@latchkey/virtual-homey/names'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { print, type Terminal } from '../terminal.ts'

interface Options {
  readonly home: string
  readonly generation: Generation
  readonly port: number
  readonly accountPort: number
  readonly latency?: number
  readonly json?: boolean
}

/** Reads a port from the command line; 0 is any free one. */
export function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('It must be a number from 0 to 65535; 0 is any free port.')
  }
  return Number(text)
}

function milliseconds(text: string): number {
  if (!/^\d{1,5}$/.test(text))
    throw new InvalidArgumentError('It must be milliseconds, 0 to 99999.')
  return Number(text)
}

/** Adds the command to the program; it runs until `stop`. */
export function virtualHomeyCommand(program: Command, terminal: Terminal, stop: AbortSignal): void {
  program
    .command('virtual-homey')
    .description('run a Homey in software')
    .addOption(new Option('--home <name>', 'which home').choices(HOMES).default('apartment'))
    .addOption(
      new Option('--generation <generation>', 'which kind of Homey')
        .choices(GENERATIONS)
        .default('pro-2023'),
    )
    .option('--port <port>', 'where to listen; 0 is any free port', port, 0)
    .option('--account-port <port>', "where Athom's cloud listens", port, 0)
    .option('--latency <ms>', 'how long every answer takes', milliseconds)
    .option('--json', 'print one line of JSON when it is ready')
    .action((options: Options) => run(terminal, options, stop))
}

async function run(terminal: Terminal, options: Options, stop: AbortSignal): Promise<void> {
  const { home, generation, latency, accountPort } = options
  // Loaded only here: the gateway's own start is not to wait for it.
  const { startVirtualHomey } = await import('@latchkey/virtual-homey')
  await using homey = await startVirtualHomey({
    home,
    generation,
    port: options.port,
    account: { port: accountPort },
    ...(latency === undefined ? {} : { latency }),
  })
  const { address, id, key } = homey
  const account = homey.account && factsOf(homey.account)
  print(terminal, options.json, { address, id, key, account }, () =>
    [
      `A virtual Homey (${home}, ${generation}) is at ${address}`,
      `  id   ${id}`,
      `  key  ${key ?? 'none: such a Homey has no keys'}`,
      ...(account
        ? [
            `Athom's cloud in software is at ${account.url} (for ATHOM_CLOUD_API_BASEURL)`,
            `  client  ${account.clientId}  ${account.clientSecret}`,
            `  user    ${account.user}  ${account.password}`,
          ]
        : []),
      'It is made up, key and all. Stop it with Ctrl+C; what was changed is then gone.',
    ].join('\n'),
  )
  await untilStopped(stop)
}

function factsOf({ url, clientId, clientSecret, user, password }: AccountFacts): AccountFacts {
  return { url, clientId, clientSecret, user, password }
}

/** Resolves when the signal is given. */
export function untilStopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    // A signal alone keeps no process alive; this does, until it is given.
    const alive = setInterval(() => {}, 2 ** 30)
    stop.addEventListener('abort', () => {
      clearInterval(alive)
      resolve()
    })
  })
}
