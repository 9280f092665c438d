// What answers a request for a page: who visits, what stands in the form, and what comes of it.
import type { FastifyRequest } from 'fastify'
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
  readonly fields: Readonly<Record<string, string>>
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

const RETURNS = /^\/approvals(?:\/[A-Za-z0-9_-]{1,40})?$/

/** Where to go on after signing in: one of our own pages that people are sent to, and nowhere else. */
export function returnTo(path: string | undefined): string | undefined {
  return path !== undefined && RETURNS.test(path) ? path : undefined
}
