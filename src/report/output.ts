/** Where an export goes, piece by piece: nothing of it is kept. */
export interface Output {
  text(text: string): void;
  /** Copied or written before it returns. */
  bytes(bytes: Uint8Array): void;
}
