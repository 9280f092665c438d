// Signing in at Athom with a client that the owner registered: shows where to go, waits for the browser
// to come back or for its address to be pasted, and hands that to the gateway, which alone has secrets.
import type { AccountView, BegunLogin } from '@latchkey/gateway'
import { CODE_LIFE } from '@latchkey/homey'
import { CommandError, EXIT } from './exit.ts'
import { openLoopback, pasted } from './loopback.ts'
import type { OwnerClient } from './owner-client.ts'
import { readSecret } from './secret.ts'
import type { Terminal } from './terminal.ts'

/** The client, and where Athom sends the browser back to. */
export interface SignInOptions {
  readonly clientId?: string
  readonly clientSecretEnv?: string
  readonly redirectPort: number
}

const PATIENCE = 10 * 60_000

/** The account: the one that is signed in already, or else one that the owner signs in to now. */
export async function signedIn(
  terminal: Terminal,
  options: SignInOptions,
  owner: OwnerClient,
): Promise<AccountView> {
  const known = await owner.request<readonly AccountView[]>('GET', '/accounts')
  const [only, another] = known
  if (only && !another && options.clientId === undefined) return only
  const client = await askedClient(terminal, options)
  await using loopback = await openLoopback(options.redirectPort)
  const { redirectUri } = loopback
  const begun = await owner.request<BegunLogin>('POST', '/accounts/begin', {
    ...{ redirectUri, ...client },
  })
  terminal.stderr.write(
    `Sign in at Athom and allow your client, within ten minutes:\n\n  ${begun.url}\n\nIf the browser is on another machine, paste the address here that it was sent to (http://localhost…), within ${CODE_LIFE / 1000} seconds.\n`,
  )
  const stop = new AbortController()
  try {
    const address = await Promise.race([
      loopback.arrived,
      pasted(terminal, stop.signal),
      tooLate(stop.signal),
    ])
    return await owner.request<AccountView>('POST', '/accounts', { state: begun.state, address })
  } finally {
    stop.abort()
  }
}

async function askedClient(terminal: Terminal, options: SignInOptions) {
  const { clientId, clientSecretEnv } = options
  if (clientId === undefined) {
    throw new CommandError(
      EXIT.usage,
      'invalid_request',
      `Register a client at https://tools.developer.homey.app with the callback http://localhost:${options.redirectPort}/ and give --client-id, and --client-secret-env or the secret when asked.`,
    )
  }
  if (clientSecretEnv === undefined && !terminal.stdin.isTTY) {
    const message = 'There is no terminal to ask for the secret. Use --client-secret-env VARIABLE.'
    throw new CommandError(EXIT.usage, 'invalid_request', message)
  }
  const clientSecret = await readSecret(terminal, { keyEnv: clientSecretEnv }, 'Client secret')
  return { clientId, clientSecret }
}

function tooLate(stop: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const late = new CommandError(EXIT.error, 'too_late', 'Nobody signed in within ten minutes.')
  const timer = setTimeout(() => reject(late), PATIENCE)
  stop.addEventListener('abort', () => clearTimeout(timer))
  return promise
}
