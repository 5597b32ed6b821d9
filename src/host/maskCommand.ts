/** The recorded command line without secrets. */

const SECRET_OPTION = /^--?[\w-]*(?:token|key|pass|secret|credential|auth)[\w-]*$/i;

/** Values after `--*token`, `--*key`, `--*pass*` and the like, joined or separate, become `***`; so do passwords inside URLs. */
export function maskCommand(command: readonly string[]): string[] {
  let isSecret = false;
  return command.map((word) => {
    if (isSecret && !word.startsWith('-')) {
      isSecret = false;
      return '***';
    }
    isSecret = false;
    const equals = word.indexOf('=');
    if (equals > 0 && SECRET_OPTION.test(word.slice(0, equals))) return `${word.slice(0, equals + 1)}***`;
    isSecret = SECRET_OPTION.test(word);
    return word.replace(/(\w+:\/\/[^/\s:@]*:)[^/\s@]+@/, '$1***@');
  });
}
