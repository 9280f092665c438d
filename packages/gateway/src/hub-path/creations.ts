// Which calls make an object that is the grant's own from then on, and which do away with one.
import type { CreatedKind } from '@latchkey/catalogue'

/** An object of a kind of which creations are kept. */
export interface Creation {
  readonly kind: CreatedKind
  readonly id: string
}

/** The operations that make one object and answer it, with its id. */
const MAKES: Readonly<Record<string, CreatedKind>> = {
  'alarms.createAlarm': 'alarm',
  'dashboards.createDashboard': 'dashboard',
  'devices.createGroup': 'device',
  'drivers.createPairSessionDevice': 'device',
  'flow.createAdvancedFlow': 'advanced-flow',
  'flow.createFlow': 'flow',
  'flow.createFlowFolder': 'flow-folder',
  'homeyscript.createScript': 'script',
  'logic.createVariable': 'variable',
  'moods.createMood': 'mood',
  'zones.createZone': 'zone',
}

/** The operations that delete the object that their `:id` names. */
const DELETES: Readonly<Record<string, CreatedKind>> = {
  'alarms.deleteAlarm': 'alarm',
  'dashboards.deleteDashboard': 'dashboard',
  'devices.deleteDevice': 'device',
  'flow.deleteAdvancedFlow': 'advanced-flow',
  'flow.deleteFlow': 'flow',
  'flow.deleteFlowFolder': 'flow-folder',
  'homeyscript.deleteScript': 'script',
  'logic.deleteVariable': 'variable',
  'moods.deleteMood': 'mood',
  'zones.deleteZone': 'zone',
}

const rowOf = (table: Readonly<Record<string, CreatedKind>>, operation: string) =>
  Object.hasOwn(table, operation) ? table[operation] : undefined

/** Whether an operation's answer has to be read to know what was made. */
export function makes(operation: string): boolean {
  return rowOf(MAKES, operation) !== undefined
}

/** What a call that the hub carried out has made, by what it answered. */
export function madeBy(operation: string, answer: unknown): Creation | undefined {
  const kind = rowOf(MAKES, operation)
  const id = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : undefined
  return kind && typeof id === 'string' && id !== '' ? { kind, id } : undefined
}

/** What a call that the hub carried out has deleted. */
export function deletedBy(
  operation: string,
  ids: Readonly<Record<string, string>>,
): Creation | undefined {
  const kind = rowOf(DELETES, operation)
  const { id } = ids
  return kind && id !== undefined ? { kind, id } : undefined
}
