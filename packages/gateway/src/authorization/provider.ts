// oidc-provider, set up as an OAuth 2.1 server for Homeys: opaque tokens only, everything asked of the owner each
// time, and every default of the library that would be a hole answered. It is loaded when it is first needed.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Client, Configuration, KoaContextWithOIDC, default as Provider } from 'oidc-provider'
import type { Grants } from '../grants/grants.ts'
import { newApiKey } from '../grants/key.ts'
import type { Owners } from '../owners/owners.ts'
import { adapterOf } from './adapter.ts'
import { INCLUDE_GRANTED, shownName } from './asked.ts'
import { type Clients, isSecretOf, REGISTERED } from './clients.ts'
import { DETAILS_TYPE, detailProblem, detailsAsked, detailsOf, wordsOfDetail } from './details.ts'
import { type DocumentParts, documents, fetchBy } from './documents.ts'
import { stayWithErrors } from './errors-away.ts'
import type { Answering, Message } from './exchange.ts'
import { type FindParts, guardClients } from './find-clients.ts'
import type { Items } from './items.ts'
import { POLL_EVERY, Polls } from './polls.ts'
import { isActive, presentScope } from './present-scope.ts'
import { isAthomCompatible, PROFILE } from './profile.ts'
import { registeredScope } from './registered-scope.ts'
import { resourceMeant } from './resource.ts'
import { everyWord, problemOf, wordsOf } from './words.ts'

/** What is made where a person looks. */
export interface ServerPages {
  /** An error that cannot be told to the client. */
  error(ctx: KoaContextWithOIDC, error: string, description: string | undefined): void
  /** An error that would be told at another place; the person may go there. */
  errorAway(
    ctx: KoaContextWithOIDC,
    told: { readonly error: string; readonly description: string | undefined },
    to: string,
  ): void
  /** Where the code of a device is typed; `problem` if the last one was none. */
  deviceInput(ctx: KoaContextWithOIDC, problem: boolean): void
  /** Whether the device whose code was typed is the one that the person has in hand. */
  deviceConfirm(ctx: KoaContextWithOIDC, code: string, client: string): void
  deviceDone(ctx: KoaContextWithOIDC): void
  /** Too many codes were none; how long to wait, in seconds. */
  tooMany(message: Message, response: Answering, seconds: number): void
}

/** What the provider stands on. */
export interface ProviderParts extends DocumentParts, FindParts {
  readonly issuer: string
  readonly items: Items
  readonly clients: Clients
  readonly grants: Grants
  readonly owners: Owners
  readonly pages: ServerPages
  /** Signs the cookies; the same at all gateways on one database. */
  readonly cookieKey: string
  /** Makes the nonces of proofs (DPoP), 32 bytes; the same at all gateways on one database. */
  readonly nonceSecret: Buffer
  readonly introspection: boolean
  readonly now: () => number
  readonly onRevoked: (grantId: string) => void
  /** Why a client may not ask with these words; undefined if it may. */
  readonly askProblem: (client: Client, words: readonly string[]) => Promise<string | undefined>
  readonly onToken: (grantId: string) => Promise<void>
  readonly onError: (error: unknown) => void
}

/** Where the endpoints are. */
export const ROUTES = {
  authorization: '/authorize',
  pushed_authorization_request: '/par',
  token: '/token',
  revocation: '/token/revoke',
  introspection: '/token/introspect',
  device_authorization: '/device/code',
  code_verification: '/device',
  registration: '/register',
  jwks: '/jwks',
} as const

/** The names of its cookies. */
export const COOKIES = {
  session: 'latchkey-as',
  interaction: 'latchkey-asked',
  resume: 'latchkey-resume',
} as const

/** Lives in seconds. A grant has its own: see `expiresAt`. */
const LIFE = {
  accessToken: 3_600,
  refreshToken: 30 * 86_400,
  /** Of all refresh tokens of a family together. */
  family: 365 * 86_400,
  code: 60,
  /** The same without PKCE: what Athom's are good for. */
  bareCode: 30,
  deviceCode: 600,
  interaction: 1_800,
  session: 3_600,
  grant: 10 * 365 * 86_400,
} as const

/** Makes the provider. */
export async function makeProvider(parts: ProviderParts): Promise<Provider> {
  const library = await import('oidc-provider')
  const { default: Library } = library
  const adapter = watchedAdapter(parts, library)
  const configuration = { ...basics(parts, library), adapter, ...behaviour(parts, library) }
  const provider = new Library(parts.issuer, configuration)
  Object.assign(provider, { proxy: true, silent: true })
  // An access token has the form of a key, so that leaked ones are found and redacted alike.
  Object.assign(provider.AccessToken.prototype, {
    generateTokenId(this: { format?: string }) {
      this.format = 'opaque'
      return newApiKey()
    },
  })
  guardClients(provider, parts, library)
  provider.Client.prototype.compareClientSecret = function compare(shown: string) {
    return isSecretOf(this.clientSecret ?? '', shown)
  }
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next()
    await stayWithErrors(parts, ctx)
    if (ctx.oidc?.route === 'discovery') ctx.body = metadata(ctx.body)
    const present = presentScope(ctx, parts.grants)
    if (present !== undefined) ctx.body = { ...bodyOf(ctx.body), scope: present }
    const scope = registeredScope(ctx.req)
    if (ctx.oidc?.route === 'registration' && ctx.status === 201 && scope !== undefined) {
      ctx.body = { ...bodyOf(ctx.body), scope }
    }
    if (ctx.oidc?.route === 'device_authorization' && ctx.status === 200) {
      ctx.body = { ...bodyOf(ctx.body), interval: POLL_EVERY }
    }
  })
  provider.on('server_error', (_ctx, error) => parts.onError(error))
  return provider
}

