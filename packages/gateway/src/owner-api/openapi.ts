// The OpenAPI document of the owner API, made from the routes and their schemas, so that it cannot say
// anything else than what they do.
import { z } from 'zod'
import { ERROR } from './answers.ts'
import type { Route } from './route.ts'

/** What the document is made from. */
export interface DocumentedRoutes {
  readonly prefix: string
  readonly guarded: readonly Route[]
  readonly open: readonly Route[]
}

type Json = Readonly<Record<string, unknown>>

/** The document. */
export function openApi({ prefix, guarded, open }: DocumentedRoutes): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [rows, isOpen] of [
    [open, true],
    [guarded, false],
  ] as const) {
    for (const row of rows) {
      const path = row.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [row.method.toLowerCase()]: operationOf(row, isOpen) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Latchkey: the owner API', version: '1', description: ABOUT },
    servers: [{ url: prefix }],
    security: [{ session: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { Error: schemaOf(ERROR, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-latchkey', description: COOKIE },
      },
    },
  }
}

const ABOUT =
  'For owners with a session. Every write carries the Origin of this gateway and the header X-Latchkey: 1. What another owner has is answered with 404.'
const COOKIE = 'Set by signing in; it is called latchkey where the gateway is called by http.'

function operationOf(row: Route, isOpen: boolean): Json {
  const parameters = [...pathParameters(row), ...queryParameters(row), ...writeHeader(row)]
  const { method, path, body, answer, answerType = 'application/json' } = row
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+(\w)/gi, (_, first: string) => first.toUpperCase())}`,
    summary: row.summary,
    ...(isOpen && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body, 'input') } },
      },
    }),
    responses: {
      200: {
        description: 'Done',
        content: { [answerType]: { schema: schemaOf(answer, 'output') } },
      },
      default: {
        description: 'It could not be done; the message says why.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

const text = { type: 'string' }

function pathParameters({ path }: Route): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => {
    return { name, in: 'path', required: true, schema: text }
  })
}

function queryParameters({ query }: Route): Json[] {
  if (!query) return []
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Readonly<Record<string, Json>>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, schema]) => {
    return { name, in: 'query', required: required.includes(name), schema }
  })
}

function writeHeader({ method }: Route): Json[] {
  if (method === 'GET') return []
  return [{ name: 'X-Latchkey', in: 'header', required: true, schema: { const: '1' } }]
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
