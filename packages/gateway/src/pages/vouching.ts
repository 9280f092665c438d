// Who vouches for a client, as the page says it on which an owner decides; and why the client says that it needs
// each permission.
import type { Generation } from '@latchkey/catalogue'
import { LOCAL } from '../audit/event.ts'
import type { Asked } from '../authorization/asked.ts'
import { reasonsOn } from '../clients/manifest.ts'
import { speaksBy } from '../clients/standing.ts'
import { type Html, html } from './html.ts'
import type { TextName, Words } from './texts.ts'

/** Who looks. */
export interface Looking {
  readonly ownerId: string
  /** Whether it is an owner who added the client by hand. */
  readonly isOwn: boolean
}

/** A day, in words. */
export const dayIn = ({ language }: Words, time: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(time)

/** The line, or two, that say who vouches for it. */
export function vouchingLine(words: Words, { standing }: Asked, looking: Looking): Html {
  const { approved, listing, waiting } = standing
  if (approved?.decidedAt != null) {
    const date = dayIn(words, approved.decidedAt)
    const line = words(reviewer(approved.decidedBy, looking), { date })
    return html`<p>${line}${waiting && html` ${words('whoWaits')}`}</p>`
  }
  if (listing) {
    const date = dayIn(words, listing.reviewed)
    return html`<p>${words('whoListed', { directory: listing.directory, date })}</p>`
  }
  if (looking.isOwn) return html`<p>${words('whoByHand')}</p>`
  return html`<p class="doubt">${words('whoUnreviewed')}</p>`
}

function reviewer(by: string | null, { ownerId }: Looking): TextName {
  if (by === ownerId) return 'whoReviewedByYou'
  return by === LOCAL ? 'whoReviewedHere' : 'whoReviewedByOther'
}

/** The client's reasons, by permission; empty if it gave none. */
export function reasonsFor(
  { standing }: Asked,
  generation: Generation,
): ReadonlyMap<string, string> {
  const manifest = speaksBy(standing)
  return manifest ? reasonsOn(manifest, generation) : new Map()
}
