// The attacks that were written down before there was code, and the lines of RFC 9700: each is held by tests that
// have its number, or is pointed to by their names.

/** The thirty attack cases, by their numbers. */
export const ATTACK_CASES: Readonly<Record<number, string>> = {
  1: 'Encoded traversal in paths',
  2: 'Double slash, absolute form, fragment, query confusion',
  3: 'Case, trailing slash, suffix',
  4: 'Unknown operation, verb, overridden method',
  5: 'Request smuggling',
  6: 'Header smuggling',
  7: "Leak of the hub's key",
  8: 'Host header and DNS rebinding',
  9: 'An object outside the grant (BOLA)',
  10: 'An object that moves in or out of the grant',
  11: 'A function outside the grant (BFLA)',
  12: 'Indirect control, by Flows, scripts and cards',
  13: 'Secret fields of answers',
  14: 'Confusion of scopes',
  15: 'Redirect addresses',
  16: 'PKCE',
  17: 'Races for codes and refresh tokens',
  18: 'Mix-up, audience, tokens of another kind',
  19: 'Silent consent',
  20: 'Tampering with consent',
  21: 'Injection into consent',
  22: 'Abuse of registration',
  23: 'Server-side request forgery by metadata documents',
  24: 'Device flow',
  25: 'API keys',
  26: 'Latency of revocation',
  27: 'Ways round the WebSocket',
  28: 'Filter of the socket',
  29: 'Flood and spam',
  30: "The owner's account and the audit log",
}

/** A line of the best current practice: what it asks for, and the beginnings of the names of tests that hold it. */
export interface PracticeLine {
  readonly line: string
  readonly asks: string
  readonly tests: readonly string[]
}

const row = (line: string, asks: string, ...tests: readonly string[]): PracticeLine => ({
  ...{ line, asks, tests },
})

const NOT_OFFERED = 'RFC 9700, 2.1.2, 2.4, 4.15, 4.17: '
const PAGES = 'RFC 9700, 2.6, 4.2, 4.12, 4.16: '
const BOUND = 'case 18: a bound token opens nothing'

/** RFC 9700 (OAuth 2.0 Security Best Current Practice), line by line. */
export const PRACTICE: readonly PracticeLine[] = [
  row('2.1', 'exact redirect addresses, no open redirector', 'case 15: where the answer goes'),
  row(
    '2.1.1',
    'PKCE with S256 for all, no downgrade; a code is used once',
    'case 16: ',
    'case 17: 50',
  ),
  row('2.1.2', 'no implicit grant', NOT_OFFERED),
  row(
    '2.2.1',
    'tokens bound to their sender are offered',
    BOUND,
    'openid-client: a pushed request',
  ),
  row(
    '2.2.2',
    'refresh tokens rotate, or are bound',
    'openid-client: registration',
    'case 17, 27: refresh',
  ),
  row('2.3', 'audience and least privilege', 'case 18: what is no access token', 'case 11: '),
  row('2.4', 'no password grant', NOT_OFFERED),
  row('2.5', 'clients say who they are by a key', 'private_key_jwt: ', 'openid-client: a pushed'),
  row(
    '2.6',
    'metadata; no CORS on the way to consent',
    PAGES,
    'oauth4webapi: the same by itself, with',
  ),
  row('4.1', 'redirect addresses are validated', 'case 15: '),
  row('4.2', 'no leak by Referer', PAGES, 'every page forbids'),
  row('4.3', "nothing secret in the browser's history", NOT_OFFERED, 'case 25: a key is found'),
  row('4.4', 'mix-up: the answer names its issuer', 'case 14: ', 'case 8: a foreign Host'),
  row('4.5', 'a code of another is of no use', 'case 16: ', 'case 19: every request'),
  row('4.6', 'a token of another kind is of no use', 'case 18: what is no access token'),
  row('4.7', 'cross-site request forgery', 'case 19: every request', 'case 20: the form'),
  row('4.8', 'PKCE is not downgraded', 'case 16: '),
  row(
    '4.9',
    'a resource learns no token: hubs never see one',
    'case 4, 6: only what',
    'case 7: no hub key',
  ),
  row('4.10', 'a stolen token is of no use', BOUND, 'case 17, 27: refresh tokens'),
  row(
    '4.11',
    'no open redirector, also by a client that registered itself',
    'case 15: an error leads',
  ),
  row('4.12', '303, never 307', PAGES),
  row('4.13', 'forged headers of proxies', 'case 6: X-Forwarded', 'case 8: a foreign Host'),
  row(
    '4.14',
    'a replayed refresh token ends its family',
    'case 17: 50 at once use a refresh token',
  ),
  row('4.15', 'no client poses as an owner', NOT_OFFERED),
  row('4.16', 'clickjacking', PAGES, 'case 20: the form'),
  row('4.17', 'no messages between windows', NOT_OFFERED),
]
