// Sentences of docs/decisions/0009 that the policy and the oracle read differently, until one of them is
// mended: the oracle answers by the page, and a difference that goes away under the other reading of
// exactly these is counted by its name. An empty table is the aim; the script's exit code says whether
// there is any difference at all.

/** By name: what the policy does instead of what the page says. */
export const OPEN = {
  presence:
    'a card that tells who is at home needs presence:read: held in writes and runs, not in what is covered nor in lists of cards',
  heard:
    'touches the excepted through any flow or mood that is a member: followed only where it is started or acted on',
  groups:
    'a zone below which anything excepted lies: a group below it with an excepted member does not count',
  script:
    'a HomeyScript card that cards names is refused under a room limit unless its code or script is fixed: allowed where it is given neither, and listed',
} as const

export type OpenName = keyof typeof OPEN

const NAMES = Object.keys(OPEN) as OpenName[]

let asPolicy: ReadonlySet<OpenName> = new Set()

/** Whether a sentence is at present read as the policy does. */
export function readAsPolicy(name: OpenName): boolean {
  return asPolicy.has(name)
}

/** The sentence (or sentences) under whose other reading a check holds; undefined if there is none. */
export function explain(holds: () => boolean): string | undefined {
  const several: readonly (readonly OpenName[])[] = [...NAMES.map((one) => [one]), NAMES]
  try {
    for (const names of several) {
      asPolicy = new Set(names)
      if (holds()) return names.join(' + ')
    }
    return undefined
  } finally {
    asPolicy = new Set()
  }
}
