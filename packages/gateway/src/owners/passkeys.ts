// Passkeys: made and checked with @simplewebauthn/server. The name that a passkey is bound to is the
// public URL's; an IP address is none, and then there are no passkeys, which is said.
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { Challenges } from './challenges.ts'
import type { Zone } from './from.ts'

/** Loaded with the first passkey: the start of the gateway is not to wait for it. */
const library = () => import('@simplewebauthn/server')

/** Whom passkeys are made for: the name they are bound to, and the one origin. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/** What is kept of a passkey. */
export interface StoredPasskey {
  readonly id: string
  /** base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
}

/** Ed25519, P-256 and RSA: what authenticators have, and Node without experiments. */
const ALGORITHMS = [-8, -7, -257]

/** Why there can be no passkeys at an origin, or whom they are for. */
export function relyingParty(
  origin: string,
): { readonly party: RelyingParty } | { readonly problem: string } {
  const { hostname, protocol } = new URL(origin)
  if (/^\[|^\d+\.\d+\.\d+\.\d+$/.test(hostname)) {
    return {
      problem:
        'A passkey is bound to a name, and an IP address is none. Open Latchkey by a name (https, or http://localhost on this machine), or use a password.',
    }
  }
  if (protocol !== 'https:' && hostname !== 'localhost') {
    return { problem: 'Browsers have passkeys only over https. Use a password, or set up TLS.' }
  }
  return { party: { id: hostname, origin } }
}

/** Makes and checks passkeys. */
export class Passkeys {
  readonly #challenges: Challenges

  constructor(challenges: Challenges) {
    this.#challenges = challenges
  }

  /** Options for making a passkey; only `register` for the same purpose takes the answer. */
  async registration(
    party: RelyingParty,
    purpose: string,
    owner: { readonly id: string; readonly name: string },
    existing: readonly StoredPasskey[],
    zone: Zone,
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { generateRegistrationOptions } = await library()
    const options = await generateRegistrationOptions({
      rpName: 'Latchkey',
      rpID: party.id,
      userName: owner.name,
      userDisplayName: owner.name,
      userID: new TextEncoder().encode(owner.id),
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: existing.map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    await this.#challenges.remember(options.challenge, purpose, zone)
    return options
  }

  /** The passkey that was made; undefined if anything about it is wrong, whatever it is. */
  async register(
    party: RelyingParty,
    purpose: string,
    response: RegistrationResponseJSON,
  ): Promise<StoredPasskey | undefined> {
    const { verifyRegistrationResponse } = await library()
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        expectedChallenge: (challenge) => this.#challenges.take(challenge, purpose),
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      })
      if (!verified) return undefined
      const { id, publicKey, counter, transports } = registrationInfo.credential
      return {
        ...{ id, counter, transports: transports ?? [] },
        publicKey: Buffer.from(publicKey).toString('base64url'),
      }
    } catch {
      return undefined
    }
  }

  /** Options for signing in. They name no passkey, so they tell nothing of who has one. */
  async authentication(
    party: RelyingParty,
    zone: Zone,
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await library()
    const options = await generateAuthenticationOptions({
      ...{ rpID: party.id, userVerification: 'required' },
    })
    await this.#challenges.remember(options.challenge, SIGN_IN, zone)
    return options
  }

  /** The passkey's new counter; undefined if anything is wrong, whatever it is. */
  async authenticate(
    party: RelyingParty,
    response: AuthenticationResponseJSON,
    stored: StoredPasskey,
  ): Promise<number | undefined> {
    const { id, counter, publicKey } = stored
    const { verifyAuthenticationResponse } = await library()
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response,
        expectedChallenge: (challenge) => this.#challenges.take(challenge, SIGN_IN),
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        credential: { id, counter, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')) },
      })
      return verified ? authenticationInfo.newCounter : undefined
    } catch {
      return undefined
    }
  }
}

const SIGN_IN = 'sign-in'
