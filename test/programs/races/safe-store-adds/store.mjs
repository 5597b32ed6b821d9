const pages = new Map();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function create(id, name) {
  await pause(2);
  pages.set(id, { id, name, properties: { projects: [] }, tags: [], links: [] });
}

export async function query(name) {
  await pause(5);
  for (const page of pages.values()) {
    if (page.name === name) return structuredClone(page);
  }
  return null;
}

export async function addProjects(id, more) {
  await pause(5);
  const page = pages.get(id);
  const projects = [...new Set([...page.properties.projects, ...more])];
  page.properties = { ...page.properties, projects };
}

export async function addTags(id, more) {
  await pause(5);
  const page = pages.get(id);
  page.tags.push(...more.filter((tag) => !page.tags.includes(tag)));
}

export async function addLinks(id, more) {
  await pause(5);
  const page = pages.get(id);
  Object.assign(page, { links: [...page.links, ...more] });
}
