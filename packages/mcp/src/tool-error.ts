// What goes wrong with a tool and is the caller's to know: said in words, with what to do.
import type { Alternatives, CallAnswer } from './connection.ts'

/** A mistake of the caller, or something that is not there. The message says what to do. */
export class ToolError extends Error {
  override readonly name: string = 'ToolError'
}

/** A call that the gateway or the Homey refused. */
export class Refused extends ToolError {
  override readonly name = 'Refused'
  readonly status: number
  /** The code of the error, such as `missing_permission`. */
  readonly code: string
  /** Permissions that would do, if those are what is missing. */
  readonly needs: Alternatives | undefined
  /** The question that was put to the owner. */
  readonly approval: string | undefined

  constructor({ status, headers, value }: CallAnswer) {
    const { error, error_description: description, approval } = fieldsOf(value)
    const said = textOf(description) ?? textOf(error) ?? `the Homey refused this (status ${status})`
    super(`${said}${whenAgain(headers)}`)
    this.status = status
    this.code = textOf(error) ?? `status_${status}`
    this.needs = status === 403 ? needsIn(headers) : undefined
    this.approval = textOf(approval)
  }
}

// Whoever is to wait is told for how long.
function whenAgain(headers: CallAnswer['headers']): string {
  const wait = Number(headers['retry-after'])
  return wait > 0 ? ` Try again in ${wait} s.` : ''
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

// `,` joins what is needed together, `; ` alternatives.
function needsIn(headers: CallAnswer['headers']): Alternatives | undefined {
  const accepted = headers['x-latchkey-accepted-permissions']
  if (accepted === undefined || accepted === '') return undefined
  return accepted.split('; ').map((all) => all.split(','))
}
