// What answers a request for a page: who visits, what stands in the form, and what comes of it.
import type { FastifyRequest } from 'fastify'
import type { Answering } from '../authorization/exchange.ts'
import type { Caller } from '../owner-api/caller.ts'
import { tokenIn } from '../owner-api/guard.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import type { Page } from './frame.ts'
import type { Visit } from './visit.ts'

/** A page, or where to go. */
export type Outcome = Page | { readonly to: string; readonly cookie?: string }

/** What a page is asked with: the visit, and the fields of a form. */
export interface Asked {
  readonly visit: Visit
  readonly request: FastifyRequest
  readonly response: Answering
  readonly fields: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | undefined>>
  /** The part of the path that varies, where there is one. */
  readonly id: string
}

/** Answers a request. */
export type Handler = (asked: Asked) => Promise<Outcome>

/** The owner who is signed in. */
export type OwnerCaller = Extract<Caller, { readonly session: unknown }>

/** Who is signed in in this browser. */
export async function callerOf(
  { owners }: OwnerApiParts,
  { visit: { peer }, request }: Asked,
): Promise<OwnerCaller | undefined> {
  const session = await owners.sessions.find(tokenIn(request.headers.cookie, peer))
  const owner = session && (await owners.store.byId(session.ownerId))
  return session && owner && { owner, session, from: peer }
}

/** Questions, requests for more, one of them, or a request of a client that waits for its owner. */
const RETURNS =
  /^\/(?:approvals|permission-requests)(?:\/[\w-]{1,40})?$|^\/clients(?:\/[\w-]{1,64})?$|^\/consent\/[\w-]{1,64}\?here(?:&hub=[\w-]{1,64})?$/

/** Where to go on after signing in: one of our own pages that people are sent to, and nowhere else. */
export function returnTo(path: string | undefined): string | undefined {
  return path !== undefined && RETURNS.test(path) ? path : undefined
}
