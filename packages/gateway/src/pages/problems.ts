// What is wrong with a form, in the words of its reader: of a field beside the field, of all of it above.

import { SETUP_INPUT } from '../owner-api/owner-inputs.ts'
import { OWNER_ERRORS, OwnerError, type OwnerErrorCode } from '../owner-error.ts'
import { MIN_PASSWORD } from '../owners/password.ts'
import { html } from './html.ts'
import type { Problems } from './setup-page.ts'
import type { TextName, Words } from './texts.ts'

/** The fields of a form that was sent; nothing if none was. */
export function fieldsOf(body: unknown): Readonly<Record<string, string>> {
  return typeof body === 'object' && body !== null ? (body as Record<string, string>) : {}
}

/** The owner errors that a form can meet. */
const SAID: Readonly<Partial<Record<OwnerErrorCode, TextName>>> = {
  sign_in_failed: 'signInFailed',
  slow_down: 'slowDown',
  busy: 'busy',
  request_forged: 'formOld',
}

/** An error as problems of a page. @throws the error, if it is none of the owner's */
export function problemsOf(words: Words, error: unknown): Problems {
  const name = error instanceof OwnerError ? SAID[error.code] : undefined
  if (!(error instanceof OwnerError) || name === undefined) throw error
  // Of the two it is not said which one is wrong: whether there is such a name is nobody's to know.
  if (error.code === 'sign_in_failed') {
    return { status: OWNER_ERRORS.sign_in_failed, password: words('signInFailed') }
  }
  const seconds = error.headers['retry-after'] ?? ''
  const all = html`<p>${words(name, { seconds })}</p>`
  return { status: OWNER_ERRORS[error.code], headers: error.headers, all }
}

interface Given {
  readonly name: string
  readonly password: string
}

/** What is missing to sign in. */
export function signInProblems(words: Words, { name, password }: Given): Problems | undefined {
  const missing = {
    name: name.trim() === '' || name.length > 200 ? words('nameMissing') : undefined,
    password: password === '' ? words('passwordMissing') : undefined,
  }
  if (missing.name === undefined && missing.password === undefined) {
    return password.length > 1_000 ? { status: 400, password: words('passwordLong') } : undefined
  }
  return { status: 400, ...missing }
}

/** What is wrong with a name and a password that are to be set: the rules are the owner API's. */
export function setUpProblems(words: Words, { name, password }: Given): Problems | undefined {
  const { shape } = SETUP_INPUT
  const isName = shape.name.safeParse(name).success
  const isPassword = shape.password.safeParse(password).success
  if (isName && isPassword) return undefined
  const badPassword = password.length < MIN_PASSWORD ? 'passwordShort' : 'passwordLong'
  return {
    status: 400,
    name: isName ? undefined : words(name.trim() === '' ? 'nameMissing' : 'nameBad'),
    password: isPassword ? undefined : words(badPassword, { least: MIN_PASSWORD }),
  }
}
