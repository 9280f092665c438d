// The key that seals secrets in the snapshots of this installation: an age identity in the data
// directory, beside the key that seals the credentials of hubs.
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Identity, identityOf, makeIdentity } from '@latchkey/transfer'

/** The installation's identity; it is made when there is none. @throws if the file cannot be used */
export async function secretsKey(data: string): Promise<Identity> {
  const path = join(data, 'transfer.key')
  const known = await textOf(path)
  if (known !== undefined) return identityOf(known)
  const made = await makeIdentity()
  await mkdir(data, { recursive: true, mode: 0o700 })
  try {
    await using file = await open(path, 'wx', 0o600)
    await file.writeFile(`${made.identity}\n`)
    await file.sync()
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Another command was quicker.
    return identityOf(await readFile(path, 'utf8'))
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
