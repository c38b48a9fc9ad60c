// @ts-check

/** What an object is, where the whole of it can't be read or must not be kept. */

const YAML = require('yaml');

/**
 * What identifies an object that was parsed but must not be kept.
 *
 * @param {any} value
 */
function identityOf(value) {
  const { name, namespace, uid, ownerReferences } = value?.metadata ?? {};
  try {
    return JSON.stringify({
      apiVersion: value?.apiVersion,
      kind: value?.kind,
      metadata: { name, namespace, uid, ownerReferences },
      scope: value?.scope,
    });
  } catch {
    return '';
  }
}

/**
 * What a broken document says about itself: the YAML parser goes on after errors,
 * and tabs, the commonest of them, are forgiven here. Aliases are not followed.
 *
 * @param {string} text
 */
function recoverIdentity(text) {
  const forgiven = text.replace(/^[ \t]*\t[ \t]*/gm, indent =>
    indent.replaceAll('\t', ' '.repeat(8)),
  );
  let root;
  try {
    [{ contents: root }] = /** @type {any} */ (
      YAML.parseAllDocuments(forgiven, {
        prettyErrors: false,
        uniqueKeys: false,
        logLevel: 'silent',
      })
    );
  } catch {
    return undefined;
  }
  if (YAML.isSeq(root)) {
    root = root.items[0];
  }
  if (!YAML.isMap(root)) {
    return undefined;
  }
  /** @type {(map: any, ...keys: string[]) => Record<string, unknown>} */
  const pick = (map, ...keys) =>
    Object.fromEntries(
      keys.flatMap(key => {
        const node = YAML.isMap(map) ? map.get(key, true) : undefined;
        return YAML.isScalar(node) ? [[key, node.value]] : [];
      }),
    );
  const metadata = root.get('metadata', true);
  const owners = YAML.isMap(metadata)
    ? metadata.get('ownerReferences', true)
    : undefined;
  return JSON.stringify({
    ...pick(root, 'apiVersion', 'kind'),
    metadata: {
      ...pick(metadata, 'name', 'namespace', 'uid'),
      ownerReferences: YAML.isSeq(owners)
        ? owners.items.map(owner =>
            pick(owner, 'apiVersion', 'kind', 'name', 'uid', 'controller'),
          )
        : [],
    },
    scope: pick(
      root.get('scope', true),
      'apiVersion',
      'kind',
      'namespace',
      'name',
      'uid',
    ),
  });
}

module.exports = { identityOf, recoverIdentity };
