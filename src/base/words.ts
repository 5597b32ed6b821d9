/** How texts are made for people, where the editor is not there to translate them: in what is pure, and in its tests. */

/** `{0}` in a text stands for the first value. Every text that is translated is a literal in such a call: test/l10n.test.ts collects them. */
export type Translate = (text: string, ...values: readonly (string | number)[]) => string;

/** Prose in which backticks set code, for where nothing is set. */
export function withoutBackticks(text: string): string {
  return text.replaceAll('`', '');
}

/** The texts as they are in the code. */
export const english: Translate = (text, ...values) => text.replace(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole));
