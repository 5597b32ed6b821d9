// Whoever writes the line has the word before it.
export function open(memory) {
  const word = new Int32Array(memory, 0, 1);
  return {
    line: new Uint8Array(memory, 8),
    enter() {
      while (Atomics.compareExchange(word, 0, 0, 1) !== 0) Atomics.wait(word, 0, 1, 20);
    },
    leave() {
      Atomics.store(word, 0, 0);
      Atomics.notify(word, 0, 1);
    },
  };
}
