import { Act } from '../../part/act.tsx';
import { Icon } from '../../part/icon.tsx';

type Props = { isActive: boolean; edit: () => void; archive: () => void };

/** What can be done with the thing that a page is about. */
export const ThingActions = ({ isActive, edit, archive }: Props) => (
  <>
    <Act
      needs="operator"
      variant="default"
      leftSection={<Icon name={isActive ? 'archive' : 'undo'} size={14} />}
      onClick={archive}
    >
      {isActive ? 'Archive' : 'Make active'}
    </Act>
    <Act needs="operator" variant="default" leftSection={<Icon name="edit" size={14} />} onClick={edit}>
      Edit
    </Act>
  </>
);
