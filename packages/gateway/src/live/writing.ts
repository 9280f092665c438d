// The end of a write: what it touched goes into the model at once, or is doubted.
import { itemOf } from './json.ts'
import type { ModelChange } from './model.ts'
import type { Moment } from './moments.ts'
import type { Shelves } from './shelves.ts'
import type { Touch } from './write-effects.ts'

/** Does what a write did that began at a moment, and was answered. */
export function doWrite(
  shelves: Shelves,
  touches: readonly Touch[],
  began: Moment,
  answer: unknown,
): readonly ModelChange[] {
  return touches.flatMap((touch) => {
    if (touch.does === 'doubt') shelves.doubtWritten(touch.kind, touch.id)
    else if (touch.does === 'set') {
      shelves.of.device.takeSet(began, touch.id, touch.capability, touch.value)
    } else if (touch.does === 'remove') return shelves.of[touch.kind].takeDeletion(touch.id)
    else {
      const told = itemOf(answer)
      if (told) return shelves.of[touch.kind].takeWritten(began, told.id, told.item)
      shelves.doubtWritten(touch.kind, undefined)
    }
    return []
  })
}

/** Doubts whatever a write may have done, of which nobody knows whether it was. */
export function doubtWrite(
  shelves: Shelves,
  touches: readonly Touch[],
  id: string | undefined,
): void {
  for (const touch of touches) {
    // What may have been created has no id that is known.
    if (touch.does === 'put') shelves.doubtWritten(touch.kind, id)
    else if (touch.does === 'set') shelves.doubtWritten('device', touch.id)
    else shelves.doubtWritten(touch.kind, touch.id)
  }
}
