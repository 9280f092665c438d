// HTML that is escaped by construction: what a template is filled with is text, unless it was made by a
// template itself. There is no other way to make `Html`.

/** A piece of HTML; only `html` makes one. */
export class Html {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }

  /** The tag: the letters of the template are HTML, what it is filled with is not. */
  static of(pieces: TemplateStringsArray, ...values: readonly Content[]): Html {
    return new Html(String.raw({ raw: pieces }, ...values.map(written)))
  }
}

/** What a template can be filled with; nothing is written of undefined and false. */
export type Content = Html | string | number | undefined | false | readonly Content[]

/** `html` of a template literal. Attributes must stand in double quotes. */
export const html = Html.of

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' },
}

function written(value: Content): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.map(written).join('')
  return String(value).replace(/[&<>"'`]/g, (letter) => ESCAPES[letter] ?? '')
}
