export function createSpeller() {
  let dictionary;

  async function open() {
    if (!dictionary) {
      const { Dictionary } = await import('./dictionary.mjs');
      dictionary = new Dictionary();
    }
    return dictionary;
  }

  return {
    learn: async (word) => (await open()).add(word),
    size: async () => (await open()).size,
    made: () => dictionary.constructor.made,
  };
}
