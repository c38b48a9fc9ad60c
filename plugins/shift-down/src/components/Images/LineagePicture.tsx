import { Text } from '@backstage/ui';
import { useText } from '../../hooks/useWords';
import { DataTable, Quiet } from '../common';
import {
  formatSize,
  shortDigest,
  sum,
  type ImageLayers,
  type Lineage,
} from '../SupplyChain';
import styles from './Lineage.module.css';

type Layer = ImageLayers[number];

/** Golden release and what was put on it, as one bar of layers by their sizes. */
export function LineagePicture(props: {
  lineage?: Lineage;
  layers?: ImageLayers;
  /** What has been said above already. */
  said?: string;
}) {
  const t = useText();
  const { lineage, layers = [] } = props;
  const base = layers.filter(layer => layer.isBase);
  const application = layers.filter(layer => !layer.isBase);
  const known = lineage?.state === 'golden' && base.length > 0;
  const { release } = lineage ?? {};
  const baseName = release
    ? t('supplyChain.lineage.base', {
        image: release.image,
        version: release.version,
      })
    : t('supplyChain.lineage.baseUnnamed');
  const sizeOf = (part: Layer[]) => formatSize(sum(part.map(it => it.size)));
  const picture = known
    ? t('supplyChain.lineage.picture', {
        base: baseName,
        baseSize: sizeOf(base),
        application: t('supplyChain.lineage.application'),
        applicationSize: sizeOf(application),
      })
    : t('supplyChain.lineage.pictureUnknown', { size: sizeOf(layers) });
  return (
    <div className={styles.lineage}>
      {layers.length > 0 ? (
        <>
          <div role="img" aria-label={picture} className={styles.bar}>
            {layers.map((layer, index) => (
              <span
                key={`${layer.digest}/${index}`}
                data-part={known ? partOf(layer) : 'unknown'}
                style={{ flexGrow: Math.max(layer.size, 1) }}
                title={`${shortDigest(layer.digest)}: ${formatSize(
                  layer.size,
                )}`}
              />
            ))}
          </div>
          <ul className={styles.legend}>
            {known && <Part part="base" name={baseName} layers={base} />}
            {known && application.length > 0 && (
              <Part
                part="application"
                name={t('supplyChain.lineage.application')}
                layers={application}
              />
            )}
            {!known && (
              <Part
                part="unknown"
                name={t('supplyChain.lineage.all')}
                layers={layers}
              />
            )}
          </ul>
        </>
      ) : (
        <Quiet as="p">{t('supplyChain.lineage.sizeUnknown')}</Quiet>
      )}
      {lineage && <Evidence lineage={lineage} said={props.said} />}
      {layers.length > 0 && <Layers layers={layers} isKnown={known} />}
    </div>
  );
}

function partOf(layer: Layer): 'base' | 'application' {
  return layer.isBase ? 'base' : 'application';
}

function Part(props: {
  part: 'base' | 'application' | 'unknown';
  name: string;
  layers: Layer[];
}) {
  const t = useText();
  const { layers } = props;
  return (
    <li>
      <span
        className={styles.swatch}
        data-part={props.part}
        aria-hidden="true"
      />
      <span>
        {props.name}
        <br />
        <Quiet>
          {t('supplyChain.lineage.part', {
            count: layers.length,
            size: formatSize(sum(layers.map(({ size }) => size))),
          })}
        </Quiet>
      </span>
    </li>
  );
}

/** How that is known, and what is only said. */
function Evidence(props: { lineage: Lineage; said?: string }) {
  const t = useText();
  const { evidence, baseLayers, alternatives, reason, hint } = props.lineage;
  const proof = () => {
    switch (evidence) {
      case undefined:
        return reason === props.said ? undefined : reason;
      case 'layers':
        return t('supplyChain.lineage.evidence.layers', {
          count: baseLayers ?? 0,
        });
      default:
        return t(`supplyChain.lineage.evidence.${evidence}`);
    }
  };
  const words = proof();
  return (
    <>
      {words && <Text as="p">{words}</Text>}
      {alternatives && alternatives.length > 0 && (
        <Quiet as="p">
          {t('supplyChain.lineage.alternatives', {
            versions: alternatives
              .map(({ image, version }) => `${image} ${version}`)
              .join(', '),
          })}
        </Quiet>
      )}
      {hint && <Text as="p">{t('supplyChain.lineage.hint', { hint })}</Text>}
    </>
  );
}

function Layers(props: { layers: Layer[]; isKnown: boolean }) {
  const t = useText();
  return (
    <details className={styles.fold}>
      <summary>{t('supplyChain.lineage.layers')}</summary>
      <DataTable
        label={t('supplyChain.lineage.layersCaption')}
        items={props.layers.map((layer, index) => ({ ...layer, index }))}
        keyOf={({ index }) => String(index)}
        columns={[
          {
            id: 'layer',
            label: t('supplyChain.lineage.columns.layer'),
            isRowHeader: true,
            cell: ({ digest }) => shortDigest(digest),
          },
          {
            id: 'size',
            label: t('supplyChain.lineage.columns.size'),
            cell: ({ size }) => formatSize(size),
          },
          {
            id: 'part',
            label: t('supplyChain.lineage.columns.part'),
            cell: layer =>
              props.isKnown
                ? t(
                    layer.isBase
                      ? 'supplyChain.lineage.inBase'
                      : 'supplyChain.lineage.inApplication',
                  )
                : t('supplyChain.layer.unknown'),
          },
        ]}
      />
    </details>
  );
}
