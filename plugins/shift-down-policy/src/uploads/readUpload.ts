/** From the bytes of an upload to what is stored of it; large ones are read in a thread. */
import { InputError } from '@backstage/errors';
import {
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import { parseVex } from '../vulnerabilities';
import type { VexStatement } from '../vulnerabilities';
import { detectFormat, parseUpload } from './parseUpload';
import { UPLOAD_FORMATS, type ParsedUpload, type UploadFormat } from './types';

/** No image has as many, and each becomes rows. */
const MAXIMUM_VULNERABILITIES = 20_000;

/** What is stored of an upload, ready to be. @public */
export interface ReadUpload extends Omit<ParsedUpload, 'vulnerabilities'> {
  /** So many of each severity. */
  counts: Record<Severity, number>;
  /** JSON of a list of `VulnerabilityEvidence`. */
  vulnerabilities: string;
  statements: VexStatement[];
}

/**
 * Reads an upload.
 *
 * @param bytes - JSON in UTF-8.
 * @param format - As whoever uploads says; told from the document if left out.
 * @throws InputError that says what is wrong with it, and never quotes it.
 * @public
 */
export function readUpload(
  bytes: Uint8Array,
  format?: UploadFormat,
): ReadUpload {
  const document = parseJson(bytes);
  const found = format ?? detectFormat(document);
  if (!found) {
    throw new InputError(
      `This is in no format that is read: upload one of ${UPLOAD_FORMATS.join(
        ', ',
      )}`,
    );
  }
  const { vulnerabilities, ...parsed } = parseUpload(found, document);
  if (vulnerabilities.length > MAXIMUM_VULNERABILITIES) {
    throw new InputError(
      `This lists ${vulnerabilities.length} vulnerabilities, and at most ${MAXIMUM_VULNERABILITIES} are read: scan one image at a time`,
    );
  }
  const counts = Object.fromEntries(
    SEVERITIES.map(severity => [severity, 0]),
  ) as Record<Severity, number>;
  vulnerabilities.forEach(({ severity }) => {
    counts[severity] += 1;
  });
  const vex = parsed.vex && readVex(document, parsed);
  return {
    ...parsed,
    counts,
    vulnerabilities: JSON.stringify(vulnerabilities),
    statements: vex?.statements ?? [],
    ignored: [
      ...parsed.ignored,
      ...(vex?.problems ?? []).map(reason => ({ what: 'a statement', reason })),
    ],
  };
}

/** Statements that name no product are about the image of the document. */
function readVex(
  document: unknown,
  { subject }: Pick<ParsedUpload, 'subject'>,
) {
  const digest = subject.kind === 'image' ? subject.digests[0] : undefined;
  return parseVex(
    JSON.stringify(document),
    digest === undefined ? {} : { subject: digest },
  );
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // What the parser says quotes the text.
    throw new InputError('This is not JSON in UTF-8');
  }
}
