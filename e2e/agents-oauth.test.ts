// An agent that asks its owner for access: the client of the MCP SDK, unmodified, finds the authorization server by
// itself, registers, is granted what it asked for, and asks for more when a call needs it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { KeyView } from '@latchkey/gateway'
import {
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import { type Agent, agent as agentBy, agentOf, ERAS, type Era, newClient } from './agents.ts'
import { STORY_PERMISSIONS, story } from './agents-story.ts'
import { type Decision, Owner } from './consenting.ts'
import { newClient as newMcpClient, redeem, request } from './oauth-client.ts'
import { openWorld, type World } from './world.ts'

const BACK = 'http://127.0.0.1:8765/back'

let world: World
let owner: Owner

before(async () => {
  world = await openWorld()
  owner = await Owner.of(world)
})
after(() => world[Symbol.asyncDispose]())

/** What the SDK keeps of a client, in memory. */
class Kept implements OAuthClientProvider {
  readonly redirectUrl = BACK
  readonly clientMetadata = {
    ...{ client_name: 'Assistant', redirect_uris: [BACK] },
    ...{ token_endpoint_auth_method: 'none', application_type: 'native' },
    grant_types: ['authorization_code', 'refresh_token'],
  }
  /** Where the owner is to be sent, each time. */
  readonly asked: URL[] = []
  client: OAuthClientInformationMixed | undefined
  given: OAuthTokens | undefined
  #verifier = ''

  clientInformation = () => this.client
  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.client = client
  }
  tokens = () => this.given
  saveTokens(tokens: OAuthTokens): void {
    this.given = tokens
  }
  redirectToAuthorization(to: URL): void {
    this.asked.push(to)
  }
  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier
  }
  codeVerifier = () => this.#verifier
}

/** Consents to what was asked last. */
async function consent(kept: Kept, transport: StreamableHTTPClientTransport): Promise<string> {
  const to = kept.asked.at(-1)
  assert.ok(to)
  const back = await owner.consent(to)
  await transport.finishAuth(back.searchParams)
  return to.searchParams.get('scope') ?? ''
}

async function connected(kept: Kept, era: Era): Promise<Agent> {
  const url = new URL(`${world.url}/mcp`)
  const first = new StreamableHTTPClientTransport(url, { authProvider: kept })
  await assert.rejects(newClient({ era }).connect(first), UnauthorizedError)
  assert.equal(kept.asked.at(-1)?.searchParams.get('resource'), `${world.url}/mcp`)
  assert.equal(await consent(kept, first), 'preset:read-only')
  const client = newClient({ era })
  await client.connect(new StreamableHTTPClientTransport(url, { authProvider: kept }))
  return agentOf(client)
}

/** The grants that count, without those that there were before. */
async function liveGrants(before: readonly KeyView[]): Promise<readonly KeyView[]> {
  const all = await world.owner<readonly KeyView[]>('GET', '/keys')
  return all.filter(({ id, state }) => state === 'live' && !before.some((one) => one.id === id))
}

for (const era of ERAS) {
  test(`${era}: the whole flow, then more by a step-up, then a token that is for nothing else`, async () => {
    const before = await liveGrants([])
    const kept = new Kept()
    const agent = await connected(kept, era)
    const tools = await agent.tools()
    assert.ok(tools.includes('home_overview') && !tools.includes('devices_set'))
    const [{ id = '' } = {}] = await liveGrants(before)
    const old = kept.given?.access_token ?? ''
    const restrictions = { tools: { script_run: 'deny' }, toolLimits: { writes: 50 } }
    await world.owner('PUT', `/keys/${id}`, { restrictions })
    const lamp = { device: 'Ceiling light', capability: 'onoff', value: false }
    // The client goes to the authorization server with exactly what the call needs.
    await assert.rejects(agent.call('devices_set', { changes: [lamp] }))
    const asked = kept.asked.at(-1)?.searchParams.get('scope')?.split(' ') ?? []
    assert.ok(
      ['device:read', 'device:control'].every((one) => asked.includes(one)),
      asked.join(' '),
    )
    assert.ok(!asked.some((one) => one.startsWith('flow:create')))
    const url = new URL(`${world.url}/mcp`)
    await consent(kept, new StreamableHTTPClientTransport(url, { authProvider: kept }))
    const client = newClient({ era })
    await client.connect(new StreamableHTTPClientTransport(url, { authProvider: kept }))
    await using more = agentOf(client)
    const { done } = await more.ask<{ done: unknown[] }>('devices_set', { changes: [lamp] })
    assert.equal(done.length, 1)
    // The new grant took the place of the one before, with what the owner said of its tools.
    const live = await liveGrants(before)
    assert.deepEqual(
      live.map(({ restrictions }) => restrictions),
      [{ tools: { script_run: 'deny' }, toolLimits: { writes: 50 } }],
    )
    const over = await world.send('POST', '/mcp', { key: old, body: {} })
    assert.equal(over.status, 401)
    // A token for the MCP server opens nothing else, and the other way round (RFC 8707).
    const token = kept.given?.access_token ?? ''
    const direct = await world.send('GET', '/api/manager/devices/device', { key: token })
    assert.equal(direct.status, 401)
    assert.equal((await world.audit()).at(-1)?.reason, 'token-elsewhere')
    await agent.client.close()
  })
}

