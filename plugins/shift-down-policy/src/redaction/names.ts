/** Which names tell that their value is a secret. */

/** Within a name, whatever its case and separators. */
const TELLING =
  /pass(?:word|wd|phrase|code)|(?:[-_.]|[a-z](?=P))pass$|passw?d|pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|signing[-_.]?key|encryption[-_.]?key|account[-_.]?key|master[-_.]?key|session[-_.]?key|shared[-_.]?access|credential|authorization$|cookie$|connection[-_.]?string|conn[-_.]?str|dsn$|(?:^|[-_.])auth$|(?:database|redis|webhook|mongo|amqp|broker)[-_.]?ur[il]$/i;

/** Cheap, and true of every text that has a telling name in it. */
const MAY_TELL =
  /pass|pwd|secret|token|key|access|credential|auth|cookie|conn|dsn|database|redis|webhook|mongo|amqp|broker/i;

/** Names of Kubernetes and its tools that hold a telling word and no secret. */
const HARMLESS =
  /(?:secret|token|credential|password)s?[-_.]?(?:names?|refs?|keyref|namespace|path|file|dir|type|expirationseconds|seconds|ttl|audience|provider|store|class|count|length)$|^(?:.*\.)?(?:automountserviceaccounttoken|imagepullsecrets|serviceaccounttoken|secrets|tokens)$/i;

/** What a telling name may have without there being a secret. */
const EMPTY_VALUE =
  /^(?:true|false|null|none|nil|undefined|""|''|\{\}|\[\]|~|\[redacted\])[\]})'\x22`.,;:]*$/i;

/** Whether it is worth looking for telling names in a text. */
export function mayTell(text: string): boolean {
  return MAY_TELL.test(text);
}

export function isTelling(name: string): boolean {
  return TELLING.test(name) && !HARMLESS.test(name);
}

export function isEmptyValue(value: string): boolean {
  return EMPTY_VALUE.test(value.trim());
}
