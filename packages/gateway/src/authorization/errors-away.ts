// Errors that would send a browser elsewhere by themselves. Anybody can register a client, so a link to this gateway
// with a mistake in it would be a link to wherever they like (RFC 9700, 4.11.2): the owner is shown where it leads.
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Clients } from './clients.ts'
import type { ServerPages } from './provider.ts'

/** What this stands on. */
export interface AwayParts {
  readonly clients: Pick<Clients, 'byId'>
  readonly pages: Pick<ServerPages, 'errorAway'>
}

/** Puts a page before an error that was about to leave; a client that an owner added by hand is trusted with it. */
export async function stayWithErrors(
  { clients, pages }: AwayParts,
  ctx: KoaContextWithOIDC,
): Promise<void> {
  if (ctx.oidc?.route !== 'authorization') return
  const away = leavingFor(ctx)
  const told = away && toldIn(away, ctx.body)
  if (!away || !told) return
  const known = await clients.byId(ctx.oidc.client?.clientId ?? '')
  if (known?.origin === 'hand') return
  ctx.remove('location')
  ctx.status = 400
  pages.errorAway(ctx, told, away.href)
}

/** The web page elsewhere that an answer leads to; a program on the owner's own machine is nobody's web page. */
function leavingFor(ctx: KoaContextWithOIDC): URL | undefined {
  const form =
    typeof ctx.body === 'string' ? /<form method="post" action="([^"]+)"/.exec(ctx.body) : null
  const url = URL.parse(ctx.response.get('location') || (form?.[1] ?? ''))
  return url?.protocol === 'https:' && url.origin !== ctx.oidc.provider.issuer ? url : undefined
}

function toldIn(
  away: URL,
  body: unknown,
): { error: string; description: string | undefined } | undefined {
  const fragment = new URLSearchParams(away.hash.slice(1))
  const posted = typeof body === 'string' ? /name="error" value="(\w+)"/.exec(body)?.[1] : undefined
  const error = away.searchParams.get('error') ?? fragment.get('error') ?? posted
  const { searchParams } = away
  const description = searchParams.get('error_description') ?? fragment.get('error_description')
  return error === undefined ? undefined : { error, description: description ?? undefined }
}
