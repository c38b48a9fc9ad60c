/** Long strings that look drawn at random, which names and words never do. */
import { MARK } from './mark';

/** Runs without white space, quotes and brackets. */
const WORD = /[^\s"'`,;()<>{}[\]|\\]{20,}/g;
/** Within a word, what a secret could be made of. */
const RUN = /[A-Za-z0-9+/_=-]{20,}/g;

/** A digest says what it is in front. */
const DIGEST = /\b(?:sha(?:1|256|384|512)|md5)[:=-][a-f0-9]{32,128}\b/gi;
const PACKAGE_URL = /^pkg:[a-z.+-]+\//i;
/** A tag is often the id of a commit. */
const IMAGE =
  /^(?:[a-z0-9.-]+(?::\d+)?\/)?(?:[a-z0-9._-]+\/)+[a-z0-9._-]+:[A-Za-z0-9_.-]{1,64}$/;

export function redactRandomness(text: string): string {
  return text.replace(WORD, word => {
    if (!/\d/.test(word) || PACKAGE_URL.test(word) || IMAGE.test(word)) {
      return word;
    }
    let result = '';
    let from = 0;
    for (const digest of word.matchAll(DIGEST)) {
      result += redactRuns(word.slice(from, digest.index)) + digest[0];
      from = digest.index + digest[0].length;
    }
    return result + redactRuns(word.slice(from));
  });
}

function redactRuns(word: string): string {
  return word.replace(RUN, run => (looksRandom(run) ? MARK : run));
}

function looksRandom(run: string): boolean {
  return isMixed(run) || run.split(/[/_=+-]+/).some(isPlain);
}

/** Upper and lower case and digits in disorder: Base64 and its kin. */
function isMixed(run: string): boolean {
  const { upper, lower, digits, changes, letters } = measure(run);
  return (
    letters >= 20 &&
    upper >= 2 &&
    lower >= 2 &&
    (digits >= 3 || (digits >= 1 && letters >= 32)) &&
    changes / letters >= 0.36
  );
}

/** Hexadecimal and one-case alphabets; names of objects have hyphens before long. */
function isPlain(segment: string): boolean {
  const { digits, changes, letters } = measure(segment);
  if (/^[a-f0-9]{32,}$/i.test(segment)) {
    return digits >= 4;
  }
  return letters >= 24 && digits >= 4 && changes / letters >= 0.25;
}

function measure(run: string) {
  let upper = 0;
  let lower = 0;
  let digits = 0;
  let changes = 0;
  let previous = '';
  for (let index = 0; index < run.length; index++) {
    const code = run.charCodeAt(index);
    let kind = '';
    if (code >= 48 && code <= 57) {
      kind = 'digit';
      digits++;
    } else if (code >= 65 && code <= 90) {
      kind = 'upper';
      upper++;
    } else if (code >= 97 && code <= 122) {
      kind = 'lower';
      lower++;
    } else {
      continue;
    }
    if (previous && kind !== previous) {
      changes++;
    }
    previous = kind;
  }
  return { upper, lower, digits, changes, letters: upper + lower + digits };
}
