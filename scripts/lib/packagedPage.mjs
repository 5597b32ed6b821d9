/**
 * README.md and CHANGELOG.md as they are in the package. The extension's page in the editor shows pictures and follows links only where they are on the web, and these pages
 * have neither: pictures go, and links within the repository become their words.
 */
export function packagedPage(text) {
  const isElsewhere = (target) => /^(?:https?:|mailto:|#)/.test(target);
  return text
    .replaceAll(/^!\[[^\]]*\]\(([^)\s]+)\)\n\n?/gm, (whole, target) => (isElsewhere(target) ? whole : ''))
    .replaceAll(/(?<!!)\[([^[\]]*)\]\(([^)\s]+)\)/g, (whole, words, target) => (isElsewhere(target) ? whole : words));
}
