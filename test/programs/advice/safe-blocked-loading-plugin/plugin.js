'use strict';
const speed = (table) => {
  let rounds = 0;
  for (const begin = process.cpuUsage().user; process.cpuUsage().user - begin < 500_000; rounds++) {
    for (let i = 1; i < table.length; i++) table[i] = (table[i] + table[i - 1]) >> 1;
  }
  return rounds;
};
exports.speed = speed(Buffer.alloc(20_000, 7));
