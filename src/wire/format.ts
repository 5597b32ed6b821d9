/**
 * The byte format, shared by the preload (writes), the host (follows) and `.ilv` files (stored as they arrived).
 *
 * A process log and an `.ilv` file have the same grammar:
 *
 *   file    := magic "ILV" version:u8, chunk*
 *   chunk   := sync:u32 kind:u8 flags:u8 reserved:u16 pid:u32 thread:u32 length:u32 payload[length]     (little endian, 20-byte header)
 *   payload := JSON (CHUNK_META, CHUNK_SITES) | events (CHUNK_EVENTS)
 *   events  := seq:varint droppedBefore:varint baseTimeNs:f64 basePromise:varint baseResource:varint event*
 *   event   := opcode:u8 field*                 (fields of each opcode: events.ts)
 *
 * Every events chunk decodes on its own (delta bases are in its head) except for interned strings and locations, which are
 * defined once per thread in stream order. A reader stops at the first torn or invalid chunk and keeps what came before.
 */
export const MAGIC = 0x564c49; // "ILV", little endian
export const WIRE_VERSION = 1;
export const FILE_HEADER_BYTES = 4;

export const CHUNK_SYNC = 0x31434c49; // "ILC1"
export const CHUNK_HEADER_BYTES = 20;
/** JSON: one MetaRecord (meta.ts). */
export const CHUNK_META = 1;
/** Binary events of one thread. */
export const CHUNK_EVENTS = 2;
/** JSON: one SiteTable (sites.ts), the static description of one transformed file. */
export const CHUNK_SITES = 3;

/** No chunk is larger than this; a larger length is a torn or hostile file. */
export const MAX_CHUNK_BYTES = 16 << 20;
/** Strings longer than this are cut by the writer; a longer one is invalid for the reader. */
export const MAX_STRING_BYTES = 4096;

/** One tick of event time, in nanoseconds. Chosen so that one varint byte spans 8 µs and two span 1 ms. */
export const TICK_NS = 64;