type Library = typeof import('oidc-provider')

/**
 * Tokens, and the way back with a decision, are of what was granted; only who asks for more is held to what was
 * vouched for.
 */
const isAsking = (ctx: KoaContextWithOIDC): boolean => !GRANTED.has(ctx.oidc.route)
const GRANTED: ReadonlySet<string> = new Set(['token', 'resume', 'device_resume'])

/** The adapter; devices that ask too often are told so. */
function watchedAdapter(parts: ProviderParts, { default: Provider, errors }: Library) {
  const polls = new Polls(parts.now)
  return (model: string) => {
    const kept = adapterOf(model, { ...parts, errors })
    if (model !== 'DeviceCode') return kept
    const find = kept.find.bind(kept)
    // Only the client polls; the owner's browser looks the code up as well.
    kept.find = async (id) => {
      if (Provider.ctx?.oidc.route === 'token' && !polls.mayPoll(id)) {
        throw new errors.SlowDown('wait five seconds between two polls')
      }
      return find(id)
    }
    return kept
  }
}

function behaviour(parts: ProviderParts, library: Library): Configuration {
  const { introspection, grants, now } = parts
  const isOwn = (client: Client, token: { readonly clientId?: string | undefined }) =>
    token.clientId === client.clientId
  return {
    interactions: interactions(library),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      claimsParameter: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => isOwn(client, token) },
      introspection: {
        enabled: introspection,
        // Whoever has found a public client's token knows its id as well, so a secret or a key is asked for.
        allowedPolicy: (_ctx, client, token) =>
          client.clientAuthMethod !== 'none' &&
          isOwn(client, token) &&
          isActive(token, grants, now()),
      },
      clientIdMetadataDocument: documents(parts),
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: parts.nonceSecret },
      registration: {
        enabled: true,
        issueRegistrationAccessToken: true,
        idFactory: () => `${REGISTERED}${randomBytes(12).toString('base64url')}`,
      },
      registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
      deviceFlow: deviceFlow(parts),
      resourceIndicators: resources(parts, library),
      richAuthorizationRequests: details(parts, library),
    },
  }
}

// Nobody is let in by an old session or grant: each request is decided once, and again the next time (row 16).
function interactions({ interactionPolicy }: Library): NonNullable<Configuration['interactions']> {
  const { Check, Prompt } = interactionPolicy
  const undecided = new Check('undecided', 'the owner must decide', 'login_required', (ctx) => {
    const { result, session } = ctx.oidc
    if (result?.login || result?.['error']) return Check.NO_NEED_TO_PROMPT
    if (session?.accountId !== undefined) forget(session)
    return Check.REQUEST_PROMPT
  })
  const policy = interactionPolicy.base()
  policy.clear()
  policy.add(new Prompt({ name: 'login', requestable: true }, undecided))
  policy.add(new Prompt({ name: 'consent', requestable: true }))
  return {
    policy,
    url: (_ctx, { uid }) => `/consent/${uid}`,
  }
}

/** Who was signed in for an earlier request: it has its own owner. */
function forget(session: object): void {
  for (const name of ['accountId', 'authorizations', 'loginTs']) {
    Reflect.deleteProperty(session, name)
  }
  Object.assign(session, { touched: true })
}

function deviceFlow({ pages }: ProviderParts) {
  return {
    enabled: true,
    charset: 'base-20',
    mask: '****-****',
    deviceInfo: (ctx: KoaContextWithOIDC) => ({ ip: ctx.ip }),
    userCodeInputSource: (ctx: KoaContextWithOIDC, _form: string, _out: unknown, error: unknown) =>
      pages.deviceInput(ctx, error !== undefined),
    userCodeConfirmSource: (
      ctx: KoaContextWithOIDC,
      _form: string,
      { clientName, clientId }: Client,
      _info: unknown,
      code: string,
    ) => pages.deviceConfirm(ctx, code, shownName(clientName) || clientId),
    successSource: (ctx: KoaContextWithOIDC) => pages.deviceDone(ctx),
  } as const
}

function resources({ issuer, askProblem }: ProviderParts, { errors }: Library) {
  return {
    enabled: true,
    defaultResource: () => issuer,
    useGrantedResource: () => true,
    getResourceServerInfo: async (ctx: KoaContextWithOIDC, resource: string, client: Client) => {
      const audience = resourceMeant(issuer, resource)
      if (audience === undefined) throw new errors.InvalidTarget()
      const asked = String(ctx.oidc.params?.['scope'] ?? '')
      const words = wordsOf(asked)
      const problem = problemOf(words) ?? (isAsking(ctx) && (await askProblem(client, words)))
      if (problem) throw new errors.InvalidScope(problem, asked.slice(0, 200))
      return { scope: everyWord(), audience, accessTokenFormat: 'opaque' } as const
    },
  }
}

