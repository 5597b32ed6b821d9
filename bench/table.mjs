// Results as a Markdown table, the same on the terminal and in docs/performance.md.

function number(value) {
  if (value >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

/** How it compares: a ratio, and for times that people feel the difference too. */
function formatComparison({ ratio, difference }, unit) {
  return unit === 'ms'
    ? `${ratio.toFixed(2)}× (${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(1)} ms)`
    : `${ratio.toFixed(2)}×`;
}

function formatRow(row, unit) {
  const bytes = row.bytes === undefined ? '' : `${number(row.bytes)} B`;
  if (row.failure) return [row.variant, 'failed', '', '', ...(row.p95 === undefined ? [''] : [])];
  if (row.p95 !== undefined) return [row.variant, ...[row.value, row.p95, row.max].map((value) => `${number(value)} ${unit}`)];
  return [row.variant, formatComparison(row, unit), `${number(row.value)} ${unit}`, `±${number(row.spread)}`, bytes];
}

function headOf(rows) {
  return rows[0].p95 === undefined ? ['ratio', 'median', 'spread', 'trace'] : ['median', '95 %', 'slowest'];
}

function formatTable(table) {
  const widths = table[0].map((_, column) => Math.max(3, ...table.map((row) => row[column].length)));
  const lines = table.map(
    (row) => `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)];
}

/**
 * @param {readonly { title: string, unit?: string, rows?: import('./runner.mjs').Row[], figures?: import('./limits.mjs').Figure[] }[]} results
 * @returns {string}
 */
export function formatTables(results) {
  return results
    .map(({ title, unit, rows = [], figures }) => {
      const table = figures
        ? [['', 'measured', 'budget'], ...figures.map(({ what, value, budget }) => [what, value, budget])]
        : [['', ...headOf(rows)], ...rows.map((row) => formatRow(row, unit))];
      const failed = [...rows, ...(figures ?? [])].filter(({ failure }) => failure);
      const failures = failed.flatMap(({ variant, what, failure }) => ['', `${variant ?? what} failed: ${failure}`]);
      return [`**${title}**`, '', ...formatTable(table), ...failures].join('\n');
    })
    .join('\n\n');
}
