/** What a pull request says that moves a repository to another release. */
import type { AdvisoryReference, UpgradeAdvice } from '../goldenImages';

/** More than that nobody reads. */
const LISTED = 25;

/** @public */
export interface BumpText {
  title: string;
  /** Markdown */
  body: string;
  commitMessage: string;
}

/** @public */
export interface BumpTextInput {
  /** What people call the golden image. */
  image: string;
  version: string;
  changes: readonly { path: string; from: string; to: string }[];
  problems: readonly string[];
  /** One for each release that is left. */
  advice: readonly UpgradeAdvice[];
  /** What the campaign is called that this is part of. */
  campaign?: string;
}

/** @public */
export function bumpText(input: BumpTextInput): BumpText {
  const { image, version, changes, problems, advice, campaign } = input;
  const title = `Move to ${image} ${version}`;
  const sections = [
    `This moves the base image to **${plain(image)} ${plain(version)}**.`,
    ...(campaign === undefined
      ? []
      : [`It is part of the campaign “${plain(campaign)}”.`]),
    ...advice.map(vulnerabilities),
    [
      '### What changes',
      '',
      ...changes.map(
        ({ path, from, to }) => `- ${code(path)}: ${code(from)} → ${code(to)}`,
      ),
    ].join('\n'),
    ...(problems.length === 0
      ? []
      : [
          [
            '### To be done by hand',
            '',
            ...problems.map(it => `- ${plain(it)}`),
          ].join('\n'),
        ]),
    'Merging it does not roll it out: build and deploy as usual.',
  ];
  return {
    title,
    body: `${sections.join('\n\n')}\n`,
    commitMessage: title,
  };
}

/** What one step of an upgrade does to vulnerabilities, as Markdown. @public */
export function vulnerabilities(advice: UpgradeAdvice): string {
  const { from, to, compared, reason, removes, adds, leaves } = advice;
  const heading = `### From ${plain(from.version)} to ${plain(to.version)}`;
  if (!compared) {
    return `${heading}\n\nWhat this does to vulnerabilities is not known: ${plain(
      reason ?? 'the releases were not compared',
    )}`;
  }
  const counts = `Removes ${removes.length} vulnerabilities, leaves ${leaves.length} and adds ${adds.length}.`;
  return [heading, counts, table('Removes', removes), table('Adds', adds)]
    .filter(Boolean)
    .join('\n\n');
}

function table(what: string, advisories: readonly AdvisoryReference[]): string {
  if (advisories.length === 0) {
    return '';
  }
  const rest = advisories.length - LISTED;
  return [
    `| ${what} | package | severity |`,
    '| --- | --- | --- |',
    ...advisories
      .slice(0, LISTED)
      .map(
        it =>
          `| ${plain(it.advisory)} | ${plain(it.packageName)} | ${
            it.severity
          } |`,
      ),
    ...(rest > 0 ? [`| and ${rest} more | | |`] : []),
  ].join('\n');
}

/** Reports and file names come from elsewhere: they make no links, mentions or tables. */
function plain(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]<>|#@]/g, it => `\\${it}`)
    .replace(/\\@/g, '@\u200b');
}

function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}
