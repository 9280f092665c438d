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

/** A gateway asks its owner whether this may be done; nothing was done. The same, sent again after a yes, passes. */
export class OwnerAsked extends HubError {
  constructor(said: string) {
    super('hub_refused', said, { status: 403 })
    this.name = 'OwnerAsked'
  }
}

/**
 * The app that a request was for does not run, or not yet. Nothing was done: a hub hands what is asked at
 * `/api/app/<id>/…` to the app (reference homey-web-api 5.9), and 503 is what is answered when nobody is there
 * to take it (RFC 9110, 15.6.4). HomeyScript, the one app that is written to, answers no 503 of its own.
 */
export class AppNotRunning extends HubError {
  readonly app: string

  constructor(app: string, said: string) {
    super('hub_refused', `The app ${app} does not run on the Homey: ${said}`, { status: 503 })
    this.name = 'AppNotRunning'
    this.app = app
  }
}

/** What an operation takes, in the words of the hub or in those of a gateway. */
export function takes(operation: Operation, throughGateway: boolean): readonly string[] {
  const { requirement, scopes, manager } = operation
  if (throughGateway) return requirement.class === 'permission' ? [requirement.permission] : []
  // What apps answer is no business of the specification; hubs ask for the scope of apps.
  return manager === 'homeyscript' || manager === 'app' ? ['homey.app.control'] : scopes
}
