// Clients that ask for more than they have, as their developers would write them, and the owner's answers.
import type { ClientRequestView, RequestView } from '@latchkey/gateway'
import { type Reply, type SendOptions, send } from './world.ts'

/** Where clients ask. */
export const REQUESTS = '/latchkey/permission-requests'

/** What is answered to whoever asks. */
export type AskedReply = ClientRequestView & {
  readonly held: readonly string[]
  readonly absent: readonly string[]
  readonly beyond: readonly string[]
}

type At = { readonly url: string }
type Owning = {
  owner<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object): Promise<T>
}

/** Asks, with a reason if none is given. */
export const ask = (
  { url }: At,
  key: string,
  body: object,
  more: SendOptions = {},
): Promise<Reply> =>
  send(url, 'POST', REQUESTS, { key, body: { reason: 'For the evening scene.', ...body }, ...more })

/** Asks, and is told the request. */
export async function asked(at: At, key: string, body: object): Promise<AskedReply> {
  const reply = await ask(at, key, body)
  if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`)
  return reply.json<AskedReply>()
}

/** What became of a request; waits for so many seconds. */
export async function status({ url }: At, key: string, id: string, wait = 0) {
  const reply = await send(url, 'GET', `${REQUESTS}/${id}${wait > 0 ? `?wait=${wait}` : ''}`, {
    key,
  })
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`)
  return reply.json<ClientRequestView>()
}

/** The owner's yes, to all or to part. */
export const grant = ({ owner }: Owning, id: string, body: object = {}) =>
  owner<RequestView>('POST', `/permission-requests/${id}/grant`, body)

/** The owner's no. */
export const decline = ({ owner }: Owning, id: string, word?: string) =>
  owner<RequestView>(
    'POST',
    `/permission-requests/${id}/decline`,
    word === undefined ? {} : { word },
  )

/** The requests that wait. */
export const waiting = ({ owner }: Owning) =>
  owner<readonly RequestView[]>('GET', '/permission-requests')
