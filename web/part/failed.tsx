import { Button } from '@mantine/core';
import { troubleLine, troubleOf } from '../fault.ts';
import { Icon } from './icon.tsx';
import css from './state.module.css';

type Props = {
  error: unknown;
  retry?: () => unknown;
  /** It is asked for again while it is looked at (client.ts). */
  healsByItself?: boolean;
  isTrying?: boolean;
  isInline?: boolean;
};

/** What went wrong, what to do about it, and what to quote when it is reported. */
export function Failed(props: Props) {
  const { error, retry, healsByItself = false, isTrying = false, isInline = false } = props;
  const trouble = troubleOf(error);
  return (
    <section className={isInline ? `${css.notice} ${css.inline}` : css.notice} role="alert">
      <span className={`${css.sign} ${css.bad}`}>
        <Icon name={trouble.code === 'offline' ? 'cloudOff' : 'warning'} size={18} />
      </span>
      <h2>This could not be loaded</h2>
      <p>
        {troubleLine(trouble)}
        {healsByItself && trouble.canRetry && ' It is tried again by itself.'}
      </p>
      {trouble.requestId && (
        <p className={css.id}>
          Request id <span className="mono">{trouble.requestId}</span>
        </p>
      )}
      {retry && (
        <div className={css.actions}>
          <Button variant="default" loading={isTrying} onClick={() => void retry()}>
            Try again
          </Button>
        </div>
      )}
    </section>
  );
}
