// What owners send about themselves, parsed at the edge.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { MIN_PASSWORD } from '../owners/password.ts'
import { NAME } from './inputs.ts'

/** A password that is to be set. */
const newPassword = z
  .string()
  .min(MIN_PASSWORD, `a password has at least ${MIN_PASSWORD} letters`)
  .max(1000)

const token = z.string().min(1).max(100)
const blob = z.string().max(20_000)

/** What a browser made of passkey options; what is in it is checked where it is verified. */
const made = z.looseObject({
  id: z.string().min(1).max(2_000),
  rawId: z.string().min(1).max(2_000),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: blob }),
})

/** Options for the passkey of a setup. */
export const SETUP_PASSKEY_INPUT = z.strictObject({ token, name: NAME })

/** A setup: with a password or a passkey. */
export const SETUP_INPUT = z.strictObject({
  ...{ token, name: NAME },
  password: newPassword.optional(),
  passkey: made.optional(),
})

/** A sign-in by password. */
export const SIGN_IN_INPUT = z.strictObject({
  name: z.string().min(1).max(200),
  password: z.string().min(1).max(1000),
})

/** A passkey, made or shown. */
export const PASSKEY_INPUT = z.strictObject({ passkey: made })

/** A change of the password. */
export const PASSWORD_INPUT = z.strictObject({
  present: z.string().max(1000).optional(),
  next: newPassword,
})

/** Whom a setup link is for: nobody yet, or an owner who lost the way in. */
export const LINK_INPUT = z.strictObject({ owner: z.string().min(1).max(200).optional() })

/** A made passkey as the library takes it, which checks all of it. */
export const asRegistration = (value: z.infer<typeof made>): RegistrationResponseJSON =>
  value as unknown as RegistrationResponseJSON

/** A shown passkey as the library takes it, which checks all of it. */
export const asAuthentication = (value: z.infer<typeof made>): AuthenticationResponseJSON =>
  value as unknown as AuthenticationResponseJSON
