// `latchkey start`: the gateway, until it is told to stop.
import { GENERATION_NAMES } from '@latchkey/catalogue'
import {
  type AuditEvent,
  type Listener,
  listen,
  listenForMetrics,
  openControlSocket,
  openInstallation,
  type TlsFiles,
} from '@latchkey/gateway'
import type { Command } from 'commander'
import type { Logger } from 'pino'
import { DEMO_DATA } from '../data-path.ts'
import { DEMO_PERMISSIONS, type Demo, startDemo } from '../demo.ts'
import { CommandError, EXIT } from '../exit.ts'
import { openLog } from '../log.ts'
import { placeOf } from '../place.ts'
import { firstSetupLink } from '../setup-link.ts'
import { print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData } from './owner-command.ts'
import { port, untilStopped } from './virtual-homey.ts'

type Answered = Pick<AuditEvent, 'operation' | 'verdict' | 'reason' | 'status' | 'ms'>

interface StartOptions extends DataOptions {
  readonly port: number
  readonly host: string
  readonly publicUrl?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly trustedProxy?: readonly string[]
  readonly insecureHttp?: boolean
  readonly setupRemote?: boolean
  readonly metricsPort?: number
  readonly logRequests?: boolean
  readonly demo?: boolean
}

/** Adds the command to the program; it runs until `stop`. */
export function startCommand(program: Command, terminal: Terminal, stop: AbortSignal): void {
  withData(program.command('start'))
    .description('run the gateway')
    .option('--port <port>', 'where to listen; 0 is any free port', port, 8420)
    .option('--host <host>', 'address to listen at', '127.0.0.1')
    .option('--public-url <url>', 'the address that clients call it by, if another')
    .option('--tls-cert <file>', 'certificate and its chain, PEM; read again on SIGHUP')
    .option('--tls-key <file>', 'key of the certificate, PEM')
    .option('--trusted-proxy <networks...>', 'proxies whose X-Forwarded-* headers count')
    .option('--insecure-http', 'listen beyond this machine in clear text all the same')
    .option('--setup-remote', 'let the setup link work from other machines')
    .option('--metrics-port <port>', 'metrics for Prometheus, on this machine only', port)
    .option('--log-requests', 'log every request of a client, without ids or paths')
    .option('--demo', `with two made-up homes, data in ${DEMO_DATA}`)
    .action((options: StartOptions) => start(terminal, options, stop))
}

async function start(terminal: Terminal, options: StartOptions, stop: AbortSignal): Promise<void> {
  const { environment } = terminal
  const place = placeOf(options, environment, options.demo ? DEMO_DATA : undefined)
  const { data } = place
  const { host, publicUrl } = options
  if (publicUrl !== undefined && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? '')) {
    const message = `--public-url must be a whole address, such as https://latchkey.example.org`
    throw new CommandError(EXIT.usage, 'invalid_request', message)
  }
  const tls = tlsOf(options)
  const log = openLog()
  await using stack = new AsyncDisposableStack()
  const installation = stack.use(
    await openInstallation({
      ...place,
      demo: options.demo ?? false,
      onWarning: (text) => log.warn(text),
      onRequest: options.logRequests ? (row) => logRequest(log, row) : undefined,
      onOwnerEvent: ({ kind, address }) => log.info({ kind, address }, 'owner'),
      onError: (error) => log.error({ err: error }, 'unexpected error'),
    }),
  )
  const listener = stack.use(
    await listen(installation, {
      ...{ host, port: options.port, publicUrl, tls },
      ...{ trustedProxies: options.trustedProxy, insecureHttp: options.insecureHttp },
    }),
  )
  const setupRemote = options.setupRemote ?? false
  const away = setupRemote ? publicUrl?.replace(/\/+$/, '') : undefined
  installation.reachedAt({ url: away ?? fromHere(listener.url), setupRemote })
  if (options.metricsPort !== undefined) {
    stack.use(await listenForMetrics(installation.metrics, options.metricsPort))
  }
  if (tls) terminal.onHangup?.(() => reload(listener, log))
  await openControlSocket(installation)
  installation.takeCare()
  const demo = options.demo ? await startDemo(installation, stack) : undefined
  if (options.json) log.info({ url: listener.url, data }, 'ready')
  const setup = await firstSetupLink(installation)
  const ready = { url: listener.url, ...(setup && { setup }), ...(demo && { demo }) }
  print(terminal, options.json, ready, () =>
    [text(listener.url, data, demo), ...(setup ? [setupText(setup)] : [])].join('\n'),
  )
  await untilStopped(stop)
  if (options.json) log.info('stopping')
}

/** An address of this machine, where the listener has all of them. */
function fromHere(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}

function tlsOf({ tlsCert: cert, tlsKey: key }: StartOptions): TlsFiles | undefined {
  if (cert === undefined && key === undefined) return undefined
  if (cert !== undefined && key !== undefined) return { cert, key }
  throw new CommandError(EXIT.usage, 'invalid_request', 'Give both: --tls-cert and --tls-key.')
}

function logRequest(log: Logger, { operation, verdict, reason, status, ms }: Answered): void {
  log.info({ operation, verdict, reason, status, ms }, 'request')
}

function reload(listener: Listener, log: Logger): void {
  try {
    listener.reload()
    log.info('the certificate was read again')
  } catch (error) {
    log.error({ err: error }, 'the certificate was not changed')
  }
}

function setupText(link: string): string {
  return `
There is no owner yet. To become one, open this on this machine within 30 minutes:

  ${link}
`
}

function text(url: string, data: string, demo: Demo | undefined): string {
  const at = `Latchkey is at ${url}, its data in ${data}`
  if (!demo) return `${at}\nIn another terminal: latchkey hub add --name Home --address http://…`
  const [home] = demo.hubs
  const hubs = demo.hubs.map(
    (hub) => `  ${hub.name.padEnd(10)}${GENERATION_NAMES[hub.generation]}, at ${hub.address}`,
  )
  return `${at}

Behind it are two made-up homes, an old Homey and the new one that the house moves to:

${hubs.join('\n')}

This key may do a little of what "${home?.name}" can:

  ${demo.key}
  ${DEMO_PERMISSIONS.join('  ')}

Try it with the official client. In another terminal, in this folder:

  node -e "
    const { HomeyAPI } = require('homey-api')
    HomeyAPI.createLocalAPI({ address: '${url}', token: '${demo.key}' }).then(async (api) => {
      const mood = await api.moods.createMood({ mood: { name: 'Reading', devices: {} } })
      console.log('made the mood', mood.name)
      await api.system.reboot().catch((error) => console.log('refused:', error.message))
    })"

And see what it did, and what was refused:

  npx latchkey audit --data ${data}
`
}
