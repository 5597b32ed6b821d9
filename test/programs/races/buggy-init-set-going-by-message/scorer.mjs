import { readFile } from 'node:fs';

const game = { rules: null };

process.on('message', ({ load, word }) => {
  if (load) {
    readFile(new URL(load, import.meta.url), 'utf8', (error, text) => {
      if (error) throw error;
      game.rules = JSON.parse(text);
    });
    return;
  }
  let score = 0;
  for (const letter of word) score += game.rules.points[letter] ?? 1;
  process.send({ score });
});
process.send({ isOpen: true });
