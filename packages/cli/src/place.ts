// Which installation a command works on: its directory, its database, its keys.
import type { InstallationOptions } from '@latchkey/gateway'
import { databaseUrl, dataPath } from './data-path.ts'

/** Options that say it. */
export interface PlaceOptions {
  readonly data?: string
  readonly databaseUrlEnv?: string
}

/** Where an installation is, and what opens it. */
export type Place = Pick<
  InstallationOptions,
  'data' | 'databaseUrl' | 'sealingKey' | 'auditKey' | 'athomCloud'
>

/** The installation that the options and the environment mean. */
export function placeOf(
  options: PlaceOptions,
  environment: NodeJS.ProcessEnv,
  otherwise?: string,
): Place {
  // A demonstration takes no database that happens to be named for something else.
  const isStray = otherwise !== undefined && options.databaseUrlEnv === undefined
  return {
    data: dataPath(options.data, environment, otherwise),
    databaseUrl: isStray ? undefined : databaseUrl(options.databaseUrlEnv, environment),
    sealingKey: environment['LATCHKEY_SEALING_KEY'],
    auditKey: environment['LATCHKEY_AUDIT_KEY'],
    athomCloud: environment['ATHOM_CLOUD_API_BASEURL'],
  }
}
