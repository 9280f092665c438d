// The log: structured lines on standard error, with everything cut out that has the form of a key.
import { redact } from '@latchkey/gateway'
import pino, { type Logger } from 'pino'

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

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  return { name, message, stack, ...(cause === undefined ? {} : { cause: describe(cause) }) }
}
