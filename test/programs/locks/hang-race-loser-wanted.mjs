// expect: hang.exit-pending 8 exit 0
// As hang-race-loser-chained, but the score that came too late is still wanted: when it is there the list of winners is written. It never comes, and the program ends without the list.
const unanswered = [];

class Board {
  async score(player) {
    if (player === 'ann') return 12;
    return new Promise((resolve) => unanswered.push(resolve));
  }
}

async function winners(board, players, ms) {
  const lines = [];
  for (const player of players) {
    const reading = Promise.resolve(player).then((name) => board.score(name));
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve('…'), ms);
    });
    console.log(await Promise.race([reading, late]));
    clearTimeout(timer);
    lines.push(`${player}: ${await reading}`);
  }
  return lines;
}

winners(new Board(), ['ann', 'bob'], 8).then((lines) => console.log(lines.join('\n')));
