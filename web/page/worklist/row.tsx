import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { counted, type Format, useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import { Cover } from '../../part/cover.tsx';
import { Icon } from '../../part/icon.tsx';
import { type Alert, coverFactsOf, lacksAddress, orderOf, whyOf } from './alert.ts';
import css from './row.module.css';

type Props = {
  alert: Alert;
  isChosen: boolean;
  /** Keys led here: the focus follows, so that a screen reader does. */
  takesFocus: boolean;
  choose: () => void;
  children: ReactNode;
};

/** One shortage: how long, of what, why, what comes, and at its end what can be done. */
export function Row({ alert, isChosen, takesFocus, choose, children }: Props) {
  const format = useFormat();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (takesFocus) link.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <article
      className={css.row}
      data-chosen={isChosen || undefined}
      data-aside={isAside(alert) || undefined}
      onFocus={choose}
      onPointerDown={choose}
    >
      <Days alert={alert} format={format} />
      <div className={css.what}>
        <Link
          ref={link}
          href={`/products/${alert.productId}?warehouse=${alert.warehouseId}`}
          className={css.name ?? ''}
        >
          {alert.productName}
        </Link>
        <p className={css.where}>
          <span>
            <Icon name="warehouse" size={13} /> {alert.warehouseName}
          </span>
          <span className="mono">{alert.sku}</span>
        </p>
        <p className={css.why}>{whyOf(alert, format)}</p>
      </div>
      <div className={css.cover}>
        <Cover {...coverFactsOf(alert, format)} />
      </div>
      <div className={css.coming}>
        <Coming alert={alert} format={format} />
      </div>
      <div className={css.actions}>{children}</div>
    </article>
  );
}

const isAside = ({ episodeStatus }: Alert): boolean =>
  episodeStatus === 'acknowledged' || episodeStatus === 'snoozed';

function Days({ alert, format }: { alert: Alert; format: Format }) {
  const { daysUntilStockout, daysUntilStockoutEarly, daysUntilStockoutLate, currentStock, confidence } =
    alert;
  const isOut = currentStock <= 0;
  const range =
    daysUntilStockoutEarly !== null && daysUntilStockoutLate !== daysUntilStockoutEarly
      ? `likely ${daysUntilStockoutEarly}–${daysUntilStockoutLate}`
      : null;
  return (
    <div className={css.days} data-urgent={isOut || alert.canOrderInTime === false || undefined}>
      <strong>{isOut ? 'Out' : format.units(daysUntilStockout)}</strong>
      <span>
        {isOut ? 'of stock' : counted(daysUntilStockout, 'day left', 'days left').replace(/^\d+ /, '')}
      </span>
      {!isOut && range && <span title="In eight cases of ten">{range}</span>}
      {!isOut && confidence === 'low' && (
        <span title="It has sold too seldom, or been in stock too short a time, to be sure">unsure</span>
      )}
    </div>
  );
}

function Coming({ alert, format }: { alert: Alert; format: Format }) {
  const order = orderOf(alert);
  const { incomingQuantity, nextArrival, episodeStatus, shortage } = alert;
  return (
    <>
      {episodeStatus === 'acknowledged' && <Badge tone="accent">In your hands</Badge>}
      {episodeStatus === 'snoozed' && shortage?.snoozedUntil && (
        <Badge>until {format.dayShort(shortage.snoozedUntil)}</Badge>
      )}
      {incomingQuantity ? (
        <p>
          <strong>+{format.units(incomingQuantity)}</strong>{' '}
          {nextArrival ? `on ${format.weekday(nextArrival)}` : 'on its way'}
        </p>
      ) : order?.status === 'draft' ? (
        <p>
          <strong>{format.units(order.quantity)}</strong> drafted in{' '}
          <span className={css.number}>{order.number}</span>
        </p>
      ) : order ? (
        <p>
          <strong>{format.units(order.quantity - order.received)}</strong>{' '}
          {order.status !== 'approved'
            ? 'ordered, no day yet'
            : lacksAddress(alert)
              ? 'approved, but no address to write to'
              : 'approved, its letter is on its way'}
        </p>
      ) : (
        <p className="quiet">Nothing is coming</p>
      )}
    </>
  );
}
