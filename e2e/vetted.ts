// A client with a manifest, for tests of what is thought of clients: registered by itself, let in, reviewed.
import assert from 'node:assert/strict'
import type { ClientStandingView, SubmittedView } from '@latchkey/gateway'
import type { Owner } from './consenting.ts'
import { BACK, ledTo, redeem, register, request, type Told } from './oauth-client.ts'
import type { World } from './world.ts'

/** Why a test client needs a permission. */
export const because = (permission: string): string => `Panel shows what ${permission} is for.`

/** A manifest that asks for these. */
export const manifestFor = (permissions: readonly string[], more: object = {}) => ({
  ...{ name: 'Panel', version: '1.0.0', homepage: 'https://app.example.org' },
  ...{ contact: 'dev@app.example.org', redirectUris: [BACK] },
  permissions: permissions.map((permission) => ({ permission, reason: because(permission) })),
  ...more,
})

/** Hands a manifest in at the control socket. */
export const submit = (world: World, client: string | undefined, manifest: object) =>
  world.owner<SubmittedView>('POST', '/clients/submit', { client, manifest })

/** Decides about a version at the control socket. */
export const review = (
  world: World,
  client: string,
  version: number,
  verdict: 'approve' | 'return' = 'approve',
  findings: readonly string[] = [],
) =>
  world.owner<ClientStandingView>('POST', `/clients/${encodeURIComponent(client)}/review`, {
    ...{ version, verdict, findings },
  })

/** A client that registered itself, and may change itself. */
export async function registered(world: World, metadata: Readonly<Record<string, unknown>> = {}) {
  const { status, body } = await register(world, metadata)
  assert.equal(status, 201, JSON.stringify(body))
  let token = String(body['registration_access_token'])
  const id = String(body['client_id'])
  return {
    id,
    /** Changes what it says of itself (RFC 7592). */
    change: async (more: Readonly<Record<string, unknown>>) => {
      const { registration_access_token: _, ...rest } = body
      const drop = ['registration_client_uri', 'client_secret_expires_at', 'client_id_issued_at']
      const kept = Object.entries(rest).filter(([name]) => !drop.includes(name))
      const reply = await fetch(`${world.url}/register/${id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...Object.fromEntries(kept), ...more }),
      })
      const answer = (await reply.json()) as Record<string, unknown>
      assert.equal(reply.status, 200, JSON.stringify(answer))
      token = String(answer['registration_access_token'])
    },
  }
}

/** Tokens for a client that an owner lets in. */
export async function letIn(world: World, ann: Owner, client: string, scope: string) {
  const { to, verifier } = request(world, client, scope)
  const code = (await ann.consent(to)).searchParams.get('code') ?? ''
  const got = await redeem(world, client, code, verifier)
  assert.equal(got.status, 200, JSON.stringify(got.body))
  return { access: wordIn(got, 'access_token'), refresh: wordIn(got, 'refresh_token') }
}

const wordIn = ({ body }: Told, name: string): string => String(body[name])

/** What a request for access is refused with where the client is sent back, or the page that is shown. */
export async function refusal(world: World, ann: Owner, client: string, scope: string) {
  const { to } = request(world, client, scope)
  const page = await ann.browser.get(to.replace(world.url, ''))
  return { page, error: ledTo(world, page).searchParams.get('error') }
}
