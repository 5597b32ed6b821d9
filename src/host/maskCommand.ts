/** The recorded command line without secrets. */

const SECRET_OPTION = /^--?[\w-]*(?:token|key|pass|secret|credential|auth)[\w-]*$/i;
/** `API_KEY=…`, as cross-env and env take it. */
const SECRET_VARIABLE = /^\w*(?:token|key|pass|secret|credential|auth)\w*$/i;

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
    const name = word.slice(0, Math.max(0, equals));
    if (SECRET_OPTION.test(name) || SECRET_VARIABLE.test(name)) return `${name}=***`;
    isSecret = SECRET_OPTION.test(word);
    return word.replace(/(\w+:\/\/[^/\s:@]*:)[^/\s@]+@/, '$1***@');
  });
}
