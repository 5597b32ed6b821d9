const begin = process.cpuUsage();
export const table = [];
while (process.cpuUsage(begin).user < 200_000) table[table.length % 1000] = table.length * 7;
