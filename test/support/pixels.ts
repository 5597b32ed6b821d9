/** Reads pictures of the page: how a bar of the timeline looks, to somebody who sees colours in another way too. */
import type { Browser, Page } from 'playwright-core';

export const VISIONS = ['none', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Vision = (typeof VISIONS)[number];

/** Lets the browser draw as somebody with this colour vision sees, until the returned function is given another one. */
export async function visionOf(page: Page): Promise<(type: Vision) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  return (type) => session.send('Emulation.setEmulatedVisionDeficiency', { type });
}

export interface Look {
  /** Oklab of the colour that most of it has. */
  readonly color: readonly [number, number, number];
  /** Part of each line of pixels, from the top, that is not background. */
  readonly outline: readonly number[];
  /** Part of what is drawn that has another colour than most of it: lines of a pattern. */
  readonly texture: number;
}

type Rgb = readonly [number, number, number];

/** Makes PNGs to pixels, in a page of its own. */
export class Eye {
  readonly #page: Page;
  private constructor(page: Page) {
    this.#page = page;
  }
  static async open(browser: Browser): Promise<Eye> {
    return new Eye(await browser.newPage());
  }

  /** How a bar looks in a picture that shows only background and a piece of it. */
  async look(png: Buffer): Promise<Look> {
    const { width, height, data } = await this.#page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const ctx = canvas.getContext('2d')!;
      ctx.drawImage(image, 0, 0);
      return { width: image.width, height: image.height, data: [...ctx.getImageData(0, 0, image.width, image.height).data] };
    }, png.toString('base64'));
    const at = (x: number, y: number): Rgb => data.slice((y * width + x) * 4, (y * width + x) * 4 + 3) as unknown as Rgb;
    const background = oklab(at(0, 0));
    const counts = new Map<string, number>();
    const outline: number[] = [];
    let inked = 0;
    for (let y = 0; y < height; y++) {
      let inRow = 0;
      for (let x = 0; x < width; x++) {
        const pixel = at(x, y);
        if (distance(oklab(pixel), background) < 0.04) continue;
        inRow++;
        counts.set(pixel.join(), (counts.get(pixel.join()) ?? 0) + 1);
      }
      inked += inRow;
      outline.push(inRow / width);
    }
    const [most, n] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? ['0,0,0', 0];
    return { color: oklab(most.split(',').map(Number) as unknown as Rgb), outline, texture: inked === 0 ? 0 : 1 - n / inked };
  }
}

/** sRGB to Oklab (Björn Ottosson, 2020). */
function oklab([r, g, b]: Rgb): [number, number, number] {
  const linear = (v: number): number => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** 0.02 is about the smallest difference that is seen; black to white is 1. */
export function distance(a: Look['color'], b: Look['color']): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
