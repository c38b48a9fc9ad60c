/** Which names tell that their value is a secret. */

/** Within a name, whatever its case and separators. */
const TELLING =
  /pass(?:word|wd|phrase|code)|(?:[-_.]|[a-z](?=P))pass$|passw?d|pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|signing[-_.]?key|encryption[-_.]?key|account[-_.]?key|master[-_.]?key|session[-_.]?key|shared[-_.]?access|credential|authorization$|cookie$|connection[-_.]?string|conn[-_.]?str|dsn$|(?:^|[-_.])auth$|(?:database|redis|webhook|mongo|amqp|broker)[-_.]?ur[il]$/i;

/** Names of Kubernetes and its tools that hold a telling word and no secret. */
const HARMLESS =
  /(?:secret|token|credential|password)s?[-_.]?(?:names?|refs?|keyref|namespace|path|file|dir|type|expirationseconds|seconds|ttl|audience|provider|store|class|count|length)$|^(?:.*\.)?(?:automountserviceaccounttoken|imagepullsecrets|serviceaccounttoken|secrets|tokens)$/i;

/** What a telling name may have without there being a secret. */
const EMPTY_VALUE =
  /^(?:true|false|null|none|nil|undefined|""|''|\{\}|\[\]|~|\[redacted\])[.,;]?$/i;

export function isTelling(name: string): boolean {
  return TELLING.test(name) && !HARMLESS.test(name);
}

export function isEmptyValue(value: string): boolean {
  return EMPTY_VALUE.test(value.trim());
}
