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
  readonly binop: number | null;
  readonly prefix: boolean;
  readonly postfix: boolean;
  readonly beforeExpr: boolean;
  readonly updateContext: ((this: Internals, previous: Token) => void) | null;
};

interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}

/** Where the expression at hand has what only a pattern may have; -1: nowhere. */
interface Errors {
  readonly shorthandAssign: number;
  readonly doubleProto: number;
}

type AfterLeft = (this: Internals, left: Node, start: number, location: undefined) => Node;

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
  skipLineComment(mark: number): void;
  readToken(code: number): void;
  readWord(): void;
  readWord1(): string;
  getTokenFromCode(code: number): void;
  fullCharCodeAtPos(): number;
  finishToken(type: Token, value?: unknown): void;
  checkUnreserved(ref: { readonly name: string }): void;
  potentialArrowAt: number;
  potentialArrowInForAwait: boolean;
  readonly options: { readonly allowReserved?: boolean | 'never'; readonly onComment?: unknown };
  startNodeAt(start: number, location: undefined): Node;
  finishNode(node: Node, type: string): Node;
  canInsertSemicolon(): boolean;
  checkLValSimple(node: Node): void;
  expect(type: Token): void;
  unexpected(at?: number): never;
  buildBinary(start: number, location: undefined, left: Node, right: Node, operator: string, isLogical: boolean): Node;
  parseIdent(isLiberal: boolean): Node;
  parsePrivateIdent(): Node;
  parseLiteral(value: unknown): Node;
  parseExprAtom(errors: Errors | null, forInit?: unknown, forNew?: unknown): Node;
  parseExprOp(left: Node, start: number, location: undefined, least: number, forInit: unknown): Node;
  parseExprSubscripts(errors: Errors | null, forInit: unknown): Node;
  parseMaybeUnary(errors: Errors | null, sawUnary: boolean, isUpdate: boolean, forInit: unknown): Node;
  parseMaybeConditional(forInit: unknown, errors: Errors | null): Node;
  parseMaybeAssign(forInit?: unknown, errors?: Errors | null, afterLeft?: AfterLeft): Node;
  parseSubscript(
    base: Node,
    start: number,
    location: undefined,
    noCalls: boolean,
    isAsync: boolean,
    isChained: boolean,
    forInit: unknown,
  ): Node;
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
const {
  name: NAME,
  dot: DOT,
  eof: EOF,
  num: NUM,
  string: STRING,
  question: QUESTION,
  colon: COLON,
  privateId: PRIVATE,
  starstar: POWER,
} = tokTypes as unknown as Readonly<
  Record<'name' | 'dot' | 'eof' | 'num' | 'string' | 'question' | 'colon' | 'privateId' | 'starstar', Token>
>;
/** Names with which more than a name may begin. */
const BEGINNERS: ReadonlySet<unknown> = new Set(['async', 'await', 'yield']);

/** `,`, `)`, `;`, `]`, `}`: what stands before is over. */
function isEnd(code: number): boolean {
  return code === 44 || code === 41 || code === 59 || code === 93 || code === 125;
}

function isWrong(errors: Errors | null | undefined): boolean {
  return errors ? errors.shorthandAssign >= 0 || errors.doubleProto >= 0 : false;
}

/** The ASCII characters that a word goes on with: one call a word, not one a character. */
const WORD = /[\w$]*/y;

