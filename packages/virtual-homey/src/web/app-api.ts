// The Web API of apps, `/api/app/<app id>/…`. It is in no specification and has no scopes: a session
// is enough. An app answers only while it runs.

import { type HubAnswer, jsonAnswer } from '../http/message.ts'
import { HubError } from '../hub-error.ts'
import { type JsonRecord, rowOf } from '../json.ts'
import { find, type Hub } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import { homeyScript } from './homeyscript.ts'

/** A call to an app. `segments` begin with the id of the app. */
export interface AppRequest {
  readonly hub: Hub
  readonly session: Session
  readonly method: string
  readonly segments: readonly string[]
  readonly query: Readonly<JsonRecord>
  readonly body: unknown
}

/**
 * An app's own code: what it returns is answered, when it is a promise then what that brings;
 * `undefined` says that it has no such route.
 */
export type AppApi = (request: AppRequest) => unknown

const APIS: Readonly<Record<string, AppApi>> = {
  'com.athom.homeyscript': homeyScript,
  'com.example.echo': (request) => ({
    method: request.method,
    path: `/${request.segments.slice(1).join('/')}`,
    query: request.query,
    body: request.body,
    userId: request.session.userId,
  }),
}

/** Answers a call to an app. @throws HubError if it is missing, stopped or has no such route. */
export async function appResource(request: AppRequest): Promise<HubAnswer> {
  const [id = ''] = request.segments
  const app = find(request.hub, 'apps', id)
  if (app.state !== 'running') throw new HubError(503, `App Not Running: ${id}`)
  const answer = await request.hub.events.together(() => rowOf(APIS, id)?.(request))
  if (answer === undefined)
    throw new HubError(404, `Not Found: ${request.method} /${request.segments.join('/')}`)
  return jsonAnswer(answer)
}
