import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import { Act } from '../../part/act.tsx';
import { Icon } from '../../part/icon.tsx';
import { Loaded } from '../../part/loaded.tsx';
import panelCss from '../../part/panel.module.css';
import { Panel } from '../../part/panel.tsx';
import css from './letter.module.css';
import type { Order } from './state.ts';
import { useSettling } from './use-order.ts';

type Preview = Output['replenishment']['order']['preview'];
type Props = { order: Order; canSend: boolean; isOpen: boolean; close: () => void };

/** The letter as it was or will be sent, and the button that sends it: nobody sends what they could not read. */
export function LetterPanel({ order, canSend, isOpen, close }: Props) {
  return (
    <Panel
      title={canSend ? `Send ${order.number}?` : `The letter of ${order.number}`}
      isOpen={isOpen}
      close={close}
      size="xl"
    >
      <Reading order={order} canSend={canSend} close={close} />
    </Panel>
  );
}

function Reading({ order, canSend, close }: Omit<Props, 'isOpen'>) {
  const { id: orderId, supplier } = order;
  const preview = useQuery(
    trpc.replenishment.order.preview.queryOptions({ orderId }, { staleTime: 0, gcTime: 0 }),
  );
  const settling = useSettling();
  const approve = useMutation(
    trpc.replenishment.order.approve.mutationOptions({
      onSuccess: (changed) => {
        close();
        settling.done(changed, `${changed.number} goes out to ${supplier.name}.`);
      },
      onError: (error) => settling.refused(error),
    }),
  );
  return (
    <Loaded what="the letter" rows={4} isInline query={preview}>
      {(letter) => (
        <>
          <Sheet letter={letter} />
          <div className={panelCss.foot}>
            <Button variant="default" onClick={close}>
              {canSend ? 'Not yet' : 'Close'}
            </Button>
            {canSend && (
              <Act
                needs="operator"
                data-autofocus
                leftSection={<Icon name="send" size={14} />}
                isBusy={approve.isPending}
                onClick={() => approve.mutate({ orderId })}
              >
                Send now
              </Act>
            )}
          </div>
        </>
      )}
    </Loaded>
  );
}

function Sheet({ letter: { letterId, toAddress, subject, text, html } }: { letter: Preview }) {
  const [shown, show] = useState('letter');
  const page = useMemo(() => harmless(html), [html]);
  return (
    <>
      <div className={css.head}>
        <dl>
          <dt>To</dt>
          <dd>{toAddress ?? 'no address yet'}</dd>
          <dt>Subject</dt>
          <dd>{subject}</dd>
        </dl>
        <SegmentedControl
          aria-label="Version"
          value={shown}
          onChange={show}
          data={[
            { value: 'letter', label: 'Letter' },
            { value: 'text', label: 'Plain text' },
          ]}
        />
      </div>
      {shown === 'letter' ? (
        <iframe className={css.sheet} sandbox="" srcDoc={page} title={`Letter: ${subject}`} />
      ) : (
        <textarea className={css.sheet} readOnly aria-label="Plain text of the letter" value={text} />
      )}
      <p className={css.note}>
        {letterId === null
          ? 'So it would be written now. The link in it is made when it is sent, and only the supplier gets it.'
          : 'So it was written; a mail program shows one version or the other. Only the supplier has the link in it.'}
      </p>
    </>
  );
}

/** The page's policy blocks the sheet, which is for dark mail programs; and a link must not open inside the frame. */
const harmless = (html: string): string =>
  html.replace(/<style>[\s\S]*?<\/style>/g, '').replace('<head>', '<head><base target="_blank">');
