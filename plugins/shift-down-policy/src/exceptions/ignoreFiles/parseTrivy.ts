/** `.trivyignore`: one id a line, an end behind it, and why in the comment above or behind. */
import { isAdvisory } from './advisories';
import { readEnd } from './readEnd';
import type { IgnoreFile } from './types';

/** @internal */
export function parseTrivy(text: string): IgnoreFile {
  const file: IgnoreFile = { items: [], problems: [] };
  let comments: string[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const [entry, ...behind] = line.split('#');
    const [id, ...rest] = entry.trim().split(/\s+/);
    const comment = behind.join('#').trim();
    if (!id) {
      // An empty line ends what the comments before it were about.
      comments = comment ? [...comments, comment] : [];
      return;
    }
    const statement = [...comments, comment].filter(Boolean).join('\n');
    comments = [];
    const where = `Line ${index + 1}`;
    if (!isAdvisory(id)) {
      file.problems.push(
        `${where}: ${id} is not the id of a vulnerability. Ask for an exception for its control instead.`,
      );
      return;
    }
    const end = rest.find(word => word.startsWith('exp:'))?.slice(4);
    const until = end === undefined ? undefined : readEnd(end);
    if (end !== undefined && until === undefined) {
      file.problems.push(`${where}: ${id} ends on ${end}, which is no date.`);
      return;
    }
    file.items.push({
      advisory: id,
      ...(until !== undefined && { until }),
      statement,
    });
  });
  return file;
}
