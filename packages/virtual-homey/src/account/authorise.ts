// `/oauth2/authorise`: the page on which the user signs in and is sent back to the program with a code.
// A program in a hurry posts the form without looking at the page. Where to send the user back is
// checked before anything else: to an address that is not the program's nobody is ever sent.
import { type JsonRecord, rowOf } from '../json.ts'
import type { Account, Client } from './account.ts'
import { grantable, mayRedirect } from './clients.ts'
import { CloudError } from './cloud-error.ts'
import { newCode } from './tokens.ts'

interface Asked {
  readonly client: Client
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
}

/** The page, as HTML. @throws CloudError 400 if the program or its address is unknown. */
export function authorisePage(account: Account, parameters: Readonly<JsonRecord>): string {
  const asked = askedFor(account, parameters)
  return page(asked, parameters, '')
}

/** Where to send the user, or the page again if the password is wrong. */
export function authorise(
  account: Account,
  parameters: Readonly<JsonRecord>,
): { readonly location: string } | { readonly page: string } {
  const asked = askedFor(account, parameters)
  const { email, password } = account.state.user
  if (parameters['email'] !== email || parameters['password'] !== password) {
    return { page: page(asked, parameters, 'Wrong e-mail address or password.') }
  }
  const code = newCode(account, {
    ...{ clientId: asked.client.id, redirectUri: asked.redirectUri, scopes: asked.scopes },
  })
  const location = new URL(asked.redirectUri)
  location.searchParams.set('code', code)
  if (asked.state !== undefined) location.searchParams.set('state', asked.state)
  return { location: location.href }
}

// Athom's own client writes `scope` with commas; others write `scopes` with spaces.
function askedFor(account: Account, parameters: Readonly<JsonRecord>): Asked {
  const { client_id: id, redirect_uri, response_type, scope, scopes, state } = parameters
  const client = rowOf(account.state.clients, String(id))
  if (!client) throw new CloudError(400, 'invalid_client', 'Client is unknown')
  const redirectUri = String(redirect_uri ?? client.redirectUri[0] ?? '')
  if (!mayRedirect(client, redirectUri)) {
    throw new CloudError(400, 'invalid_request', 'Redirect URI is not registered')
  }
  if (response_type !== 'code') {
    throw new CloudError(400, 'unsupported_response_type', 'Response type must be code')
  }
  const wanted = String(scope ?? scopes ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
  return {
    ...{ client, redirectUri, scopes: grantable(client, wanted) },
    state: typeof state === 'string' ? state : undefined,
  }
}

const HIDDEN = ['client_id', 'redirect_uri', 'response_type', 'scope', 'scopes', 'state']

function page(asked: Asked, parameters: Readonly<JsonRecord>, problem: string): string {
  const hidden = HIDDEN.filter((name) => typeof parameters[name] === 'string').map(
    (name) => `<input type="hidden" name="${name}" value="${escaped(String(parameters[name]))}">`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign in – virtual Athom</title></head>
<body><main>
<h1>Sign in to allow ${escaped(asked.client.name)}</h1>
<p>This is a virtual account for tests; no request leaves this machine.</p>
${problem && `<p role="alert">${escaped(problem)}</p>`}
<ul>${asked.scopes.map((scope) => `<li>${escaped(scope)}</li>`).join('')}</ul>
<form method="post" action="/oauth2/authorise">
${hidden.join('\n')}
<label>E-mail address <input type="email" name="email" autocomplete="username" required></label>
<label>Password <input type="password" name="password" autocomplete="current-password" required></label>
<button type="submit">Allow</button>
</form>
</main></body></html>
`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)
}
