// What owners send, parsed at the edge into types that cannot lie.
import { z } from 'zod'
import { OwnerError } from '../owner-error.ts'

/** A name that an owner gives. */
export const NAME = z
  .string()
  .trim()
  .min(1, 'give it a name')
  .max(80, 'a name has at most 80 letters')
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'a name has no control characters')

/** A life like `30d`, `12h`, `90m`, `2w`, in milliseconds. */
export const life = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhdw]$/, 'a life is a number and m, h, d or w: 30d')
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.at(-1) ?? ''] ?? 0))

const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

/**
 * Parses an input.
 * @throws OwnerError `invalid_request`, naming the part and what it must be.
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => {
    const part = issue.path.join('.')
    return part === '' ? issue.message : `${part}: ${issue.message}`
  })
  throw new OwnerError('invalid_request', problems.join('; '))
}