const LINE_BREAK = /[\n\r\u2028\u2029]/g;

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

  override skipLineComment(mark: number): void {
    if (this.options.onComment) {
      super.skipLineComment(mark);
      return;
    }
    LINE_BREAK.lastIndex = this.pos + mark;
    this.pos = LINE_BREAK.test(this.input) ? LINE_BREAK.lastIndex - 1 : this.input.length;
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

  /** A name or a literal that is all of an expression: nothing behind it has to be asked for. */
  override parseMaybeAssign(forInit?: unknown, errors?: Errors | null, afterLeft?: AfterLeft): Node {
    const { type, start, value } = this;
    const isName = type === NAME && !BEGINNERS.has(value);
    if (!(isName || type === NUM || type === STRING) || !isEnd(this.input.charCodeAt(this.end))) {
      return super.parseMaybeAssign(forInit, errors, afterLeft);
    }
    if (isName) {
      this.potentialArrowAt = start;
      this.potentialArrowInForAwait = forInit === 'await';
    }
    const left = isName ? this.parseIdent(false) : this.parseLiteral(value);
    return afterLeft ? afterLeft.call(this, left, start, undefined) : left;
  }

  /** With what acorn does in its `parseExprOps`. */
  override parseMaybeConditional(forInit: unknown, errors: Errors | null): Node {
    const { start } = this;
    const left = this.parseMaybeUnary(errors, false, false, forInit);
    if (isWrong(errors) || (left.type === 'ArrowFunctionExpression' && left.start === start)) return left;
    const test = this.type.binop === null ? left : this.parseExprOp(left, start, undefined, -1, forInit);
    if (this.type !== QUESTION) return test;
    this.next();
    const node = this.startNodeAt(start, undefined);
    node['test'] = test;
    node['consequent'] = this.parseMaybeAssign();
    this.expect(COLON);
    node['alternate'] = this.parseMaybeAssign(forInit);
    return this.finishNode(node, 'ConditionalExpression');
  }

  override parseMaybeUnary(errors: Errors | null, sawUnary: boolean, isUpdate: boolean, forInit: unknown): Node {
    const { start, type } = this;
    if (type.prefix || type === PRIVATE || (type === NAME && this.value === 'await')) {
      return super.parseMaybeUnary(errors, sawUnary, isUpdate, forInit);
    }
    let node = this.parseExprSubscripts(errors, forInit);
    if (isWrong(errors)) return node;
    while (this.type.postfix && !this.canInsertSemicolon()) {
      const update = this.startNodeAt(start, undefined);
      update['operator'] = this.value;
      update['prefix'] = false;
      update['argument'] = node;
      this.checkLValSimple(node);
      this.next();
      node = this.finishNode(update, 'UpdateExpression');
    }
    const isBase = this.type === POWER && !isUpdate && !(node.type === 'ArrowFunctionExpression' && node.start === start);
    return isBase ? this.parsePower(node, start, sawUnary, forInit) : node;
  }

  parsePower(base: Node, start: number, sawUnary: boolean, forInit: unknown): Node {
    this.next();
    if (sawUnary) this.unexpected(this.lastTokStart);
    return this.buildBinary(start, undefined, base, this.parseMaybeUnary(null, false, false, forInit), '**', false);
  }

  /** `a.`, `a(`, `a[`: no arrow function begins with that. */
  override parseExprAtom(errors: Errors | null, forInit?: unknown, forNew?: unknown): Node {
    if (this.type === NAME && !BEGINNERS.has(this.value)) {
      const code = this.input.charCodeAt(this.end);
      if (code === 46 || code === 40 || code === 91 || isEnd(code)) return this.parseIdent(false);
    }
    return super.parseExprAtom(errors, forInit, forNew);
  }

  override parseSubscript(
    base: Node,
    start: number,
    location: undefined,
    noCalls: boolean,
    isAsync: boolean,
    isChained: boolean,
    forInit: unknown,
  ): Node {
    if (this.type !== DOT) {
      return SUBSCRIPTS.has(this.type) ? super.parseSubscript(base, start, location, noCalls, isAsync, isChained, forInit) : base;
    }
    this.next();
    const node = this.startNodeAt(start, location);
    node['object'] = base;
    node['property'] =
      this.type === PRIVATE && base.type !== 'Super' ? this.parsePrivateIdent() : this.parseIdent(this.options.allowReserved !== 'never');
    node['computed'] = false;
    node['optional'] = false;
    return this.finishNode(node, 'MemberExpression');
  }

  override finishNode(node: Node, type: string): Node {
    node.type = type;
    node.end = this.lastTokEnd;
    return node;
  }
}

export function parse(input: string, options: Options): Program {
  return ShortParser.parse(input, options);
}
