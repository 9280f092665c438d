// Whether two states of an object are the same as far as coverage goes. Values of capabilities change
// every second; what a thing is and where it lies does not.
import { isDeepStrictEqual } from 'node:util'
import { deviceFacts } from './facts.ts'
import type { HomeKind, Item } from './home.ts'

/** Whether what is covered of one is covered of the other. */
export function isSame(kind: HomeKind, one: Item, other: Item): boolean {
  return one === other || SAME[kind](one, other)
}

type Same = (one: Item, other: Item) => boolean

const by =
  (...names: readonly string[]): Same =>
  (one, other) =>
    names.every((name) => isDeepStrictEqual(one[name], other[name]))

// What a flow may have besides, and what says nothing of what it does.
const COUNTED: ReadonlySet<string> = new Set(['triggerCount', 'name', 'enabled', 'order', 'broken'])

const whole: Same = (one, other) => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  for (const name of names) {
    const counts = !COUNTED.has(name)
    if (counts && !isDeepStrictEqual(one[name], other[name])) return false
    if (!counts && Object.hasOwn(one, name) !== Object.hasOwn(other, name)) return false
  }
  return true
}

const SAME: Readonly<Record<HomeKind, Same>> = {
  zone: by('parent'),
  device: (one, other) => {
    const { zone, security, group, members } = deviceFacts(one)
    const now = deviceFacts(other)
    return (
      zone === now.zone &&
      security === now.security &&
      group === now.group &&
      isDeepStrictEqual(members, now.members)
    )
  },
  flow: whole,
  'advanced-flow': whole,
  mood: whole,
  dashboard: whole,
  'flow-folder': by('parent'),
  variable: () => true,
  user: () => true,
}
