// What a running gateway does by itself for directories: looks for newer copies of those that are fetched, when it
// starts and twice a day. One that cannot be had goes on counting as it is; the owner is told once.
import type { AuthorizationServer } from '../authorization/authorization-server.ts'
import { type Directories, isAddress } from './directories.ts'

/** What is looked after, and who is told. */
export interface DirectoryCareParts {
  readonly directories: Directories
  /** Where clients are looked at anew. */
  readonly authorization: Pick<AuthorizationServer, 'lookAtAll'>
  readonly onWarning: (text: string) => void
  readonly onError: (error: unknown) => void
}

const EVERY = 12 * 3_600_000

/** Starts, and gives back what stops it. */
export function startDirectoryCare(parts: DirectoryCareParts): AsyncDisposable {
  const told = new Set<string>()
  let running = Promise.resolve()
  const begin = () => {
    running = running.then(() => updateAll(parts, told)).catch(parts.onError)
  }
  begin()
  const timer = setInterval(begin, EVERY).unref()
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** Looks for newer copies once; `told` are those whose owner knows that they cannot be had. */
export async function updateAll(
  { directories, authorization, onWarning }: DirectoryCareParts,
  told: Set<string>,
): Promise<void> {
  const fetched = (await directories.list()).filter(({ source }) => isAddress(source))
  if (fetched.length === 0) return
  for (const { name } of fetched) {
    try {
      await directories.update(name, undefined)
      told.delete(name)
    } catch (error) {
      const why = error instanceof Error ? error.message : ''
      if (!told.has(name)) onWarning(`The directory "${name}" was not updated: ${why}`)
      told.add(name)
    }
  }
  await authorization.lookAtAll()
}
