// Compares variants of one measurement: interleaved repetitions, medians, and ratios taken within each repetition, so that a machine that gets slower half-way
// through does not favour anyone.

/**
 * @typedef {object} Sample
 * @property {number} value what is compared
 * @property {number} [bytes] bytes of trace for each unit of work
 * @property {string} [failure] why the sample does not count, such as lost events
 *
 * @typedef {object} Row
 * @property {string} variant
 * @property {number} value median
 * @property {number} spread median absolute deviation of the values
 * @property {number} ratio median of value / the baseline's value in the same repetition
 * @property {number} difference median of value - the baseline's value in the same repetition
 * @property {number} [bytes] median
 * @property {string} [failure]
 */

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that a share of all (0 to 1) does not exceed. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** @returns {Row} */
function summarise(variant, samples, baseline) {
  const failure = samples.find((s) => s.failure)?.failure;
  if (failure) return { variant, value: NaN, spread: NaN, ratio: NaN, difference: NaN, failure };
  const values = samples.map((s) => s.value);
  const value = median(values);
  const row = {
    variant,
    value,
    spread: median(values.map((v) => Math.abs(v - value))),
    ratio: median(values.map((v, i) => v / baseline[i].value)),
    difference: median(values.map((v, i) => v - baseline[i].value)),
  };
  return samples[0].bytes === undefined ? row : { ...row, bytes: median(samples.map((s) => s.bytes)) };
}

/**
 * Times of one variant after another, of which the median and the slow ones count.
 * @param {{ variants: readonly string[], latencies: number, measure: (variant: string) => Promise<Sample>, report: (text: string) => void }} options
 * @returns {Promise<{ variant: string, value: number, p95: number, max: number, failure?: string }[]>}
 */
export async function takeLatencies({ variants, latencies, measure, report }) {
  const rows = [];
  for (const variant of variants) {
    const times = [];
    for (let i = 1; i <= latencies; i++) {
      report(`${variant}, ${i} of ${latencies}`);
      const { value, failure } = await measure(variant).catch((error) => ({ value: NaN, failure: error.message }));
      times.push(failure ? Infinity : value);
    }
    times.sort((a, b) => a - b);
    const missing = times.filter((time) => time === Infinity).length;
    const failure = missing > 0 ? `${missing} of ${latencies} never came` : undefined;
    rows.push({ variant, value: median(times), p95: percentile(times, 0.95), max: times.at(-1), failure });
  }
  return rows;
}

/**
 * @param {object} options
 * @param {readonly string[]} options.variants the first is the baseline
 * @param {number} options.repetitions
 * @param {(variant: string) => Promise<Sample>} options.measure
 * @param {(text: string) => void} options.report called with progress
 * @returns {Promise<Row[]>}
 */
export async function compare({ variants, repetitions, measure, report }) {
  const samples = new Map(variants.map((variant) => [variant, []]));
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    // Every second round runs backwards: what comes after what matters for the temperature of the machine.
    for (const variant of repetition % 2 === 1 ? variants : variants.toReversed()) {
      report(`${variant}, ${repetition} of ${repetitions}`);
      const collected = samples.get(variant);
      // A variant that failed once has failed.
      if (collected.some((s) => s.failure)) continue;
      collected.push(await measure(variant).catch((error) => ({ value: NaN, failure: error.message })));
    }
  }
  const baseline = samples.get(variants[0]);
  return variants.map((variant) => summarise(variant, samples.get(variant), baseline));
}
