// JSON Web Tokens signed with RS512, the one form that delegation tokens have. A token is good only if
// its header says so, its signature fits and its time has not run out.
import { type KeyObject, sign, verify } from 'node:crypto'
import { isRecord, type JsonRecord } from '../json.ts'

const HEADER = encode({ alg: 'RS512', typ: 'JWT' })

/** A token with these claims. */
export function signJwt(claims: Readonly<JsonRecord>, privateKey: KeyObject): string {
  const signed = `${HEADER}.${encode(claims)}`
  return `${signed}.${sign('sha512', Buffer.from(signed), privateKey).toString('base64url')}`
}

/** The claims of a token that is good at `seconds`, else `undefined`. */
export function verifyJwt(
  token: string,
  publicKey: KeyObject,
  seconds: number,
): JsonRecord | undefined {
  const [header, payload, signature, more] = token.split('.')
  if (header !== HEADER || !payload || !signature || more !== undefined) return undefined
  const signed = Buffer.from(`${header}.${payload}`)
  if (!verify('sha512', signed, publicKey, Buffer.from(signature, 'base64url'))) return undefined
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  if (!isRecord(claims) || typeof claims['exp'] !== 'number') return undefined
  return claims['exp'] > seconds ? claims : undefined
}

function encode(value: Readonly<JsonRecord>): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
