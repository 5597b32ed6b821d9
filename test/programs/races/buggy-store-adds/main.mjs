// expect: race.atomicity 8; race.atomicity 10
// Who calls adds to the copy that it has found; the store puts that in the place of what is there by then.
import { create, query, setProjects, setTags } from './store.mjs';

async function extend(name, project, tag) {
  const page = await query(name);
  const missing = [project].filter((id) => !page.properties.projects.includes(id));
  if (missing.length > 0) await setProjects(page.id, [...page.properties.projects, ...missing]);
  const found = await query(name);
  await setTags(found.id, [...found.tags, tag]);
}

await create(1, 'auth');
await extend('auth', 'p1', 'new');
await Promise.all([extend('auth', 'p2', 'red'), extend('auth', 'p3', 'blue')]);
const { properties, tags } = await query('auth');
console.log(properties.projects.join(), tags.join());
