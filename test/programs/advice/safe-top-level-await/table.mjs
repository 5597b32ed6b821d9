const begin = process.cpuUsage();
export const table = [];
while (process.cpuUsage(begin).user < 200_000) for (let i = 0; i < 1e5; i++) table[i % 1000] = i * 7;
