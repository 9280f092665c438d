// The routes of an owner about themselves, and of the control socket about all owners.
import { OwnerError } from '../owner-error.ts'
import type { Owner } from '../owners/owner.ts'
import { LINK_LIFE } from '../owners/setup-links.ts'
import { CREDENTIAL, DONE, OWNER, PASSKEY_OPTIONS, SETUP_LINK } from './answers.ts'
import type { Caller } from './caller.ts'
import { sessionCookie } from './guard.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { asRegistration, LINK_INPUT, PASSKEY_INPUT, PASSWORD_INPUT } from './owner-inputs.ts'
import { type Route, route } from './route.ts'
import { type PeerOf, partyOf, passkeyOptions } from './sign-in-routes.ts'
import { ownerView } from './views.ts'

/** The routes of a signed-in owner, over TCP only. */
export function selfRoutes({ owners }: OwnerApiParts, peerOf: PeerOf): readonly Route[] {
  const { store, sessions } = owners
  return [
    route({
      ...{ method: 'GET', path: '/me', doors: ['tcp'], summary: 'Who is signed in', answer: OWNER },
      handle: ({ caller }) => ownerView(self(caller).owner),
    }),
    route({
      ...{ method: 'POST', path: '/sign-out/everywhere', doors: ['tcp'] },
      ...{ summary: 'End all sessions of this owner', answer: DONE },
      handle: async (call) => {
        const { owner, from } = self(call.caller)
        await sessions.endAll(owner.id)
        owners.tell('signed-out', owner.id, from)
        void call.reply.header('set-cookie', sessionCookie(undefined, peerOf(call)))
        return { done: true as const }
      },
    }),
    route({
      ...{ method: 'GET', path: '/credentials', doors: ['tcp'] },
      ...{ summary: 'What this owner can sign in with', answer: CREDENTIAL.array().readonly() },
      handle: async ({ caller }) =>
        (await store.credentials(self(caller).owner.id)).map(({ id, kind, createdAt }) => {
          return { id, kind, created: new Date(createdAt).toISOString() }
        }),
    }),
    route({
      ...{ method: 'PUT', path: '/credentials/password', doors: ['tcp'] },
      summary: 'Set or change the password; ends the other sessions',
      ...{ body: PASSWORD_INPUT, answer: DONE },
      handle: async ({ caller, body }) => {
        const { owner, session, from } = self(caller)
        await owners.changePassword(owner, body.present, body.next, from)
        await sessions.endAll(owner.id, session.id)
        return { done: true as const }
      },
    }),
    route({
      ...{ method: 'POST', path: '/credentials/passkey-options', doors: ['tcp'] },
      ...{ summary: 'Options for one more passkey', answer: PASSKEY_OPTIONS },
      handle: (call) => {
        const { owner, from } = self(call.caller)
        return passkeyOptions(peerOf(call), (party) => owners.morePasskeys(owner, party, from))
      },
    }),
    route({
      ...{ method: 'POST', path: '/credentials/passkey', doors: ['tcp'] },
      ...{ summary: 'Add a passkey', body: PASSKEY_INPUT, answer: DONE },
      handle: async (call) => {
        const { owner, from } = self(call.caller)
        const passkey = asRegistration(call.body.passkey)
        await owners.addPasskey(owner, passkey, partyOf(peerOf(call)), from)
        return { done: true as const }
      },
    }),
    route({
      ...{ method: 'DELETE', path: '/credentials/:id', doors: ['tcp'] },
      ...{ summary: 'Remove a passkey or the password; never the last one', answer: DONE },
      handle: async ({ caller, id }) => {
        const { owner, session, from } = self(caller)
        await store.remove(owner.id, id)
        owners.tell('credentials-changed', owner.id, from)
        await sessions.endAll(owner.id, session.id)
        return { done: true as const }
      },
    }),
  ]
}

/** The routes about all owners, at the control socket only. */
export function ownerRoutes({ owners, baseUrl, now }: OwnerApiParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/owners', doors: ['control'] },
      ...{ summary: 'All owners', answer: OWNER.array().readonly() },
      handle: async () => (await owners.store.list()).map(ownerView),
    }),
    route({
      ...{ method: 'POST', path: '/owners/link', doors: ['control'] },
      summary: 'A setup link for a new owner, or for one who lost the way in',
      ...{ body: LINK_INPUT, answer: SETUP_LINK },
      handle: async ({ body }) => {
        const base = baseUrl()
        if (base === undefined) {
          throw new OwnerError('not_listening', 'Nothing would answer it. Run: latchkey start')
        }
        const ownerId = body.owner === undefined ? null : await ownerNamed(body.owner)
        const token = await owners.links.make(ownerId)
        const expires = new Date(now() + LINK_LIFE).toISOString()
        return { url: `${named(base)}/setup#${token}`, expires }
      },
    }),
  ]
  async function ownerNamed(name: string): Promise<string> {
    const owner = (await owners.store.byName(name)) ?? (await owners.store.byId(name))
    if (owner) return owner.id
    throw new OwnerError('owner_unknown', `There is no owner "${name}". See: latchkey owner list`)
  }
}

/** The address by a name, where it is this machine's: a passkey is bound to a name, not to a number. */
function named(base: string): string {
  return base.replace(/^http:\/\/(?:127\.0\.0\.1|\[::1\])(?=[:/]|$)/, 'http://localhost')
}

function self(caller: Caller): Extract<Caller, { readonly owner: Owner }> {
  if (caller.owner) return caller
  throw new OwnerError('not_signed_in', 'Sign in first.')
}
