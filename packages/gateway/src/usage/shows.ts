// Permissions that refuse nothing but show more: with `device-secret:read` the settings of devices come with
// their passwords. Whether a client looks at them nobody can tell, so each such answer counts as a use.
import type { Operation } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'
import { mayHoldDeviceSecrets } from '../hub-path/filter.ts'

/** Whether an answer shows what it would not show without `device-secret:read`. */
export function showsMore(operation: Operation, grant: Grant): boolean {
  return grant.permissions.has('device-secret:read') && mayHoldDeviceSecrets(operation)
}
