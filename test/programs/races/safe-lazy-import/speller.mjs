export function createSpeller() {
  let dictionary;
  let opening;

  async function load() {
    const { Dictionary } = await import('./dictionary.mjs');
    return new Dictionary();
  }

  async function open() {
    if (!dictionary) {
      opening ??= load();
      dictionary = await opening;
    }
    return dictionary;
  }

  return {
    learn: async (word) => (await open()).add(word),
    size: async () => (await open()).size,
    made: () => dictionary.constructor.made,
  };
}
