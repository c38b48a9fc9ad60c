import { Button, Checkbox, CheckboxGroup, Select, Text } from '@backstage/ui';
import {
  AREAS,
  RESPONSIBILITIES,
  RESULTS,
  SEVERITIES,
} from '@shift-down/plugin-shift-down-common';
import type {
  ControlResult,
  FindingPage,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import type { UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import {
  EXEMPT_FILTER,
  FILTERS,
  hasFilters,
  typeOf,
  VULNERABILITY_FILTERS,
  type Filter,
} from './query';
import { VulnerabilityFilters } from './VulnerabilityFilters';
import styles from './Findings.module.css';

const SHOWN_AT_FIRST = 6;

type Facet = NonNullable<FindingPage['facets']>[string][number];

const VOCABULARY: Partial<Record<Filter, readonly string[]>> = {
  severity: SEVERITIES,
  result: RESULTS,
  responsibility: RESPONSIBILITIES,
  area: AREAS,
};

interface Option {
  value: string;
  name: string;
  count: number;
}

/** The filter rail: for each field its values, and how many findings each would leave. */
export function FindingFilters(props: {
  facets: FindingPage['facets'];
  controls: ControlResult[];
  url: UrlState;
}) {
  const { url } = props;
  const t = useText();
  const nameOf = useOptionName(props.controls);
  return (
    <div
      role="group"
      aria-label={t('findings.filters.title')}
      className={styles.filters}
    >
      <div>
        <Text as="h3" variant="body-medium" weight="bold">
          {t('findings.filters.title')}
        </Text>
        {hasFilters(url) && (
          <Button
            size="small"
            variant="tertiary"
            onPress={() =>
              url.set({
                ...Object.fromEntries(
                  [...FILTERS, ...VULNERABILITY_FILTERS, EXEMPT_FILTER].map(
                    name => [name, undefined],
                  ),
                ),
                text: undefined,
                cursor: undefined,
              })
            }
          >
            {t('findings.filters.clear')}
          </Button>
        )}
      </div>
      {typeOf(url) === 'vulnerability' && <VulnerabilityFilters url={url} />}
      <ExemptFilter url={url} />
      {FILTERS.map(filter => {
        const selected = url.getAll(filter);
        const counted = inOrder(filter, props.facets?.[filter] ?? []);
        // What is selected stays on show, so that it can be taken back.
        const values = [
          ...counted,
          ...selected
            .filter(value => !counted.some(facet => facet.value === value))
            .map(value => ({ value, count: 0 })),
        ];
        return (
          <FacetFilter
            key={filter}
            label={t(`findings.filters.${filter}`)}
            options={values.map(({ value, count }) => ({
              value,
              count,
              name: nameOf(filter, value),
            }))}
            selected={selected}
            onChange={next => url.set({ [filter]: next, cursor: undefined })}
          />
        );
      })}
    </div>
  );
}

const ANY = 'any';

function ExemptFilter(props: { url: UrlState }) {
  const t = useText();
  const { url } = props;
  return (
    <Select
      size="small"
      label={t('exceptions.finding.filter')}
      options={[
        { id: ANY, label: t('exceptions.finding.any') },
        { id: 'false', label: t('exceptions.finding.without') },
        { id: 'true', label: t('exceptions.finding.only') },
      ]}
      value={url.get(EXEMPT_FILTER) ?? ANY}
      onChange={value =>
        url.set({
          [EXEMPT_FILTER]: value === ANY ? undefined : String(value),
          cursor: undefined,
        })
      }
    />
  );
}

function FacetFilter(props: {
  label: string;
  options: Option[];
  selected: string[];
  onChange: (selected: string[]) => void;
}) {
  const t = useText();
  const [all, setAll] = useState(false);
  const { options, selected } = props;
  if (options.length === 0) {
    return null;
  }
  const shown = options.filter(
    (option, index) =>
      all || index < SHOWN_AT_FIRST || selected.includes(option.value),
  );
  return (
    <div className={styles.filter}>
      <CheckboxGroup
        label={props.label}
        value={selected}
        onChange={props.onChange}
      >
        {shown.map(option => (
          <Checkbox key={option.value} value={option.value}>
            {t('findings.filters.option', {
              name: option.name,
              number: String(option.count),
            })}
          </Checkbox>
        ))}
      </CheckboxGroup>
      {options.length > SHOWN_AT_FIRST && (
        <Button
          size="small"
          variant="tertiary"
          aria-expanded={all}
          onPress={() => setAll(!all)}
        >
          {all
            ? t('findings.filters.fewer')
            : t('findings.filters.more', { number: String(options.length) })}
        </Button>
      )}
    </div>
  );
}

/** Closed vocabularies in their own order, the rest by how often they occur. */
function inOrder(filter: Filter, facets: Facet[]): Facet[] {
  const order = VOCABULARY[filter];
  return [...facets].sort(
    (left, right) =>
      (order
        ? order.indexOf(left.value) - order.indexOf(right.value)
        : right.count - left.count) || left.value.localeCompare(right.value),
  );
}

function useOptionName(controls: ControlResult[]) {
  const t = useText();
  const words = new Map<string, string>([
    ...SEVERITIES.map(
      value => [`severity/${value}`, t(`words.severity.${value}`)] as const,
    ),
    ...RESULTS.map(
      value => [`result/${value}`, t(`words.result.${value}`)] as const,
    ),
    ...RESPONSIBILITIES.map(
      value =>
        [
          `responsibility/${value}`,
          t(`words.responsibility.${value}`),
        ] as const,
    ),
    ...AREAS.map(value => [`area/${value}`, t(`words.area.${value}`)] as const),
    ...controls.map(({ id, title }) => [`control/${id}`, title] as const),
  ]);
  return (filter: Filter, value: string) =>
    words.get(`${filter}/${value}`) ?? (value || t('findings.noPolicy'));
}
