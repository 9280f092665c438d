// The words of a permission in the language of the reader, filled in with what this home has.
import { permissionWords, type ToldPermission } from '@latchkey/catalogue'
import type { Here } from './here-words.ts'
import type { Words } from './texts.ts'

/** The words of a permission for a client that asks for it. */
export function toldPermission(
  name: string,
  app: string,
  words: Words,
  here?: Here,
): ToldPermission {
  const told = permissionWords(name, words.language) ?? permissionWords(name, 'en')
  if (!told) return { label: name, can: '', risk: '', safer: '' }
  const values: Readonly<Record<string, string>> = {
    ...{ app, maker: app, apps: here?.apps() ?? words('yourApps') },
    devices: here?.devices(name) ?? words(name === 'camera:watch' ? 'yourCameras' : 'yourLocks'),
  }
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, key: string) =>
      Object.hasOwn(values, key) ? (values[key] ?? whole) : whole,
    )
  return {
    label: fill(told.label),
    can: fill(told.can),
    risk: fill(told.risk),
    safer: fill(told.safer),
  }
}

/** What a permission is called. */
export function labelOf(name: string, { language }: Words): string {
  return permissionWords(name, language)?.label ?? name
}
