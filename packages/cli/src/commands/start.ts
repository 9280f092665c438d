// `latchkey start`: the gateway, until it is told to stop.
import { flushCompileCache } from 'node:module'
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
import { CommandError, EXIT } from '../exit.ts'
import { openLog } from '../log.ts'
import { placeOf } from '../place.ts'
import { firstSetupLink } from '../setup-link.ts'
import { print, type Terminal } from '../terminal.ts'
import { type DataOptions, withData } from './owner-command.ts'
import { port, untilStopped } from './virtual-homey.ts'

const FIRST_STEP = 'In another terminal: latchkey hub add --name Home --address http://…'

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
  readonly readsFromHub?: boolean
  readonly logRequests?: boolean
  readonly introspection?: boolean
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
    .option('--reads-from-hub', 'ask the Homey for every read, instead of answering from memory')
    .option('--introspection', 'let apps with a secret look their own tokens up (RFC 7662)')
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
      readsFromHub: options.readsFromHub,
      introspection: options.introspection,
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
  installation.reachedAt({ url: away ?? fromHere(listener.url), setupRemote, publicUrl })
  if (options.metricsPort !== undefined) {
    stack.use(await listenForMetrics(installation.metrics, options.metricsPort))
  }
  if (tls) terminal.onHangup?.(() => reload(listener, log))
  await openControlSocket(installation)
  installation.takeCare()
  // Loaded only where it is wanted: it is a third of all code.
  const demonstration = options.demo ? await import('../demo.ts') : undefined
  const demo = await demonstration?.startDemo(installation, fromHere(listener.url), stack)
  if (options.json) log.info({ url: listener.url, data }, 'ready')
  const setup = await firstSetupLink(installation)
  const ready = { url: listener.url, ...(setup && { setup }), ...(demo && { demo }) }
  const at = `Latchkey is at ${listener.url}, its data in ${data}`
  const more = demo && demonstration?.demoText(demo, listener.url, data)
  print(terminal, options.json, ready, () =>
    [at, more ?? FIRST_STEP, ...(setup ? [setupText(setup)] : [])].join('\n'),
  )
  // Now, because a gateway may run for months and then be killed.
  flushCompileCache()
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
