'use strict';

function createCache({ ttl }) {
  const entries = new Map();
  const sweep = () => {
    const now = Date.now();
    for (const [key, entry] of entries) if (now - entry.at > ttl) entries.delete(key);
  };
  setInterval(sweep, ttl);
  return {
    get: (key) => entries.get(key)?.value,
    set: (key, value) => entries.set(key, { value, at: Date.now() }),
  };
}

module.exports = { createCache };
