// A tool: one row of a table. Its words are ours and never change with what stands on a hub; what it needs is what
// the operations behind it need, and a test holds the two together.
import type { z } from 'zod'
import type { Alternatives } from './connection.ts'
import type { Home } from './home/home.ts'

/**
 * What a tool does to the home: nothing, something that can be done again, or something that cannot. `ask` does nothing
 * but put a question to the owner.
 */
export type ToolKind = 'read' | 'ask' | 'set' | 'add' | 'remove' | 'start'

/** A row. */
export interface ToolRow<I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  /** Without one of these it is neither listed nor called. An empty set needs nothing. */
  readonly needs: Alternatives
  readonly kind: ToolKind
  readonly input: I
  readonly output: O
  readonly run: (input: z.output<I>, home: Home) => Promise<z.input<O>>
}

/** A tool, whatever it takes and gives. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly needs: Alternatives
  readonly kind: ToolKind
  readonly input: z.ZodObject
  readonly output: z.ZodObject
  readonly call: (input: unknown, home: Home) => Promise<Record<string, unknown>>
}

/** Makes a tool of a row. */
export function tool<I extends z.ZodObject, O extends z.ZodObject>(row: ToolRow<I, O>): Tool {
  const { run, ...rest } = row
  return {
    ...rest,
    call: async (input, home) => row.output.parse(await run(row.input.parse(input), home)),
  }
}

/** What a client is told of a tool's effects (`annotations`); a hub is never the open world. */
export const ANNOTATIONS = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  ask: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  set: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  add: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  remove: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  start: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: false,
  },
} as const satisfies Readonly<Record<ToolKind, object>>
