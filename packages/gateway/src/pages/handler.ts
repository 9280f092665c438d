// What a page is asked with, and what comes of it.
import type { FastifyRequest } from 'fastify'
import type { Answering } from '../authorization/exchange.ts'
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
  readonly uid: string
}

/** Answers for one page. */
export type Handler = (asked: Asked) => Promise<Outcome>
