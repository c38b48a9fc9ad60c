/**
 * Kubernetes' named formats: what is wrong with a text as a name, label, date… The sentences
 * are those of the API, since policies hand them on in their messages.
 */
import { global, method } from '../overloads';
import { LibraryValue, Optional } from '../values';
import { uriProblem } from './url';

type Validate = (text: string) => string[];

export class NamedFormat extends LibraryValue {
  readonly typeName = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly validate: Validate;
  /** Length of the pattern that its cost is reckoned by. */
  readonly weight: number;

  constructor(name: string, weight: number, validate: Validate) {
    super();
    this.name = name;
    this.weight = weight;
    this.validate = validate;
  }

  equals(other: LibraryValue): boolean {
    return other instanceof NamedFormat && this.name === other.name;
  }
}

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

function patternProblem(
  sentence: string,
  pattern: string,
  ...examples: string[]
): string {
  const shown = examples.map(example => `'${example}'`).join(',  or ');
  return `${sentence} (e.g. ${shown}, regex used for validation is '${pattern}')`;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${KEY})?`;

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

const IS_LABEL = whole(LABEL);
const IS_LABEL_1035 = whole(LABEL_1035);
const IS_KEY = whole(KEY);
const IS_VALUE = whole(VALUE);

const isSubdomain = (text: string) =>
  text.split('.').every(label => IS_LABEL.test(label));

function dns1123Label(text: string): string[] {
  const problems =
    bytes(text) > 63 ? ['must be no more than 63 characters'] : [];
  if (!IS_LABEL.test(text)) {
    problems.push(
      isSubdomain(text)
        ? 'must not contain dots'
        : patternProblem(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            LABEL,
            'my-name',
            '123-abc',
          ),
    );
  }
  return problems;
}

function dns1123Subdomain(text: string, unit = 'characters'): string[] {
  const problems =
    bytes(text) > 253 ? [`must be no more than 253 ${unit}`] : [];
  if (!isSubdomain(text)) {
    problems.push(
      patternProblem(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        SUBDOMAIN,
        'example.com',
      ),
    );
  }
  return problems;
}

function dns1035Label(text: string): string[] {
  const problems =
    bytes(text) > 63 ? ['must be no more than 63 characters'] : [];
  if (!IS_LABEL_1035.test(text)) {
    problems.push(
      patternProblem(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        LABEL_1035,
        'my-name',
        'abc-123',
      ),
    );
  }
  return problems;
}

const keyProblem = () =>
  patternProblem(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    KEY,
    'MyName',
    'my.name',
    '123-abc',
  );

function qualifiedName(text: string): string[] {
  const parts = text.split('/');
  if (parts.length > 2) {
    return [
      `a valid label key ${keyProblem()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const problems: string[] = [];
  const [name, prefix] = parts.reverse();
  if (prefix === '') {
    problems.push('prefix part must be non-empty');
  } else if (prefix !== undefined) {
    problems.push(
      ...dns1123Subdomain(prefix, 'bytes').map(
        problem => `prefix part ${problem}`,
      ),
    );
  }
  if (name === '') {
    problems.push('name part must be non-empty');
  } else if (bytes(name) > 63) {
    problems.push('name part must be no more than 63 bytes');
  }
  if (!IS_KEY.test(name)) {
    problems.push(`name part ${keyProblem()}`);
  }
  return problems;
}

function labelValue(text: string): string[] {
  const problems = bytes(text) > 63 ? ['must be no more than 63 bytes'] : [];
  if (!IS_VALUE.test(text)) {
    problems.push(
      patternProblem(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        VALUE,
        'MyValue',
        'my_value',
        '12345',
      ),
    );
  }
  return problems;
}

/** A prefix of a generated name may end in a dash, since more will follow. */
const asPrefix =
  (validate: Validate): Validate =>
  text =>
    validate(
      text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text,
    );

const test =
  (matches: (text: string) => boolean, problem: string): Validate =>
  text =>
    matches(text) ? [] : [problem];

const UUID =
  /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/;

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(text)
  );
}

function isDateTime(text: string): boolean {
  const [date, time = ''] = text.toLowerCase().split('t');
  const [, hour, minute, second] = TIME.exec(time) ?? [];
  return (
    isDate(date) &&
    hour !== undefined &&
    hour <= '23' &&
    minute <= '59' &&
    second <= '59'
  );
}

function uri(text: string): string[] {
  const problem = uriProblem(text);
  return problem === undefined ? [] : [problem];
}

const FORMATS: Readonly<Record<string, NamedFormat>> = {
  dns1123Label: new NamedFormat('DNS1123Label', 30, dns1123Label),
  dns1123Subdomain: new NamedFormat('DNS1123Subdomain', 60, text =>
    dns1123Subdomain(text),
  ),
  dns1035Label: new NamedFormat('DNS1035Label', 30, dns1035Label),
  qualifiedName: new NamedFormat('QualifiedName', 60, qualifiedName),
  dns1123LabelPrefix: new NamedFormat(
    'DNS1123LabelPrefix',
    30,
    asPrefix(dns1123Label),
  ),
  dns1123SubdomainPrefix: new NamedFormat(
    'DNS1123SubdomainPrefix',
    60,
    asPrefix(text => dns1123Subdomain(text)),
  ),
  dns1035LabelPrefix: new NamedFormat(
    'DNS1035LabelPrefix',
    30,
    asPrefix(dns1035Label),
  ),
  labelValue: new NamedFormat('LabelValue', 40, labelValue),
  uri: new NamedFormat('URI', 1103, uri),
  uuid: new NamedFormat(
    'uuid',
    85,
    test(text => UUID.test(text), 'does not match the UUID format'),
  ),
  byte: new NamedFormat(
    'byte',
    84,
    test(text => BASE64.test(text), 'invalid base64'),
  ),
  date: new NamedFormat('date', 75, test(isDate, 'invalid date')),
  datetime: new NamedFormat(
    'datetime',
    75,
    test(isDateTime, 'invalid datetime'),
  ),
};

const SINCE = { since: 31 };

export const format = [
  global(
    'format.named(string): optional_type(kubernetes.NamedFormat)',
    (name: string) =>
      Object.hasOwn(FORMATS, name)
        ? new Optional(FORMATS[name])
        : Optional.none,
    SINCE,
  ),
  ...Object.entries(FORMATS).map(([name, value]) =>
    global(`format.${name}(): kubernetes.NamedFormat`, () => value, SINCE),
  ),
  method(
    'validate(kubernetes.NamedFormat, string): optional_type(list(string))',
    (named: NamedFormat, text: string) => {
      const problems = named.validate(text);
      return problems.length === 0 ? Optional.none : new Optional(problems);
    },
    {
      since: 31,
      cost: (named: NamedFormat, text: string) =>
        Math.ceil((1 + text.length) * 0.1) * Math.ceil(named.weight * 0.25),
    },
  ),
];
