/** Digests of texts: see wire/digest.ts. */
import { digestBytes } from '../wire/digest';

export function digestText(text: string): string {
  return digestBytes(Buffer.from(text));
}
