// What owners send about hubs and accounts, parsed at the edge.
import { GENERATIONS } from '@latchkey/catalogue'
import { z } from 'zod'
import { NAME, parseInput } from './inputs.ts'

const scopes = z.array(z.string().regex(/^homey(?:\.[a-z-]+)*$/, 'a scope looks like homey.flow'))

const BY_KEY = z.strictObject({
  name: NAME,
  address: z.string().min(1, 'give the address of the Homey').max(300),
  key: z.string().trim().min(1, "give the Homey's API key").max(1000),
  generation: z.enum(GENERATIONS).optional(),
})

/** Through which login: an account by its id (`true` for the only one), or a directory of the CLI. */
const LOGIN = {
  account: z.union([z.literal(true), z.string().min(1).max(100)]).optional(),
  homeyCli: z.string().min(1).max(1000).optional(),
}

const BY_LOGIN = z.strictObject({
  ...{ name: NAME, ...LOGIN },
  hub: z.string().min(1).max(200).optional(),
  scopes: scopes.min(1).max(50).optional(),
  address: z.string().min(1).max(300).optional(),
  generation: z.enum(GENERATIONS).optional(),
})

/** The body of `POST /hubs/:id/rotate`, and the query of `DELETE /hubs/:id`. */
export const LOGIN_INPUT = z.strictObject(LOGIN)

/** The body of `POST /accounts/begin`. */
export const BEGIN_INPUT = z.strictObject({
  clientId: z.string().trim().min(1).max(100).optional(),
  clientSecret: z.string().trim().min(1).max(200).optional(),
  redirectUri: z.url({ protocol: /^https?$/, error: 'give a whole address' }),
})

/** The body of `POST /accounts`. */
export const FINISH_INPUT = z.strictObject({
  state: z.string().min(1).max(100),
  address: z.string().min(1).max(4000),
})

const asSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' })

/** The body of `POST /hubs` as it is documented; `parseHubInput` reads it, and says what is wrong. */
export const HUB_INPUT = z.unknown().meta({ anyOf: [asSchema(BY_KEY), asSchema(BY_LOGIN)] })

/** The body of `POST /hubs`: by key, or by a login. */
export function parseHubInput(body: unknown): z.infer<typeof BY_KEY> | z.infer<typeof BY_LOGIN> {
  const { account, homeyCli } = (body ?? {}) as Readonly<Record<string, unknown>>
  const byLogin = account !== undefined || homeyCli !== undefined
  return byLogin ? parseInput(BY_LOGIN, body) : parseInput(BY_KEY, body)
}
