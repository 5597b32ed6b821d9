/**
 * acorn with shorter ways through what it does most. A parser runs once a file, mostly before V8 has compiled it, so that its cost is the number of calls: these
 * methods do what those that they override do, in a third of the calls, and hand over whatever is rare. A test compares the trees of both. It knows acorn's
 * inner methods as its plugins do; acorn's version is pinned.
 */
import { Parser, tokTypes, type Options, type Program, type TokenType } from 'acorn';

interface Context {
  readonly preserveSpace?: boolean;
  readonly override?: ((parser: Internals) => void) | null;
}

type Token = TokenType & {
  readonly keyword?: string;
  readonly beforeExpr: boolean;
  readonly updateContext: ((this: Internals, previous: Token) => void) | null;
};

/** What is used of a parser here. Locations, ranges and token callbacks are never asked for. */
declare class Internals {
  static parse(input: string, options: Options): Program;
  readonly input: string;
  readonly context: readonly Context[];
  pos: number;
  start: number;
  end: number;
  lastTokStart: number;
  lastTokEnd: number;
  type: Token;
  value: unknown;
  containsEsc: boolean;
  exprAllowed: boolean;
  next(ignoreEscape?: boolean): void;
  nextToken(): void;
  skipSpace(): void;
  readToken(code: number): void;
  readWord(): void;
  readWord1(): string;
  getTokenFromCode(code: number): void;
  fullCharCodeAtPos(): number;
  finishToken(type: Token, value?: unknown): void;
  checkUnreserved(ref: { readonly name: string }): void;
  parseSubscript(...args: [base: object, ...rest: unknown[]]): object;
}

const KEYWORDS: ReadonlyMap<string, Token> = new Map(
  (Object.values(tokTypes) as unknown as Token[]).flatMap((type) => (type.keyword ? [[type.keyword, type]] : [])),
);
/** Names that are forbidden somewhere: acorn decides where. */
const RESTRICTED: ReadonlySet<string> = new Set([
  ...KEYWORDS.keys(),
  'arguments', 'await', 'enum', 'eval', 'implements', 'interface', 'let', 'package', 'private', 'protected', 'public', 'static', 'yield',
]); // prettier-ignore
/** Tokens that go on with an expression: a member, a call, a template. */
const SUBSCRIPTS: ReadonlySet<TokenType> = new Set([
  tokTypes.questionDot,
  tokTypes.bracketL,
  tokTypes.dot,
  tokTypes.parenL,
  tokTypes.backQuote,
]);
const { name: NAME, dot: DOT, eof: EOF } = tokTypes as unknown as Readonly<Record<'name' | 'dot' | 'eof', Token>>;

/** The ASCII characters that a word goes on with: one call a word, not one a character. */
const WORD = /[\w$]*/y;

function startsWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 36 || code === 95;
}

// SAFETY: these are the parser's own fields and methods, in the version that package.json pins.
class ShortParser extends (Parser as unknown as typeof Internals) {
  override next(ignoreEscape?: boolean): void {
    if (this.containsEsc) {
      super.next(ignoreEscape);
      return;
    }
    this.lastTokEnd = this.end;
    this.lastTokStart = this.start;
    this.nextToken();
  }

  override nextToken(): void {
    const { input, context } = this;
    const current = context[context.length - 1] as Context;
    if (!current.preserveSpace) {
      let at = this.pos;
      let code = input.charCodeAt(at);
      while (code === 32 || code === 10) code = input.charCodeAt(++at);
      this.pos = at;
      // Other space, a comment, the end of the text, or what is no ASCII.
      if (!(code > 32 && code < 127 && code !== 47)) this.skipSpace();
    }
    this.start = this.pos;
    if (this.pos >= input.length) {
      this.finishToken(EOF);
      return;
    }
    if (current.override) {
      current.override(this);
      return;
    }
    const code = input.charCodeAt(this.pos);
    if (startsWord(code)) this.readWord();
    else if (code < 128 && code !== 92) this.getTokenFromCode(code);
    else this.readToken(this.fullCharCodeAtPos());
  }

  override readWord(): void {
    const { input } = this;
    const from = this.pos;
    WORD.lastIndex = from;
    WORD.test(input);
    const at = WORD.lastIndex;
    const code = input.charCodeAt(at);
    let word: string;
    if (code === 92 || code >= 128) word = this.readWord1();
    else {
      this.containsEsc = false;
      this.pos = at;
      word = input.slice(from, at);
    }
    this.finishToken(KEYWORDS.get(word) ?? NAME, word);
  }

  override finishToken(type: Token, value?: unknown): void {
    const previous = this.type;
    this.end = this.pos;
    this.type = type;
    this.value = value;
    if (type.keyword && previous === DOT) this.exprAllowed = false;
    else if (type.updateContext) type.updateContext.call(this, previous);
    else this.exprAllowed = type.beforeExpr;
  }

  override checkUnreserved(ref: { readonly name: string }): void {
    if (RESTRICTED.has(ref.name)) super.checkUnreserved(ref);
  }

  override parseSubscript(...args: [base: object, ...rest: unknown[]]): object {
    return SUBSCRIPTS.has(this.type) ? super.parseSubscript(...args) : args[0];
  }
}

export function parse(input: string, options: Options): Program {
  return ShortParser.parse(input, options);
}
