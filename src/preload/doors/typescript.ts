/** TypeScript that Node would strip itself (22.18+, 23.6+, 24): types become spaces, so positions stay. */
import nodeModule from 'node:module';

type Strip = (code: string, options?: { mode: 'strip' }) => string;

const strip = (nodeModule as unknown as { stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;

/** The JavaScript of a TypeScript text, or undefined when Node cannot strip it (then Node's own error is the program's). */
export function stripTypes(code: string): string | undefined {
  if (strip === undefined) return undefined;
  const owner = process as unknown as { emitWarning: unknown };
  const emitWarning = owner.emitWarning;
  try {
    // Its experimental warning is about our call, not the program's.
    owner.emitWarning = () => {};
    return strip(code, { mode: 'strip' });
  } catch {
    return undefined;
  } finally {
    owner.emitWarning = emitWarning;
  }
}
