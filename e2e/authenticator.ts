// An authenticator in software: makes passkeys and signs with them as a phone does, so that the gateway
// verifies real signatures. What it should not do, a test asks of it by `wrong`.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What the authenticator or the browser around it gets wrong. */
export interface Wrong {
  readonly origin?: string
  readonly rpId?: string
  readonly counter?: number
  readonly challenge?: string
  readonly verified?: boolean
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest()
const text = (value: string) => Buffer.from(value)

/** CBOR of small maps, whose keys and values are encoded already. */
const map = (...pairs: readonly [Buffer, Buffer][]) =>
  Buffer.concat([Buffer.from([0xa0 + pairs.length]), ...pairs.flat()])
const cborText = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), text(value)])
const cborBytes = (value: Buffer) => {
  const { length } = value
  const head =
    length < 24
      ? [0x40 + length]
      : length < 256
        ? [0x58, length]
        : [0x59, length >> 8, length & 255]
  return Buffer.concat([Buffer.from(head), value])
}
const cborInt = (value: number) => Buffer.from([value >= 0 ? value : 0x20 + (-1 - value)])

/** One authenticator with one passkey. */
export class Authenticator {
  readonly id = randomBytes(32)
  readonly #privateKey: KeyObject
  readonly #point: { x: Buffer; y: Buffer }
  #counter = 0

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#privateKey = privateKey
    this.#point = { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') }
  }

  /** Makes the passkey. */
  create(options: Record<string, unknown>, origin: string, wrong: Wrong = {}) {
    const clientData = this.#clientData('webauthn.create', options, origin, wrong)
    const { id: rpId = '' } = options['rp'] as { id?: string }
    const key = map(
      [cborInt(1), cborInt(2)],
      [cborInt(3), cborInt(-7)],
      [cborInt(-1), cborInt(1)],
      [cborInt(-2), cborBytes(this.#point.x)],
      [cborInt(-3), cborBytes(this.#point.y)],
    )
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      key,
    ])
    const authData = Buffer.concat([this.#authData(rpId, wrong, 0x40), attested])
    const attestation = map(
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), map()],
      [cborText('authData'), cborBytes(authData)],
    )
    return this.#credential({
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestation.toString('base64url'),
    })
  }

  /** Signs in with it. */
  get(options: Record<string, unknown>, origin: string, wrong: Wrong = {}) {
    const clientData = this.#clientData('webauthn.get', options, origin, wrong)
    const authData = this.#authData(String(options['rpId']), wrong, 0)
    const signed = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#privateKey)
    return this.#credential({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signed.toString('base64url'),
    })
  }

  #credential(response: Record<string, string>) {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} }
  }

  #clientData(
    type: string,
    options: Record<string, unknown>,
    origin: string,
    wrong: Wrong,
  ): Buffer {
    const challenge = wrong.challenge ?? options['challenge']
    return text(JSON.stringify({ type, challenge, origin: wrong.origin ?? origin }))
  }

  #authData(rpId: string, wrong: Wrong, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(wrong.counter ?? ++this.#counter)
    const present = (wrong.verified ?? true) ? 0x05 : 0x01
    return Buffer.concat([sha256(wrong.rpId ?? rpId), Buffer.from([present | flags]), counter])
  }
}
