/**
 * Function.prototype.toString: a function of a transformed file has its original text, a wrapper of ours that of the built-in it stands for.
 * V8 gives the transformed text, in which every site number occurs once: the first number says which file, and its place there what was inserted.
 */
import { apply, originalOf, withoutOwnFrames, wrapMethod } from './builtins.ts';
import { originalText, sourceOfSite } from './doors/sources.ts';

/** A call of the runtime or a store of a site, with its number; the name of the runtime depends on the file. */
const SITE = /\$il\w*\.(?:s\[0\]=|\w\()(?:\$\w+,)?(\d+)/g;
/** The same without the starts of functions and the cells of variables, which have numbers of their own. */
const TRUE_SITE = /\$il\w*\.(?:s\[0\]=|(?![ecn]\()\w\()(?:\$\w+,)?(\d+)/;

/** Starts giving out original texts. */
export function installToString(): void {
  wrapMethod(Function.prototype, 'toString', (original) => {
    plainText = original;
    return {
      toString(this: unknown): string {
        if (typeof this !== 'function') return withoutOwnFrames(() => apply(original, this, []) as string);
        const text = apply(original, originalOf(this), []) as string;
        return text.includes('$il') ? untransformed(text) : text;
      },
    }.toString;
  });
}

let plainText: Function = Function.prototype.toString;

/** The first site in the text of a function of a transformed file, 0 when there is none. */
export function siteInside(fn: Function): number {
  const match = TRUE_SITE.exec(apply(plainText, fn, []) as string);
  return match === null ? 0 : Number(match[1]);
}

/** The original of a slice of transformed code, or the slice itself when it is none. */
export function untransformed(text: string): string {
  try {
    SITE.lastIndex = 0;
    for (let match = SITE.exec(text); match !== null; match = SITE.exec(text)) {
      const source = sourceOfSite(Number(match[1]));
      if (source === undefined) continue;
      const at = source.code.indexOf(text);
      if (at >= 0) return originalText(source, at, at + text.length);
      // What vm.compileFunction returns has a head and an end around its whole text.
      const inside = text.indexOf(source.code);
      if (inside >= 0) return text.replace(source.code, () => originalText(source, 0, source.code.length));
    }
  } catch {
    // Then it is the transformed text.
  }
  return text;
}
