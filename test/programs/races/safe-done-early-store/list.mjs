export function openList(first) {
  const chambers = new Map(first.map((name) => [name, 'unknown']));
  return {
    enter(name) {
      if (!chambers.has(name)) chambers.set(name, 'unknown');
    },
    mark: (name, state) => chambers.set(name, state),
    next: () => [...chambers.keys()].find((name) => chambers.get(name) === 'unknown'),
    names: () => [...chambers.keys()],
  };
}
