// Images and icons by id. Browsers fetch them for `<img>` without a token, so neither needs one.
import { bytesAnswer, type HubAnswer } from '../http/message.ts'
import { find, type Hub } from '../state/hub.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The bytes of an image or icon, or `undefined` if the path names neither. */
export function mediaResource(
  hub: Hub,
  method: string,
  kind: string,
  [id, ...more]: readonly string[],
): HubAnswer | undefined {
  if (method !== 'GET' || id === undefined || more.length > 0) return undefined
  if (kind === 'image') {
    find(hub, 'images', id)
    return bytesAnswer('image/png', PNG)
  }
  return kind === 'icon' ? bytesAnswer('image/svg+xml', iconOf(id)) : undefined
}

// Every id has an icon: a square in a colour of its own.
function iconOf(id: string): string {
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7)
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">' +
    `<rect x="3" y="3" width="18" height="18" rx="4" fill="hsl(${hue} 60% 50%)"/></svg>`
  )
}
