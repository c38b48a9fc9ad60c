import {
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  type SortDescriptor,
} from '@backstage/ui';
import type { ReactElement, ReactNode } from 'react';
import styles from './DataTable.module.css';

/** A column of a {@link DataTable}. */
export interface DataColumn<T> {
  id: string;
  label: string;
  cell: (item: T) => ReactNode;
  sortable?: boolean;
  /** Names the row for screen readers. One column has it. */
  isRowHeader?: boolean;
  /** Share of the table's width, to line up with tables beside it. */
  width?: string;
}

/**
 * A table with a name, whose cells may hold anything. It scrolls sideways by
 * itself on narrow screens.
 */
export function DataTable<T>(props: {
  label: string;
  columns: DataColumn<T>[];
  items: T[];
  keyOf: (item: T) => string;
  sort?: SortDescriptor;
  onSort?: (sort: SortDescriptor) => void;
  /** Shows that newer rows are on their way. */
  stale?: boolean;
}): ReactElement {
  const { columns, items, keyOf } = props;
  return (
    <div className={styles.scroll}>
      <TableRoot
        aria-label={props.label}
        sortDescriptor={props.sort}
        onSortChange={props.onSort}
        stale={props.stale}
      >
        <TableHeader>
          {columns.map(column => (
            <Column
              key={column.id}
              id={column.id}
              isRowHeader={column.isRowHeader}
              allowsSorting={column.sortable}
              style={{ width: column.width }}
            >
              {column.label}
            </Column>
          ))}
        </TableHeader>
        <TableBody>
          {items.map(item => (
            <Row key={keyOf(item)} id={keyOf(item)}>
              {columns.map(column => (
                <Cell key={column.id} className={styles.cell}>
                  {column.cell(item)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </TableRoot>
    </div>
  );
}
