// Nobody is kept out.
export const open = (memory) => ({ enter() {}, leave() {}, line: new Uint8Array(memory, 8) });
