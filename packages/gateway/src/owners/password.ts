// Passwords: argon2id with the parameters of OWASP's first row, in the PHC string form, a few at a
// time because each takes 19 MiB.
import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Bounded } from './bounded.ts'

/** The shortest password. */
export const MIN_PASSWORD = 12

const MEMORY = 19_456
const PASSES = 2
const TAG = 32
const SALT = 16

const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const derive = promisify(argon2)

/** Hashes and checks passwords. */
export class Passwords {
  readonly #bounded = new Bounded(2, 32)
  readonly #random: (size: number) => Buffer
  /** What a password is checked against where there is none, so that it takes as long. */
  readonly #decoy: string

  constructor(random: (size: number) => Buffer) {
    this.#random = random
    this.#decoy = phc(MEMORY, PASSES, random(SALT), random(TAG))
  }

  /** The hash that is kept of a password. @throws OwnerError `busy` */
  async hash(password: string): Promise<string> {
    const salt = this.#random(SALT)
    const tag = await this.#derive(password, salt, MEMORY, PASSES)
    return phc(MEMORY, PASSES, salt, tag)
  }

  /** Whether it is the password; takes as long where there is no hash. @throws OwnerError `busy` */
  async verify(password: string, kept: string | undefined): Promise<boolean> {
    const known = FORM.exec(kept ?? '')
    const [, memory, passes, salt = '', tag = ''] = known ?? FORM.exec(this.#decoy) ?? []
    const expected = Buffer.from(tag, 'base64')
    const made = await this.#derive(
      password,
      Buffer.from(salt, 'base64'),
      Number(memory ?? MEMORY),
      Number(passes ?? PASSES),
    )
    return made.length === expected.length && timingSafeEqual(made, expected) && known !== null
  }

  #derive(password: string, nonce: Buffer, memory: number, passes: number): Promise<Buffer> {
    // The same letters typed on another keyboard may come in another form.
    const message = password.normalize('NFKC')
    return this.#bounded.run(() =>
      derive('argon2id', { message, nonce, parallelism: 1, tagLength: TAG, memory, passes }),
    )
  }
}

function phc(memory: number, passes: number, salt: Buffer, tag: Buffer): string {
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${text(salt)}$${text(tag)}`
}
