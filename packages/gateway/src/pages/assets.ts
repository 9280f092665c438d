// The files of the pages: style sheet, script, icon. The hash of what is in them is in their names, so
// that browsers may keep them for ever and still never use an old one.
import { hash } from 'node:crypto'
import { SCRIPT } from './script.ts'
import { STYLES } from './styles.ts'

/** One file. */
export interface Asset {
  readonly path: string
  readonly type: string
  readonly body: string
}

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#17605a"/><g fill="none" stroke="#fff" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round"><circle cx="11.5" cy="16" r="4.75"/><path d="M16.25 16H26v4.5M21.5 16v3.5"/></g></svg>`

/** All files, by what they are for. */
export const ASSETS = {
  style: asset('style', 'css', 'text/css; charset=utf-8', STYLES),
  script: asset('script', 'js', 'text/javascript; charset=utf-8', SCRIPT),
  icon: asset('icon', 'svg', 'image/svg+xml', ICON),
} as const satisfies Readonly<Record<string, Asset>>

function asset(name: string, ending: string, type: string, body: string): Asset {
  const print = hash('sha256', body, 'base64url').slice(0, 16)
  return { path: `/pages/${name}-${print}.${ending}`, type, body }
}
