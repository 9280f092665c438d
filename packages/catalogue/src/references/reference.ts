// The words of this chapter: what a reference is, what it points at, how sure it is and what it
// looks like. Nothing else in the chapter invents a kind or a form of its own.

/** What a reference can point at. `unknown` is an id that does not say what it is the id of. */
export type ReferenceKind =
  | 'device'
  | 'group'
  | 'zone'
  | 'flow'
  | 'advanced-flow'
  | 'flow-folder'
  | 'variable'
  | 'mood'
  | 'dashboard'
  | 'alarm'
  | 'user'
  | 'script'
  | 'image'
  | 'app'
  | 'homey'
  | 'unknown'

/**
 * How sure it is that this is a reference, and that writing another id there is right.
 * `certain` is rewritten; `review` and `manual` are left as they are: a person decides about the
 * first and has to do the second.
 */
export type Sureness = 'certain' | 'review' | 'manual'

/** What a reference looks like; why it is as sure as it is. */
export type Form = keyof typeof FORMS

/** Every form, in words. */
export const FORMS = {
  'card-id': 'the owner in the id of a card',
  uri: 'a URI of an object',
  droptoken: 'a token that was dropped on a card',
  'text-token': 'a token inside a text',
  picked: 'an object that was picked from a list',
  'athom-id': 'the account of a person',
  id: 'an id by itself',
  text: 'an id inside a longer text',
  key: 'the name of a member',
  container: 'the folder or zone that something lies in',
  member: 'a member of a group or mood',
  'code-literal': 'a string in code',
  'code-template': 'a template in code',
  'code-regex': 'a regular expression in code',
  'code-comment': 'a comment in code',
  'code-name': 'a name that code compares with',
  'code-joined': 'put together by code while it runs',
  'code-escaped': 'written with escapes in code',
  'code-unknown': 'an id in code that nothing in the home has',
  'code-broken': 'code that cannot be read',
  words: 'a text for people, such as a name or a note',
  name: 'a name where others have an id',
  glued: 'part of a longer word',
  'hub-id': 'looks like the id of a hub or an account',
  'too-deep': 'nested deeper than is looked at',
} as const

/** Where something stands in an object: names of members and places in lists. */
export type Path = readonly (string | number)[]

/** One place where an object points at another. */
export interface Reference {
  /** Leads to the text; for the form `key` its last step is the name itself. */
  readonly path: Path
  readonly kind: ReferenceKind
  /** What is pointed at; empty where code puts the id together only while it runs. */
  readonly id: string
  readonly sure: Sureness
  readonly form: Form
  /** Where in the text the id begins. */
  readonly at: number
}

/** A reference within one text, from `start` to before `end`. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly kind: ReferenceKind
  readonly id: string
  readonly sure: Sureness
  readonly form: Form
}

/** What is known of the home that an object is of; it makes finds in code more exact. */
export interface Inventory {
  /** Every id there is. An id in code that is none of them is for a person to look at. */
  readonly ids?: ReadonlySet<string>
  /** Names that code may compare with. */
  readonly names?: ReadonlySet<string>
}
