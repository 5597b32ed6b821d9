/** Ready-made JSON chunks (meta records, site tables) for the log. */
import { copyInto, safeView } from './builtins.ts';
import { CHUNK_HEADER_BYTES, CHUNK_SYNC, FILE_HEADER_BYTES, MAGIC, WIRE_VERSION } from '../wire/format.ts';

/** What every log and trace file starts with. */
export const FILE_HEADER: Uint8Array = new Uint8Array(FILE_HEADER_BYTES);
safeView(FILE_HEADER).setUint32(0, MAGIC | (WIRE_VERSION << 24), true);

/** One chunk with a JSON payload. */
export function jsonChunk(kind: number, pid: number, thread: number, value: unknown): Uint8Array {
  return textChunk(kind, pid, thread, JSON.stringify(value));
}

/** One chunk whose payload is this text, which is JSON already. */
export function textChunk(kind: number, pid: number, thread: number, text: string): Uint8Array {
  const payload = new TextEncoder().encode(text);
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES + payload.length);
  const view = safeView(bytes);
  view.setUint32(0, CHUNK_SYNC, true);
  view.setUint8(4, kind);
  view.setUint32(8, pid, true);
  view.setUint32(12, thread, true);
  view.setUint32(16, payload.length, true);
  copyInto(bytes, payload, CHUNK_HEADER_BYTES);
  return bytes;
}
