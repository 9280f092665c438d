// How the library finds a client: however that is, one that is suspended is refused by name, at every endpoint; and one
// whose document cannot be fetched goes on using what it has by the last good one.
import type { Client, default as Provider } from 'oidc-provider'
import { hostOfDocument, isGoodDocument } from './documents.ts'
import { isCutOff, type KeptDocuments } from './kept-documents.ts'

/** What finding stands on. */
export interface FindParts {
  readonly kept: KeptDocuments
  /** Why nothing is done for a client at all; undefined if something is. */
  readonly refusal: (client: Client) => Promise<string | undefined>
}

type Library = typeof import('oidc-provider')

/** Where clients use what they have, and ask for nothing. */
const USING: ReadonlySet<string> = new Set(['token', 'revocation', 'introspection'])

/** Guards the way to clients. */
export function guardClients({ Client }: Provider, parts: FindParts, library: Library): void {
  const { errors, default: Provider } = library
  const find = Client.find.bind(Client)
  Client.find = async (id) => {
    const isUsing = hostOfDocument(id) !== undefined && USING.has(Provider.ctx?.oidc.route ?? '')
    const client = await (isUsing ? findUsing(Client, find, id, parts.kept) : find(id))
    const problem = client && (await parts.refusal(client))
    if (problem !== undefined) throw new errors.UnauthorizedClient(problem)
    return client
  }
}

type Find = Provider['Client']['find']

async function findUsing(
  kind: Provider['Client'],
  find: Find,
  id: string,
  kept: KeptDocuments,
): Promise<Client | undefined> {
  try {
    const client = await find(id)
    if (client) await kept.seen({ ...client.metadata(), client_id: id })
    return client
  } catch (error) {
    const metadata = isCutOff(error) ? await kept.lastGood(id) : undefined
    // Made as the library makes it of a document.
    const client: unknown =
      metadata && Reflect.construct(kind, [metadata, undefined, { cimd: true }])
    if (!(client instanceof kind) || !isGoodDocument(client)) throw error
    return client
  }
}
