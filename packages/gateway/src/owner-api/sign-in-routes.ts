// The routes before there is a session: setting up an owner with a link, and signing in.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Peer } from '../listener/peer.ts'
import { OwnerError } from '../owner-error.ts'
import { zoneOf } from '../owners/from.ts'
import type { Owners, Proof, SignedIn } from '../owners/owners.ts'
import { type RelyingParty, relyingParty } from '../owners/passkeys.ts'
import { DONE, OWNER, PASSKEY_OPTIONS } from './answers.ts'
import { sessionCookie, tokenIn } from './guard.ts'
import type { OwnerApiParts } from './owner-api.ts'
import {
  asAuthentication,
  asRegistration,
  PASSKEY_INPUT,
  SETUP_INPUT,
  SETUP_PASSKEY_INPUT,
  SIGN_IN_INPUT,
} from './owner-inputs.ts'
import { type Call, type Route, route } from './route.ts'
import { ownerView } from './views.ts'

/** Where the other end is of a request that came over TCP. */
export type PeerOf = (call: Pick<Call<unknown, unknown>, 'request'>) => Peer

/** The routes that need no session. */
export function openRoutes(parts: OwnerApiParts, peerOf: PeerOf): readonly Route[] {
  return [...setupRoutes(parts, peerOf), ...signInRoutes(parts, peerOf)]
}

function setupRoutes({ owners, setupRemote }: OwnerApiParts, peerOf: PeerOf): readonly Route[] {
  const linkOf = (token: string, peer: Peer) =>
    owners.link(token, peer.loopback || setupRemote(), peer)
  return [
    route({
      ...{ method: 'POST', path: '/setup/passkey', doors: ['tcp'] },
      summary: 'Options for setting up with a passkey',
      ...{ body: SETUP_PASSKEY_INPUT, answer: PASSKEY_OPTIONS },
      handle: async (call) => {
        const peer = peerOf(call)
        const link = await linkOf(call.body.token, peer)
        return passkeyOptions(peer, (party) =>
          owners.setupPasskey(link, call.body.name, party, peer),
        )
      },
    }),
    route({
      ...{ method: 'POST', path: '/setup', doors: ['tcp'] },
      summary: 'Use a setup link: become an owner, or come back in',
      ...{ body: SETUP_INPUT, answer: OWNER },
      handle: async (call) => {
        const peer = peerOf(call)
        const link = await linkOf(call.body.token, peer)
        const proof = proofOf(call.body, peer)
        return begun(call.reply, peer, await owners.setUp(link, call.body.name, proof, peer))
      },
    }),
  ]
}

function signInRoutes({ owners }: OwnerApiParts, peerOf: PeerOf): readonly Route[] {
  // Whoever signs in leaves the session that the browser had, so that none is carried over.
  const leave = async ({ request }: Pick<Call<unknown, unknown>, 'request'>, peer: Peer) => {
    const session = await owners.sessions.find(tokenIn(request.headers.cookie, peer))
    if (session) await owners.sessions.end(session.id)
  }
  return [
    route({
      ...{ method: 'POST', path: '/sign-in', doors: ['tcp'] },
      summary: 'Sign in by name and password',
      ...{ body: SIGN_IN_INPUT, answer: OWNER },
      handle: async (call) => {
        const peer = peerOf(call)
        const { name, password } = call.body
        const signedIn = await owners.byPassword(name, password, peer)
        await leave(call, peer)
        return begun(call.reply, peer, signedIn)
      },
    }),
    route({
      ...{ method: 'POST', path: '/sign-in/passkey-options', doors: ['tcp'] },
      ...{ summary: 'Options for signing in with a passkey', answer: PASSKEY_OPTIONS },
      handle: (call) => {
        const peer = peerOf(call)
        return passkeyOptions(peer, (party) => owners.passkeys.authentication(party, zoneOf(peer)))
      },
    }),
    route({
      ...{ method: 'POST', path: '/sign-in/passkey', doors: ['tcp'] },
      summary: 'Sign in with a passkey',
      ...{ body: PASSKEY_INPUT, answer: OWNER },
      handle: async (call) => {
        const peer = peerOf(call)
        const shown = asAuthentication(call.body.passkey)
        const signedIn = await owners.byPasskey(shown, partyOf(peer), peer)
        await leave(call, peer)
        return begun(call.reply, peer, signedIn)
      },
    }),
    route({
      ...{ method: 'POST', path: '/sign-out', doors: ['tcp'] },
      ...{ summary: 'End this session, if there is one', answer: DONE },
      handle: async (call) => {
        const peer = peerOf(call)
        await endSession(owners, call.request, peer)
        void call.reply.header('set-cookie', sessionCookie(undefined, peer))
        return { done: true as const }
      },
    }),
  ]
}

/** Ends the session that a browser has, if it has one. */
export async function endSession(
  owners: Owners,
  { headers }: Pick<FastifyRequest, 'headers'>,
  peer: Peer,
): Promise<void> {
  const session = await owners.sessions.find(tokenIn(headers.cookie, peer))
  if (!session) return
  await owners.sessions.end(session.id)
  owners.tell('signed-out', session.ownerId, peer)
}

function begun(reply: FastifyReply, peer: Peer, { owner, token }: SignedIn) {
  void reply.header('set-cookie', sessionCookie(token, peer))
  return ownerView(owner)
}

/** Passkey options at the origin that the browser is at, or why there are none. */
export async function passkeyOptions(
  peer: Peer,
  make: (party: RelyingParty) => Promise<object>,
): Promise<z.output<typeof PASSKEY_OPTIONS>> {
  const found = relyingParty(peer.origin)
  if ('problem' in found) return { options: null, problem: found.problem }
  return { options: { ...(await make(found.party)) }, problem: null }
}

/** @throws OwnerError `passkey_impossible`, saying why */
export function partyOf(peer: Peer): RelyingParty {
  const found = relyingParty(peer.origin)
  if ('party' in found) return found.party
  throw new OwnerError('passkey_impossible', found.problem)
}

function proofOf({ password, passkey }: z.output<typeof SETUP_INPUT>, peer: Peer): Proof {
  if (password !== undefined && passkey === undefined) return { password }
  if (password === undefined && passkey !== undefined) {
    return { passkey: asRegistration(passkey), party: partyOf(peer) }
  }
  throw new OwnerError('invalid_request', 'Give a password or a passkey, one of the two.')
}
