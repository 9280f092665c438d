// What apps of Athom's cloud ask for, in the words of our own authorization endpoint: scopes with a space between, and
// without those that are about an account at Athom.

/** What a scope about the account begins with; a token is of an account whatever it was asked for. */
const ACCOUNT = /^account(?:\.|$)/

/** Scopes without those of the account, which ask for nothing of a Homey. */
export const withoutAccount = (scopes: readonly string[]): readonly string[] =>
  scopes.filter((one) => !ACCOUNT.test(one))

/** The scopes of a request, as Athom's clients join them: by commas (the official one), spaces or plus signs. */
export function scopesIn(query: URLSearchParams): readonly string[] {
  const said = [...query.getAll('scope'), ...query.getAll('scopes')].join(' ')
  return [...new Set(said.split(/[\s,]+/))].filter((one) => one !== '')
}

/**
 * The query of `/oauth2/authorise` as that of our own endpoint. `defaultScope` is what a client asks for that does not
 * say; all else is passed on as it came, and judged there.
 */
export function ownQuery(rawQuery: string, defaultScope: string | null): string {
  const query = new URLSearchParams(rawQuery)
  const scopes = scopesIn(query)
  query.delete('scopes')
  query.delete('scope')
  const wanted = scopes.length > 0 ? scopes : (defaultScope?.split(' ') ?? [])
  const scope = withoutAccount(wanted).join(' ')
  if (scope !== '') query.set('scope', scope)
  return query.toString()
}
