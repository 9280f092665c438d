// `latchkey client submit`, `show`, `review`, `suspend`, `resume`: what is thought of the apps that ask for access.
import {
  type ClientFileView,
  type ClientStandingView,
  checkText,
  type SubmittedView,
} from '@latchkey/gateway'
import type { Command } from 'commander'
import { CommandError, EXIT } from '../exit.ts'
import { print, type Terminal } from '../terminal.ts'
import { CHECK_EXIT, readManifest } from './client-check.ts'
import { fileText, standingText, submittedText } from './client-text.ts'
import { type DataOptions, withData, withOwner } from './owner-command.ts'

interface SubmitOptions extends DataOptions {
  readonly client?: string
  readonly confidential?: boolean
}

interface ReviewOptions extends DataOptions {
  readonly approve?: boolean
  readonly return?: boolean
  readonly finding?: readonly string[]
  readonly number?: string
}

interface SuspendOptions extends DataOptions {
  readonly because?: string
}

const at = (id: string, more = ''): string => `/clients/${encodeURIComponent(id)}${more}`

/** Adds the commands to `latchkey client`. */
export function clientReviewCommands(client: Command, terminal: Terminal): void {
  withData(client.command('submit'))
    .description('hand in a manifest for a review; without --client a client is added')
    .argument('<file>', 'the manifest: latchkey.json')
    .option('--client <id>', 'the client that it is about')
    .option('--confidential', 'a client that is added runs on a server, and keeps a secret')
    .action((file: string, options: SubmitOptions) => submit(terminal, file, options))
  withData(client.command('show'))
    .description('show what a client says of itself, what it uses, and what is thought of it')
    .argument('<id>', 'id of the client')
    .action((id: string, options: DataOptions) => show(terminal, id, options))
  withData(client.command('review'))
    .description('approve what waits of a client, or give it back')
    .argument('<id>', 'id of the client')
    .option('--approve', 'you have looked at it, and it is good')
    .option('--return', 'it is not; say why with --finding')
    .option('--finding <sentences...>', 'what you found; the developer is told')
    .option('--number <n>', 'the number that `client show` gave of the version you looked at')
    .action((id: string, options: ReviewOptions) => review(terminal, id, options))
  withData(client.command('suspend'))
    .description('suspend a client: what it was granted stops at once')
    .argument('<id>', 'id of the client')
    .option('--because <sentence>', 'why; the client and owners are told')
    .action((id: string, options: SuspendOptions) => suspend(terminal, id, options))
  withData(client.command('resume'))
    .description('let a client go on that was suspended here')
    .argument('<id>', 'id of the client')
    .action((id: string, options: DataOptions) => stand(terminal, id, '/resume', {}, options))
}

async function submit(terminal: Terminal, file: string, options: SubmitOptions): Promise<void> {
  const { manifest } = checkText(readManifest(file))
  if (!manifest) {
    const message = `${file} is wrong, so it was not handed in. See what: latchkey client check ${file}`
    throw new CommandError(CHECK_EXIT.wrong, 'manifest_invalid', message)
  }
  const { client, confidential = false } = options
  const submitted = await withOwner(terminal, options, (owner) =>
    owner.request<SubmittedView>('POST', '/clients/submit', { client, manifest, confidential }),
  )
  print(terminal, options.json, submitted, submittedText)
}

async function show(terminal: Terminal, id: string, options: DataOptions): Promise<void> {
  const file = await withOwner(terminal, options, (owner) =>
    owner.request<ClientFileView>('GET', at(id)),
  )
  print(terminal, options.json, file, fileText)
}

async function review(terminal: Terminal, id: string, options: ReviewOptions): Promise<void> {
  const { approve = false, finding: findings = [], number } = options
  if (approve === (options.return ?? false)) {
    throw new CommandError(EXIT.usage, 'invalid_request', 'Say one of --approve and --return.')
  }
  const stands = await withOwner(terminal, options, async (owner) => {
    const version = number === undefined ? await waiting(owner, id) : Number(number)
    const body = { verdict: approve ? 'approve' : 'return', version, findings }
    return owner.request<ClientStandingView>('POST', at(id, '/review'), body)
  })
  print(terminal, options.json, stands, standingText)
}

/** The version that there is to decide about. */
async function waiting(
  owner: { request<T>(method: 'GET', path: string): Promise<T> },
  id: string,
): Promise<number> {
  const { waiting: version, approved, name } = await owner.request<ClientFileView>('GET', at(id))
  const number = (version ?? approved)?.number
  if (number !== undefined) return number
  const message = `Nothing of ${name} waits for a review. Hand in its manifest: latchkey client submit FILE --client ${id}`
  throw new CommandError(EXIT.error, 'review_refused', message)
}

const suspend = (terminal: Terminal, id: string, options: SuspendOptions): Promise<void> => {
  const { because } = options
  return stand(terminal, id, '/suspend', because === undefined ? {} : { because }, options)
}

async function stand(
  terminal: Terminal,
  id: string,
  what: string,
  body: object,
  options: DataOptions,
): Promise<void> {
  const stands = await withOwner(terminal, options, (owner) =>
    owner.request<ClientStandingView>('POST', at(id, what), body),
  )
  print(terminal, options.json, stands, standingText)
}
