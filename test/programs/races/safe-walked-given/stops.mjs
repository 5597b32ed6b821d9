// Which stops a bus still has, by the line.
const byLine = new Map();

export function add(line, stop) {
  const list = byLine.get(line) ?? [];
  list.push(stop);
  byLine.set(line, list);
}

export const stops = {
  of: (line) => byLine.get(line) ?? [],
  close(line, stop) {
    const list = stops.of(line);
    const at = list.indexOf(stop);
    if (at >= 0) list.splice(at, 1);
  },
};
