/** What is wrong with a filter; the view says it in the reader's language. `text`: the word that it is about, `more`: what it could be, or where it stands. */
export interface FilterProblem {
  readonly kind:
    | 'unclosed'
    | 'unopened'
    | 'unknown-key'
    | 'no-value'
    | 'long-pattern'
    | 'bad-pattern'
    | 'no-operator'
    | 'no-colon'
    | 'bad-word'
    | 'bad-number'
    | 'bad-time'
    | 'no-selection';
  readonly text: string;
  readonly more: string;
}
