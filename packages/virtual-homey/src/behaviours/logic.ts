// Logic variables. The type of a variable never changes, and its value is always of that type.
import { invalid } from '../hub-error.ts'
import { change, find, type Hub, newId, put } from '../state/hub.ts'
import type { Variable, VariableType } from '../state/items.ts'
import { type Call, type Rows, record, stored, text } from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const logic: Rows = {
  getVariables: listOf('variables'),
  getVariable: oneOf('variables'),
  createVariable: stored(createVariable),
  updateVariable: stored((call) => {
    const { name, value } = record(call, 'variable')
    const id = text(call, 'id')
    const renamed: Partial<Variable> = typeof name === 'string' ? { name } : {}
    if (value !== undefined) checkValue(find(call.hub, 'variables', id).type, value)
    const variable = change(call.hub, 'variables', id, renamed)
    return value === undefined ? variable : setVariable(call.hub, id, value)
  }),
  deleteVariable: deletionOf('variables'),
}

/** Gives a variable a value. @throws HubError 400 if it is not of the variable's type. */
export function setVariable(hub: Hub, id: string, value: unknown): Variable {
  const { type } = find(hub, 'variables', id)
  return change(hub, 'variables', id, { value: checkValue(type, value) })
}

function createVariable(call: Call): Variable {
  const { name, type, value } = record(call, 'variable')
  if (!isVariableType(type)) throw invalid('should be equal to one of the allowed values (type)')
  return put(call.hub, 'variables', {
    id: newId(call.hub),
    name: String(name),
    type,
    value: checkValue(type, value),
  })
}

function isVariableType(type: unknown): type is VariableType {
  return type === 'string' || type === 'number' || type === 'boolean'
}

function checkValue(type: VariableType, value: unknown): string | number | boolean {
  const right = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  if (!right || typeof value !== type) throw invalid(`Invalid Value: expected a ${type}`)
  return value
}
