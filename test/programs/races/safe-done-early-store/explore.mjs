export function explore({ list, descend, survey }) {
  return new Promise((resolve, reject) => {
    let below = 0;

    async function visit(name) {
      list.mark(name, 'entered');
      below += 1;
      const found = await descend(name);
      list.mark(name, 'seen');
      for (const passage of await survey(found)) list.enter(passage);
      below -= 1;
    }

    const guide = setInterval(() => {
      const name = list.next();
      if (name) {
        visit(name).catch(reject);
      } else if (below === 0) {
        clearInterval(guide);
        resolve(list.names());
      }
    }, 6);
  });
}
