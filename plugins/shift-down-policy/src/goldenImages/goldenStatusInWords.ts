import type {
  GoldenStatus,
  Lineage,
} from '@shift-down/plugin-shift-down-common';

/**
 * A status as a sentence for people, such as
 * `Built on node-22 22.11.2: 2 releases (41 days) behind; 22.11.4 is the newest`.
 * @public
 */
export function goldenStatusInWords(
  status: GoldenStatus,
  lineage?: Lineage,
): string {
  switch (status.state) {
    case 'not-golden':
      return `Not built on a golden image: ${lowerFirst(status.reason)}`;
    case 'unknown':
      return `It is unknown what this was built on: ${lowerFirst(
        status.reason,
      )}`;
    default:
      return `${builtOn(lineage)}: ${standing(status)}`;
  }
}

function builtOn(lineage: Lineage | undefined): string {
  if (lineage?.state !== 'golden') {
    return 'Built on a golden image';
  }
  const { image, version } = lineage.release;
  return `Built on ${image} ${version}`;
}

function standing(
  status: Exclude<GoldenStatus, { state: 'not-golden' | 'unknown' }>,
): string {
  switch (status.state) {
    case 'behind': {
      const days = status.days > 0 ? ` (${counted(status.days, 'day')})` : '';
      return `${counted(status.releases, 'release')}${days} behind; ${
        status.newest.version
      } is the newest`;
    }
    case 'out-of-support':
      return `out of support since ${status.since}; ${
        status.newest
          ? `${status.newest.version} is the newest`
          : 'its channel has no newer release'
      }`;
    case 'retired':
      return status.replacement
        ? `retired, use ${status.replacement}`
        : 'retired';
    default:
      return 'the newest release of its channel';
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Within a sentence; names and abbreviations keep their capitals. */
function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence)
    ? sentence[0].toLocaleLowerCase('en-US') + sentence.slice(1)
    : sentence;
}
