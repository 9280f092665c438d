// Where every id and secret of a virtual hub comes from: a stream of bytes that depends on the seed
// alone, so that the same seed builds the same home with the same ids and keys.
import { createHash } from 'node:crypto'

/** A source of randomness that can be replayed. */
export interface Random {
  readonly bytes: (length: number) => Buffer
}

/** The stream that a seed stands for: SHA-256 of the seed and a counter, block after block. */
export function seededRandom(seed: string): Random {
  let counter = 0
  let pool = Buffer.alloc(0)
  const bytes = (length: number): Buffer => {
    while (pool.length < length) {
      const block = createHash('sha256').update(`${seed}/${counter++}`).digest()
      pool = Buffer.concat([pool, block])
    }
    const taken = pool.subarray(0, length)
    pool = pool.subarray(length)
    return taken
  }
  return { bytes }
}

/** A v4 UUID, the form of nearly every id that a hub assigns. */
export function uuid(random: Random): string {
  const bytes = Buffer.from(random.bytes(16))
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** True for a UUID of versions 1 to 8, which is what a Homey Pro 2023 takes for one. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** Lower-case hexadecimal digits: 24 name a hub or an Athom user, 40 are the secret of a token. */
export function hex(random: Random, digits: number): string {
  return random
    .bytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits)
}
