// The log: structured lines on standard error, with everything cut out that has the form of a key.
import { KEY_PATTERN } from '@latchkey/gateway'
import pino, { type Logger } from 'pino'

/** A hub's own keys and sessions: user, session, secret. */
const HUB_KEY = /[0-9a-f-]{36}:[0-9a-f-]{36}:[0-9a-f]{16,}/gi

/** A log on standard error. */
export function openLog(): Logger {
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describe },
      hooks: { streamWrite: redact },
    },
    pino.destination({ fd: 2, sync: true }),
  )
}

/** A line without what looks like a key. */
export function redact(line: string): string {
  return line.replace(HUB_KEY, '…').replace(KEY_PATTERN, '…')
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  return { name, message, stack, ...(cause === undefined ? {} : { cause: describe(cause) }) }
}
