// Step 2, decide: may this grant make this call? Pure; what is not named is denied, and a refusal
// names everything that would do.
import { type Matched, type RequestFacts, required, suffices } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'

/** Sets of permissions of which any one does. */
export type Alternatives = readonly (readonly string[])[]

/** The verdict on a call. */
export type Verdict =
  | { readonly verdict: 'allow'; readonly reason: 'always' }
  | {
      readonly verdict: 'allow'
      readonly reason: 'granted'
      /** Any one of these would have done, with all permissions in it. */
      readonly alternatives: Alternatives
    }
  | {
      readonly verdict: 'deny'
      readonly reason: 'permission-missing'
      /** Any one of these would do, with all permissions in it. */
      readonly alternatives: Alternatives
    }
  | { readonly verdict: 'deny'; readonly reason: 'withheld'; readonly because: string }

/** Decides on a matched call with this content. */
export function decide(
  grant: Grant,
  matched: Matched,
  content: Pick<RequestFacts, 'body' | 'credentialUser'>,
): Verdict {
  const needs = required(matched.operation, { ids: matched.ids, ...content })
  switch (needs.kind) {
    case 'always':
      return { verdict: 'allow', reason: 'always' }
    case 'never':
      return { verdict: 'deny', reason: 'withheld', because: needs.because }
    case 'permissions':
      return suffices(grant.permissions, needs.alternatives)
        ? { verdict: 'allow', reason: 'granted', alternatives: needs.alternatives }
        : {
            verdict: 'deny',
            reason: 'permission-missing',
            alternatives: needs.alternatives,
          }
  }
}

/** The header that names what would do: `,` joins what is needed together, `; ` alternatives. */
export function acceptedPermissions(alternatives: Alternatives): string {
  return alternatives.map((all) => all.join(',')).join('; ')
}
