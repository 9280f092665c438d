// The calls that hubs answer and no specification names: Web APIs of apps, HomeyScript's among
// them by name, and the files behind images and icons (reference 4.4, 5.9).
import type { Method } from './operation.ts'

/** An operation outside the specifications. `open`: anything may follow the path. */
export interface OperationBeside {
  readonly manager: string
  readonly name: string
  readonly method: Method
  readonly path: string
  readonly permission: string
  readonly open?: boolean
  readonly effect?: boolean
}

/** The app whose Web API is known by name, and never open. */
export const HOMEYSCRIPT = 'com.athom.homeyscript'

const SCRIPT = `/api/app/${HOMEYSCRIPT}/script`

const homeyscript = (
  name: string,
  method: Method,
  path: string,
  action: string,
): OperationBeside => ({
  manager: 'homeyscript',
  name,
  method,
  path: `${SCRIPT}${path}`,
  permission: `homeyscript:${action}`,
})

// Nobody can know what an app does when it is asked, so every call counts as one with an effect.
const anyApp = (method: Method): OperationBeside => ({
  manager: 'app',
  name: method.toLowerCase(),
  method,
  path: '/api/app/:app',
  permission: 'app-api:call',
  open: true,
  effect: true,
})

/** All of them; they are the same on every generation. */
export const BESIDE: readonly OperationBeside[] = [
  homeyscript('getScripts', 'GET', '', 'read'),
  homeyscript('getScript', 'GET', '/:id', 'read'),
  homeyscript('createScript', 'POST', '', 'create'),
  homeyscript('updateScript', 'PUT', '/:id', 'update'),
  homeyscript('deleteScript', 'DELETE', '/:id', 'delete'),
  homeyscript('runScript', 'POST', '/:id/run', 'run'),
  anyApp('GET'),
  anyApp('POST'),
  anyApp('PUT'),
  anyApp('DELETE'),
  {
    manager: 'files',
    name: 'getImage',
    method: 'GET',
    path: '/api/image/:id',
    permission: 'image:read',
  },
  {
    manager: 'files',
    name: 'getIcon',
    method: 'GET',
    path: '/api/icon/:id',
    permission: 'icon:read',
  },
]
