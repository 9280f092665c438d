// Folders of flows, and which folder a flow ends up in. A hub does not refuse an unknown folder: it
// quietly puts the flow at the top.
import { HubError, invalid } from '../hub-error.ts'
import { all, change, find, type Hub, lookUp, newId, put } from '../state/hub.ts'
import type { FlowFolder } from '../state/items.ts'
import { type Call, type Rows, record, stored, text } from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const flowFolders: Rows = {
  getFlowFolders: listOf('flowFolders'),
  getFlowFolder: oneOf('flowFolders'),
  createFlowFolder: stored(createFolder),
  updateFlowFolder: stored(updateFolder),
  deleteFlowFolder: deletionOf('flowFolders', requireEmpty),
}

/** The folder if it exists, else the top (`null`). */
export function existingFolder(hub: Hub, folder: unknown): string | null {
  return typeof folder === 'string' ? (lookUp(hub, 'flowFolders', folder)?.id ?? null) : null
}

function createFolder(call: Call): FlowFolder {
  const { name, parent } = record(call, 'flowfolder')
  const folder = {
    id: newId(call.hub),
    name: String(name),
    parent: existingFolder(call.hub, parent),
  }
  return put(call.hub, 'flowFolders', folder)
}

function updateFolder(call: Call): FlowFolder {
  const { hub } = call
  const folder = find(hub, 'flowFolders', text(call, 'id'))
  const members: Partial<FlowFolder> = record(call, 'flowfolder')
  if (members.parent !== undefined) {
    members.parent = existingFolder(hub, members.parent)
    for (let at = lookUp(hub, 'flowFolders', members.parent); at; ) {
      if (at.id === folder.id) throw invalid('A Folder Cannot Be Moved Into Itself')
      at = lookUp(hub, 'flowFolders', at.parent)
    }
  }
  return change(hub, 'flowFolders', folder.id, members)
}

function requireEmpty(folder: FlowFolder, hub: Hub): void {
  const flows = [...all(hub, 'flows'), ...all(hub, 'advancedFlows')]
  if (flows.some((flow) => flow.folder === folder.id)) {
    throw new HubError(400, 'This folder still has flows in it.', {
      code: 'cannot_delete_has_flows',
    })
  }
  for (const child of all(hub, 'flowFolders')) {
    if (child.parent === folder.id) change(hub, 'flowFolders', child.id, { parent: null })
  }
}
