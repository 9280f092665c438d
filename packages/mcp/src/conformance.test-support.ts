// The tools that the conformance suite of MCP wants to call, as far as tools like ours can be so: rows like any other,
// so that transport, authorization and the way of errors are ours. Nothing but `scripts/mcp-conformance.ts` has them.

import { z } from 'zod'
import { type Tool, tool } from './tool.ts'
import { Refused, ToolError } from './tool-error.ts'

const nothing = z.looseObject({})
const said = z.strictObject({ said: z.string() })

const plain = (name: string, run: () => Promise<{ said: string }>): Tool =>
  tool({
    ...{ name, title: name, description: 'A fixture of the conformance suite.' },
    ...{ needs: [[]], kind: 'read', input: nothing, output: said, run },
  })

// What the suite asks to be kept of a schema is in no schema of ours, so it stands beside it.
const address = {
  $anchor: 'addressDef',
  type: 'object',
  properties: { street: { type: 'string' }, city: { type: 'string' } },
}
const SCHEMA = z
  .strictObject({
    name: z.string().optional(),
    contactMethod: z.enum(['phone', 'email']).optional(),
    phone: z.string().optional(),
    email: z.string().optional(),
  })
  .meta({
    $defs: { address },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ['phone'] },
    else: { required: ['email'] },
  })

/** The tools. */
export const FIXTURES: readonly Tool[] = [
  plain('test_simple_text', async () => ({ said: 'This is a simple text response for testing.' })),
  plain('test_error_handling', async () => {
    throw new ToolError('This tool intentionally returns an error for testing')
  }),
  plain('test_logging_tool', async () => ({ said: 'Nothing is logged to clients.' })),
  // One that the owner is asked about.
  plain('test_streaming_elicitation', async () => {
    const value = { error: 'approval_pending', approval: 'fixture' }
    throw new Refused({ status: 403, headers: {}, value })
  }),
  tool({
    ...{ name: 'json_schema_2020_12_tool', title: 'A schema', description: 'A fixture.' },
    ...{ needs: [[]], kind: 'read', input: SCHEMA, output: said },
    run: async () => ({ said: 'ok' }),
  }),
  tool({
    ...{ name: 'test_custom_headers', title: 'Headers', description: 'A fixture.' },
    ...{ needs: [[]], kind: 'read', output: said },
    input: z.strictObject({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
    run: async ({ region }) => ({ said: region }),
  }),
]