for (const era of ERAS) {
  test(`${era}: the whole story, by what OAuth gave and the owner added when asked`, async () => {
    await using agent = await connected(new Kept(), era)
    const { asked } = await agent.ask<{ asked: { request: string } }>('permission_request', {
      ...{ permissions: STORY_PERMISSIONS, reason: 'To make a light follow the sensor.' },
    })
    const given = await world.owner<{ key: string }>(
      'POST',
      `/permission-requests/${asked.request}/grant`,
      // Who may write any Flow may do everything, and its owner has to say that they mean it.
      { fullControl: true },
    )
    const restrictions = { tools: { flow_enable: 'ask' } }
    await world.owner('PUT', `/keys/${given.key}`, { restrictions })
    await story(world, agent)
  })
}

test('who does not say what it asks for is offered what reads, and its owner may tick more', async () => {
  const client = await newMcpClient(world)
  const metadata = (await world.send('GET', '/.well-known/oauth-protected-resource/mcp')).json()
  assert.deepEqual(metadata['scopes_supported'], ['preset:read-only'])
  const resource = `${world.url}/mcp`
  const ask = () => request(world, client, '', { scope: undefined, resource })
  const scopeOf = async (decision: Decision) => {
    const { to, verifier } = ask()
    const code = (await owner.consent(to, decision)).searchParams.get('code') ?? ''
    const { status, body } = await redeem(world, client, code, verifier, { resource })
    assert.equal(status, 200, JSON.stringify(body))
    return String(body['scope']).split(' ')
  }
  const { page } = await owner.open(ask().to)
  assert.match(page.text, /did not say what it needs/)
  const row = (name: string) =>
    new RegExp(`<input [^>]*name="p:${name}"[^>]*>`).exec(page.text)?.[0]
  assert.match(row('device:read') ?? '', / checked/)
  assert.doesNotMatch(row('device:control') ?? 'none', / checked/)
  assert.equal(row('flow:create'), undefined)
  const asIs = await scopeOf({})
  assert.ok(asIs.includes('device:read') && !asIs.includes('device:control'), asIs.join(' '))
  const more = await scopeOf({ fields: { 'p:device:control': 'on' } })
  assert.ok(more.includes('device:read') && more.includes('device:control'), more.join(' '))
  // What was not offered nobody can tick, and what is asked for the Homey itself is what is said.
  const beyond = owner.consent(ask().to, { fields: { 'p:flow:create': 'on' } })
  await assert.rejects(beyond, /400/)
  const direct = await owner.open(request(world, client, '', { scope: undefined }).to)
  assert.doesNotMatch(direct.page.text, /name="p:/)
})

test('what an owner said of the tools of a client holds for each of its grants', async () => {
  const client = await newMcpClient(world)
  const before = await liveGrants([])
  const give = async (scope: string) => {
    const resource = `${world.url}/mcp`
    const { to, verifier } = request(world, client, scope, { resource })
    const code = (await owner.consent(to)).searchParams.get('code') ?? ''
    const { status, body } = await redeem(world, client, code, verifier, { resource })
    assert.equal(status, 200, JSON.stringify(body))
    return String(body['access_token'])
  }
  const first = await give('device:read flow:read')
  const [{ id = '' } = {}] = await liveGrants(before)
  const tools = { devices_set: 'deny' }
  await world.owner('PUT', `/keys/${id}`, { restrictions: { tools, schedule: ['mon-sun'] } })
  // Something else than it has and more: that is a grant beside the other.
  const second = await give('device:read device:control')
  const said = (await liveGrants(before)).map(({ restrictions }) => restrictions?.tools)
  assert.deepEqual(said, [tools, tools])
  for (const token of [first, second]) {
    await using one = await agentBy(world, token)
    assert.ok(!(await one.tools()).includes('devices_set'))
  }
})

test('the metadata of the MCP server, and what a stranger is told', async () => {
  const well = `/.well-known/oauth-protected-resource/mcp`
  const metadata = (await world.send('GET', well)).json()
  assert.equal(metadata['resource'], `${world.url}/mcp`)
  assert.deepEqual(metadata['authorization_servers'], [world.url])
  const root = (await world.send('GET', '/.well-known/oauth-protected-resource')).json()
  assert.equal(root['resource'], world.url)
  const headers = { 'mcp-method': 'tools/call', 'mcp-name': 'flow_start' }
  const stranger = await world.send('POST', '/mcp', { body: {}, headers })
  assert.equal(stranger.status, 401)
  const challenge = String(stranger.headers['www-authenticate'])
  assert.match(challenge, /scope="flow:read flow:start"/)
  assert.ok(challenge.includes(`resource_metadata="${world.url}${well}"`), challenge)
})
