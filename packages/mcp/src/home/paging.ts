// Lists in pieces, so that no answer is longer than an agent wants to read.
import { z } from 'zod'

/** What every list takes. */
export const PAGE = {
  page: z.int().min(1).max(1_000).default(1).describe('which piece of the list, from 1'),
} as const

/** What every list says of itself. */
export const PAGED = { total: z.int(), page: z.int(), pages: z.int() } as const

/** One piece of a list. */
export function paged<T>(all: readonly T[], page: number, size: number) {
  const pages = Math.max(1, Math.ceil(all.length / size))
  const from = (page - 1) * size
  return { of: { total: all.length, page, pages }, items: all.slice(from, from + size) }
}
