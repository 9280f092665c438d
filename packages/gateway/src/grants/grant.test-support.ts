// A grant for tests of what only looks at one: live, for the hub `h`, with nothing in it but what is said.
import type { Grant } from './grant.ts'

/** A grant that differs from the bare one in this. */
export function grantWith(more: Partial<Grant> = {}): Grant {
  return {
    ...{ id: 'g', hubId: 'h', hubGeneration: 'pro-2023', client: 'Test', catalogueVersion: '1' },
    ...{ permissions: new Set(), limits: null, created: new Set(), generation: 1, createdAt: 0 },
    ...{ expiresAt: null, revokedAt: null, suspendedAt: null, haltedAt: null, stoppedAt: null },
    ...{ onEnd: null, restrictions: null },
    ...more,
  }
}
