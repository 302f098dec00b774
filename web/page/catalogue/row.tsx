import { RowMenu } from '../../part/row-menu.tsx';
import type { Column } from '../../part/table.tsx';

type Item = { id: number; name: string; isActive: boolean };

/** The last column of a list: edit, archive, take back. */
export const whatToDo = <Listed extends Item>(
  edit: (item: Listed) => void,
  archive: (item: Listed) => void,
): Column<Listed> => ({
  title: '',
  isFigure: true,
  cell: (item) => (
    <RowMenu
      name={item.name}
      needs="operator"
      actions={[
        { name: 'Edit', icon: 'edit', run: () => edit(item) },
        item.isActive
          ? { name: 'Archive', icon: 'archive', run: () => archive(item) }
          : { name: 'Make active', icon: 'undo', run: () => archive(item) },
      ]}
    />
  ),
});
