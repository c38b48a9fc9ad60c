/** What Kyverno adds to CEL and nobody can answer without its controller or a cluster. */

const LIBRARIES: readonly { pattern: RegExp; reason: string }[] = [
  {
    pattern: /(?<![.\w])resource\s*\.\s*(Get|List|Post)\s*\(/,
    reason: 'it asks the cluster for other objects (resource library)',
  },
  {
    pattern: /(?<![.\w])globalContext\s*\.\s*Get\s*\(/,
    reason: "it reads Kyverno's global context",
  },
  {
    pattern: /(?<![.\w])http\s*\.\s*(Get|Post|Client)\s*\(/,
    reason: 'it calls a service (http library)',
  },
  {
    pattern: /(?<![.\w])(image|imageData)\s*\.\s*(GetMetadata|Get)\s*\(/,
    reason: 'it asks a registry for an image',
  },
  {
    pattern:
      /(?<![.\w])(image|isImage|verifyImageSignatures|verifyAttestationSignatures|getImageData)\s*\(/,
    reason: "it uses Kyverno's image library",
  },
  {
    pattern: /(?<![.\w])images\s*[.[]/,
    reason: "it reads the images that Kyverno's image policies extract",
  },
  {
    pattern: /(?<![.\w])(parseServiceAccount|isServiceAccount)\s*\(/,
    reason: 'it hangs on the user',
  },
  {
    pattern: /(?<![.\w])generator\s*\.\s*Apply\s*\(/,
    reason: 'it generates objects',
  },
  {
    pattern: /(?<![.\w])(random\s*\(|time\s*\.\s*\w+\s*\()/,
    reason: 'its result changes from one evaluation to the next',
  },
  {
    pattern:
      /(?<![.\w])(md5|sha1|sha256|listObjToMap|gunzip|gzip)\s*\(|(?<![.\w])(x509\s*\.\s*decode|json\s*\.\s*[uU]nmarshal|yaml\s*\.\s*[pP]arse|transform\s*\.\s*\w+)\s*\(/,
    reason: 'it uses a library of Kyverno that is not built in here',
  },
];

const STRING_LITERALS =
  /[rR]?("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g;

/** Why an expression is out of reach; undefined if it is not. @internal */
export function needsKyverno(source: string): string | undefined {
  const code = source.replace(STRING_LITERALS, '""');
  return LIBRARIES.find(({ pattern }) => pattern.test(code))?.reason;
}
