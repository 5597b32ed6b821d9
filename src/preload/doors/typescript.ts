/**
 * TypeScript that Node would make JavaScript of by itself (22.18+, 23.6+, 24): types become spaces, so positions stay. With `--experimental-transform-types` it
 * writes the code anew, with a source map at its end.
 */
import nodeModule from 'node:module';

type Strip = (
  code: string,
  options: { readonly mode: 'strip' | 'transform'; readonly sourceMap?: boolean; readonly sourceUrl?: string },
) => string;

const strip = (nodeModule as unknown as { stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;
const isWrittenAnew = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)].includes('--experimental-transform-types');

/** The JavaScript of a TypeScript text, or undefined when Node cannot make any of it (then Node's own error is the program's). */
export function stripTypes(code: string, file: string): string | undefined {
  if (strip === undefined) return undefined;
  const owner = process as unknown as { emitWarning: unknown };
  const emitWarning = owner.emitWarning;
  try {
    // Its experimental warning is about our call, not the program's.
    owner.emitWarning = () => {};
    return strip(code, isWrittenAnew ? { mode: 'transform', sourceMap: true, sourceUrl: file } : { mode: 'strip' });
  } catch {
    return undefined;
  } finally {
    owner.emitWarning = emitWarning;
  }
}

/** What Node calls the JavaScript of a text that it calls `format`: undefined where it has to look at the text. */
export function javaScriptFormat(format: string | undefined): string | undefined {
  return format === 'typescript' ? undefined : format?.replace(/-typescript$/, '');
}
