import { Page } from '../../part/page.tsx';
import { CatalogueTabs } from '../catalogue/listing.tsx';
import { Chooser } from './chooser.tsx';
import { useCurrent } from './current.ts';
import { Opened } from './opened.tsx';

/** Brings a file in: first what would happen, row by row, then what happens. */
export default function Import() {
  const current = useCurrent();
  return (
    <Page
      title="Import"
      note="Bring in a list from a spreadsheet, a till, or what you used before. Nothing is written before you have seen what would happen."
      tabs={<CatalogueTabs />}
    >
      {current ? <Opened current={current} /> : <Chooser />}
    </Page>
  );
}
