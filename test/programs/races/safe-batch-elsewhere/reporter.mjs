export const written = [];

export function makeReporter(meter) {
  return {
    async report(write) {
      const rows = meter.table();
      if (rows.length === 0) return;
      meter.forget();
      written.push(await write({ rows }));
    },

    // Throws away no more than it has just looked at.
    async end(write) {
      const rows = meter.table();
      await write({ rows });
      const rest = meter.table();
      meter.forget();
      if (rest.length > 0) written.push(await write({ rest }));
    },
  };
}
