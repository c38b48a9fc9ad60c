import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import type {
  Image,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { ImageDetails } from './ImageDetails';
import { imageTitle } from './key';
import styles from './Images.module.css';

/** A side panel with the image that the URL names; closing it is going back to the list. */
export function ImagePanel(props: { image?: Image; posture: Posture }) {
  const url = useUrlState();
  const { image } = props;
  return (
    <Dialog
      className={styles.panel}
      isOpen={Boolean(image)}
      onOpenChange={open =>
        !open &&
        url.set({
          image: undefined,
          fixable: undefined,
          overdue: undefined,
          layer: undefined,
        })
      }
    >
      {image && (
        <>
          <DialogHeader>{imageTitle(image)}</DialogHeader>
          <DialogBody>
            <ImageDetails image={image} posture={props.posture} />
          </DialogBody>
        </>
      )}
    </Dialog>
  );
}
