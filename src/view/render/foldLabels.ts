/** Where the lengths of folds stand in the ruler; pure. */

export interface FoldLabel {
  /** Middle of the fold, px. */
  readonly middle: number;
  readonly lengthNs: number;
  /** Texts with their widths in px, the wordiest first. */
  readonly texts: readonly (readonly [text: string, width: number])[];
}

export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly width: number;
}

/** No two on each other: the longest fold is told first, in as many words as there is room for beside those that are told already. */
export function placeFoldLabels(labels: readonly FoldLabel[], left: number, right: number): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { middle, texts } of labels.toSorted((a, b) => b.lengthNs - a.lengthNs)) {
    for (const [text, width] of texts) {
      const x = Math.min(right - width, Math.max(left, middle - width / 2));
      if (placed.some((other) => x < other.x + other.width && other.x < x + width)) continue;
      placed.push({ text, x, width });
      break;
    }
  }
  return placed;
}
