/** RE2 patterns that have to match the whole of a text. */
import { RE2JS } from 're2js';

const REMEMBERED = 500;
const compiled = new Map<string, RE2JS>();

/** Whether the whole matches, a part of it, or nothing. */
export function matchWhole(
  pattern: string,
  text: string,
): 'whole' | 'part' | 'none' {
  const program = compile(pattern);
  if (program.matches(text)) {
    return 'whole';
  }
  return program.matcher(text).find() ? 'part' : 'none';
}

function compile(pattern: string): RE2JS {
  let program = compiled.get(pattern);
  if (!program) {
    program = RE2JS.compile(pattern);
    if (compiled.size >= REMEMBERED) {
      compiled.clear();
    }
    compiled.set(pattern, program);
  }
  return program;
}
