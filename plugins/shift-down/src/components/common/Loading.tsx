import { Flex, Skeleton, VisuallyHidden } from '@backstage/ui';

/** A skeleton for the eye and a sentence for screen readers. */
export function Loading(props: { label: string; rows?: number }) {
  const widths = ['60%', '90%', '75%', '85%', '70%'];
  return (
    <div role="status">
      <VisuallyHidden>{props.label}</VisuallyHidden>
      <Flex direction="column" gap="3" aria-hidden="true">
        {Array.from({ length: props.rows ?? 5 }, (_, index) => (
          <Skeleton
            key={index}
            width={widths[index % widths.length]}
            height={24}
          />
        ))}
      </Flex>
    </div>
  );
}
