// What a hub refuses to everybody, and what it refuses to this credential, told apart and by name.
import type { Operation } from '@latchkey/catalogue'
import { HubError } from '@latchkey/homey'

/** This kind of hub does not have the operation. Nothing was sent, or nothing was done. */
export class NotOnThisHub extends HubError {
  readonly operation: string

  constructor(operation: string) {
    super('hub_refused', `This kind of Homey does not have ${operation}.`, { status: 404 })
    this.name = 'NotOnThisHub'
    this.operation = operation
  }
}

/** The credential may not do this. Nothing was done. */
export class PermissionMissing extends HubError {
  readonly operation: string
  /** What it lacks, as whoever gave it out calls it: scopes of Athom, or a permission of Latchkey. */
  readonly missing: readonly string[]

  constructor(operation: string, missing: readonly string[]) {
    const what = missing.length === 0 ? 'what it takes' : missing.join(' and ')
    super('hub_credential_refused', `The credential may not call ${operation}: it lacks ${what}.`, {
      status: 403,
    })
    this.name = 'PermissionMissing'
    this.operation = operation
    this.missing = missing
  }
}

/** What an operation takes, in the words of the hub or in those of a gateway. */
export function takes(operation: Operation, throughGateway: boolean): readonly string[] {
  const { requirement, scopes, manager } = operation
  if (throughGateway) return requirement.class === 'permission' ? [requirement.permission] : []
  // What apps answer is no business of the specification; hubs ask for the scope of apps.
  return manager === 'homeyscript' || manager === 'app' ? ['homey.app.control'] : scopes
}
