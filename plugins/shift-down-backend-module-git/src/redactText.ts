import { redact } from '@shift-down/plugin-shift-down-policy';

/** The redactor cuts what is longer; a body may be long, so it goes in pieces. */
const PIECE = 1_500;

/** Takes secrets out of a text of any length, piece by piece at the ends of lines. */
export function redactText(text: string): string {
  const pieces: string[] = [];
  let piece = '';
  for (const line of text.split('\n')) {
    const next = piece === '' ? line : `${piece}\n${line}`;
    if (next.length > PIECE && piece !== '') {
      pieces.push(redact(piece));
      piece = line;
    } else {
      piece = next;
    }
  }
  pieces.push(redact(piece));
  return pieces.join('\n');
}
