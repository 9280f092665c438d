// Schemas of tools as the protocol tells them. Making JSON Schema of a schema takes longer than anything else in a
// list of tools, and it never changes, so it is made once.
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import type { z } from 'zod'

type Standard = StandardSchemaWithJSON['~standard']
type ToJson = Standard['jsonSchema']['input']

const known = new WeakMap<z.ZodObject, StandardSchemaWithJSON>()

/** A schema that parses as ever, and remembers its JSON Schema. */
export function remembered(schema: z.ZodObject): StandardSchemaWithJSON {
  const made = known.get(schema) ?? remember(schema)
  known.set(schema, made)
  return made
}

function remember(schema: z.ZodObject): StandardSchemaWithJSON {
  const standard: Standard = schema['~standard']
  const { input, output } = standard.jsonSchema
  return {
    '~standard': { ...standard, jsonSchema: { input: once(input), output: once(output) } },
  }
}

/** The same for the same options. */
function once(make: ToJson): ToJson {
  const made = new Map<string, ReturnType<ToJson>>()
  return (options) => {
    const key = JSON.stringify(options)
    const json = made.get(key) ?? make(options)
    made.set(key, json)
    return json
  }
}
