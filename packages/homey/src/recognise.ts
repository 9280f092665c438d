// What kind of Homey answers, as it says itself: to be asked before anything that differs by kind.
import { type Generation, operationById } from '@latchkey/catalogue'
import type { HubConnection } from './hub-connection.ts'
import { HubError } from './hub-error.ts'

/** The kind of hub that `system.getInfo` tells of; undefined if it is no such answer. */
export function generationOf(info: unknown): Generation | undefined {
  if (typeof info !== 'object' || info === null) return undefined
  const { homeyVersion, homeyPlatform, homeyPlatformVersion } = info as Record<string, unknown>
  if (typeof homeyVersion !== 'string' || homeyVersion === '') return undefined
  if (homeyPlatform === 'cloud') return 'cloud'
  // The older firmware does not know the word platform version (reference 0).
  return Number(homeyPlatformVersion ?? 1) >= 2 ? 'pro-2023' : 'pro-2019'
}

/**
 * Asks a hub of what kind it is, whatever it was taken for: all kinds have the operation in one place.
 * Undefined if the credential may not ask. @throws HubError if nobody answers or the credential is refused
 */
export async function recognise(connection: HubConnection): Promise<Generation | undefined> {
  const operation = operationById(connection.generation, 'system.getInfo')
  if (!operation) return undefined
  try {
    return generationOf(await connection.call(operation))
  } catch (error) {
    if (error instanceof HubError && error.status === 403) return undefined
    throw error
  }
}
