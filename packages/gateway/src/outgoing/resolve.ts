// The addresses of a name on the internet, as this machine resolves names.
import { lookup } from 'node:dns/promises'

/** The IP addresses of a name. @throws Error if it has none */
export async function resolvePublic(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map((one) => one.address)
}
