/** One attachment, read as what its media type says that it is. */
import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import type { ImageAttachment } from '@shift-down/plugin-shift-down-common';
import { z } from 'zod';
import type { SupplyChainCode } from '../codes';
import type { SignedContent } from '../verify/verifySigner';
import {
  ChangedContentError,
  readLegacyAttestation,
  readLegacySignature,
} from './legacyCosign';
import {
  COSIGN_SIGNATURE,
  PLAIN_FORMATS,
  guessRoles,
  rolesOfPredicate,
} from './roles';
import { type Statement, parseStatement } from './statement';
import type { BrokenDocument, Claim, Role } from './types';

export interface ReadAttachment {
  claims: Claim[];
  broken: BrokenDocument[];
}

const IN_TOTO = 'application/vnd.in-toto+json';
const NOTATION = 'application/vnd.cncf.notary.signature';
/** In UTF-16 units; parsing more would hold up everything else. */
const MAX_LENGTH = 32 * 1024 * 1024;
const NOTHING: ReadAttachment = { claims: [], broken: [] };

/** What an attachment claims; nothing if it is of no sort that is read here. */
export function readAttachment(attachment: ImageAttachment): ReadAttachment {
  const { artifactType, mediaType, annotations, content } = attachment;
  const read = readerOf(attachment);
  if (!read) {
    return NOTHING;
  }
  const roles = guessRoles(artifactType, mediaType, annotations);
  if (roles.length === 0) {
    return NOTHING;
  }
  const refuse = (code: SupplyChainCode, reason: string) => ({
    claims: [],
    broken: [{ roles, code, reason }],
  });
  if (content === undefined) {
    const problem = attachment.problem ?? 'The registry did not give it';
    return refuse('unreadable', `${inSentence(problem)}.`);
  }
  if (content.length > MAX_LENGTH) {
    return refuse('unreadable', 'It is too large to be read.');
  }
  try {
    return read(attachment, content);
  } catch (error) {
    if (error instanceof ChangedContentError) {
      return refuse('tampered', `${error.message}: it was changed since.`);
    }
    // Whoever may push to a repository may attach anything.
    return refuse('malformed', `It can’t be read (${wordsOf(error)}).`);
  }
}

type Reader = (attachment: ImageAttachment, content: string) => ReadAttachment;

function readerOf({
  mediaType,
  artifactType,
}: ImageAttachment): Reader | undefined {
  if (mediaType.startsWith('application/vnd.dev.sigstore.bundle')) {
    return readBundle;
  }
  switch (mediaType) {
    case 'application/vnd.dev.cosign.simplesigning.v1+json':
      return readSignature;
    case 'application/vnd.dsse.envelope.v1+json':
      return readEnvelope;
    case IN_TOTO:
      return readInToto;
    default:
  }
  if (artifactType === NOTATION) {
    return readNotation;
  }
  return formatOf(mediaType, artifactType) ? readPlain : undefined;
}

function readSignature(
  attachment: ImageAttachment,
  content: string,
): ReadAttachment {
  const { signed, digest } = readLegacySignature(
    content,
    attachment.annotations,
  );
  return claim('signature', attachment, {
    digests: [digest],
    predicateType: COSIGN_SIGNATURE,
    signed,
  });
}

function readBundle(
  attachment: ImageAttachment,
  content: string,
): ReadAttachment {
  const bundle = bundleFromJSON(JSON.parse(content));
  if (bundle.content.$case === 'messageSignature') {
    return {
      claims: [],
      broken: [
        {
          roles: ['signature'],
          code: 'unsupported',
          reason:
            'It is a bare signature of the manifest’s bytes; sign a statement that names the digest, as cosign does.',
        },
      ],
    };
  }
  return readSignedStatement(attachment, bundle);
}

function readEnvelope(
  attachment: ImageAttachment,
  content: string,
): ReadAttachment {
  return readSignedStatement(
    attachment,
    readLegacyAttestation(content, attachment.annotations),
  );
}

/** Usually a statement that nobody signed; some tools give an envelope the same type. */
function readInToto(
  attachment: ImageAttachment,
  content: string,
): ReadAttachment {
  return 'payloadType' in JSON.parse(content)
    ? readEnvelope(attachment, content)
    : claimsOf(attachment, parseStatement(content));
}

function readNotation(): ReadAttachment {
  return {
    claims: [],
    broken: [
      {
        roles: ['signature'],
        code: 'unsupported',
        reason: 'It is a Notation signature, which is not verified here.',
      },
    ],
  };
}

function readPlain(
  attachment: ImageAttachment,
  content: string,
): ReadAttachment {
  const { mediaType, artifactType, subject } = attachment;
  const isJson = content.trimStart().startsWith('{');
  return claimsOf(attachment, {
    digests: [subject],
    predicateType: formatOf(mediaType, artifactType)!,
    // XML and tag-value are formats of bills of materials too; they are there, uncounted.
    predicate: isJson ? JSON.parse(content) : content,
  });
}

function readSignedStatement(
  attachment: ImageAttachment,
  bundle: Bundle,
): ReadAttachment {
  if (bundle.content.$case !== 'dsseEnvelope') {
    throw new Error('no DSSE envelope');
  }
  const { payload, payloadType } = bundle.content.dsseEnvelope;
  if (payloadType !== IN_TOTO) {
    throw new Error(`its payload is ${payloadType}, not an in-toto statement`);
  }
  return claimsOf(attachment, parseStatement(payload.toString('utf8')), {
    bundle,
  });
}

function claimsOf(
  attachment: ImageAttachment,
  statement: Statement,
  signed?: SignedContent,
): ReadAttachment {
  const roles = rolesOfPredicate(statement.predicateType).filter(role =>
    speaksAs(role, statement.predicate),
  );
  return {
    claims: roles.flatMap(
      role => claim(role, attachment, { ...statement, signed }).claims,
    ),
    broken: [],
  };
}

/** A CycloneDX document lists parts, vulnerabilities or both. */
function speaksAs(role: Role, predicate: unknown): boolean {
  const isCycloneDx =
    typeof predicate === 'object' &&
    predicate !== null &&
    'bomFormat' in predicate;
  if (!isCycloneDx) {
    return true;
  }
  return role === 'vex'
    ? 'vulnerabilities' in predicate
    : 'components' in predicate || !('vulnerabilities' in predicate);
}

function claim(
  role: Role,
  attachment: ImageAttachment,
  rest: Omit<Claim, 'role' | 'attachment'>,
): ReadAttachment {
  return { claims: [{ role, attachment, ...rest }], broken: [] };
}

function formatOf(mediaType: string, artifactType: string): string | undefined {
  return [mediaType, artifactType]
    .filter(type => Object.hasOwn(PLAIN_FORMATS, type))
    .map(type => PLAIN_FORMATS[type])[0];
}

function inSentence(problem: string): string {
  return problem.replace(/\.$/, '');
}

function wordsOf(error: unknown): string {
  const message =
    error instanceof z.ZodError
      ? `${error.issues[0].path.join('.')}: ${error.issues[0].message}`
      : String(error instanceof Error ? error.message : error);
  return message.length > 200 ? `${message.slice(0, 200)}…` : message;
}
