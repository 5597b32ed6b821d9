const samples = new Map();

export function measure(name, value) {
  samples.set(name, [...(samples.get(name) ?? []), value]);
}

// One row a name.
export function table() {
  const rows = [];
  for (const [name, values] of samples) rows.push({ name, mean: values.reduce((a, b) => a + b, 0) / values.length });
  return rows;
}

// All of them.
export function forget() {
  samples.clear();
}