function details({ grants, askProblem }: ProviderParts, { errors }: Library) {
  const granted = (token: object) => {
    const id = 'grantId' in token ? token.grantId : undefined
    const grant = grants.present(typeof id === 'string' ? id : '')
    return grant && [detailsOf(grant)]
  }
  const validate = async (ctx: KoaContextWithOIDC, detail: unknown, client: Client) => {
    const isOther = isAsking(ctx) && (await askProblem(client, wordsOfDetail(detail)))
    // One consent is for one Homey; of several details, what one bounds another would open.
    const isOne = detailsAsked(ctx.oidc?.params?.['authorization_details']) <= 1
    const several = isOne ? undefined : `${DETAILS_TYPE}: ask for one Homey at a time`
    const problem = several ?? detailProblem(detail) ?? (isOther || undefined)
    if (problem !== undefined) throw new errors.InvalidAuthorizationDetails(problem)
  }
  return {
    enabled: true,
    types: { [DETAILS_TYPE]: { validate } },
    // What was asked is not what was given: each token says what its grant is when it is made.
    authorizationDetailsForGrantSource: (_ctx: unknown, source: object) => granted(source),
    authorizationDetailsForAccessToken: (_ctx: unknown, token: object) => granted(token),
    authorizationDetailsForIntrospection: (_ctx: unknown, token: object) => granted(token),
  }
}

function basics(
  { grants, owners, cookieKey, pages, now, fetch }: ProviderParts,
  library: Library,
): Configuration {
  const short = { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true } as const
  return {
    scopes: ['offline_access'],
    extraParams: [INCLUDE_GRANTED],
    claims: {},
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    // Nothing is signed with it: there are no ID tokens. The library wants one all the same.
    jwks: { keys: [newSigningKey()] },
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
      authorization_details_types: [DETAILS_TYPE],
    },
    cookies: {
      keys: [cookieKey],
      names: COOKIES,
      long: short,
      short,
    },
    routes: ROUTES,
    pkce: { required: (_ctx, client) => !isAthomCompatible(client) },
    extraClientMetadata: { properties: [PROFILE], validator: ownerSaid(library) },
    clientBasedCORS: () => true,
    fetch: fetchBy(fetch),
    enableHttpPostMethods: false,
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // What a client gives back is over; an access token alone is the least that it can give back.
    revokeGrantPolicy: () => true,
    expiresWithSession: () => false,
    loadExistingGrant: async (ctx) => {
      const id = ctx.oidc.result?.consent?.grantId
      return id === undefined ? undefined : ctx.oidc.provider.Grant.find(id)
    },
    findAccount: async (_ctx, id) => {
      const owner = await owners.store.byId(id)
      return owner && { accountId: owner.id, claims: () => ({ sub: owner.id }) }
    },
    renderError: (ctx, { error, error_description: description }) =>
      pages.error(ctx, error, description),
    ttl: {
      AccessToken: (_ctx, token) => {
        const { expiresAt = null } = grants.present(token.grantId ?? '') ?? {}
        const left = expiresAt === null ? LIFE.accessToken : Math.ceil((expiresAt - now()) / 1_000)
        return Math.max(1, Math.min(LIFE.accessToken, left))
      },
      RefreshToken: (_ctx, token) => {
        const begun = token.iiat ?? Math.floor(Date.now() / 1_000)
        const left = begun + LIFE.family - Math.floor(Date.now() / 1_000)
        return Math.max(1, Math.min(LIFE.refreshToken, left))
      },
      AuthorizationCode: (_ctx, _code, client) =>
        isAthomCompatible(client) ? LIFE.bareCode : LIFE.code,
      DeviceCode: LIFE.deviceCode,
      Interaction: LIFE.interaction,
      Session: LIFE.session,
      Grant: LIFE.grant,
    },
  }
}

// `ctx` is there while a client registers or changes itself.
function ownerSaid({ errors }: Library) {
  return (ctx: KoaContextWithOIDC | undefined, key: string, value: unknown) => {
    if (ctx === undefined || value === undefined) return
    throw new errors.InvalidClientMetadata(`${key} is for an owner to say`)
  }
}

function newSigningKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' } as const
}

const bodyOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? { ...body } : {}

/** Of OpenID Connect, which this is not. */
const NOT_OURS = [
  ...['claims_parameter_supported', 'claims_supported', 'id_token_signing_alg_values_supported'],
  ...['subject_types_supported', 'jwks_uri', 'request_uri_parameter_supported'],
]

// Short, because some clients ask for all that is listed here (reference, 3.2).
function metadata(body: unknown): Readonly<Record<string, unknown>> {
  const kept = Object.entries(bodyOf(body)).filter(([name]) => !NOT_OURS.includes(name))
  return { ...Object.fromEntries(kept), scopes_supported: ['preset:read-only', 'preset:control'] }
}
