import css from './cover.module.css';

export type CoverFacts = {
  /** Days that the stock lasts, and the ends between which it does in eight cases of ten. */
  coverDays: number;
  earlyDays: number | null;
  lateDays: number | null;
  /** Null: nobody supplies it. */
  leadDays: number | null;
  /** Null: nothing is on its way. */
  arrival: { inDays: number; units: number } | null;
};

const WIDTH = 240;
const HEIGHT = 34;
const BAR = { top: 12, height: 8 };
/** What lies farther away is drawn at the edge: what matters is near. */
const HORIZON_DAYS_MIN = 10;
const HORIZON_DAYS_MAX = 45;

/** Days from now to the right: how long the stock lasts, when an order placed now would come, when something does come. */
export function Cover(facts: CoverFacts) {
  const { coverDays, earlyDays, lateDays, leadDays, arrival } = facts;
  const at = scaleFor(facts);
  const end = at(coverDays);
  const gapEnd = arrival && arrival.inDays > coverDays ? at(arrival.inDays) : null;
  return (
    <svg className={css.cover} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={inWords(facts)}>
      <rect className={css.track} x={0} y={BAR.top} width={WIDTH} height={BAR.height} rx={4} />
      {gapEnd !== null && (
        <rect className={css.gap} x={end} y={BAR.top + 3} width={Math.max(0, gapEnd - end)} height={2} />
      )}
      {earlyDays !== null && lateDays !== null && (
        <rect
          className={`${css.band} ${css[toneOf(facts)]}`}
          x={at(earlyDays)}
          y={BAR.top}
          width={Math.max(0, at(lateDays) - at(earlyDays))}
          height={BAR.height}
          rx={2}
        />
      )}
      <rect
        className={`${css.bar} ${css[toneOf(facts)]}`}
        x={0}
        y={BAR.top}
        width={Math.max(end, 3)}
        height={BAR.height}
        rx={4}
      />
      {leadDays !== null && <Lead x={at(leadDays)} days={leadDays} />}
      {arrival && <Arrival x={at(arrival.inDays)} units={arrival.units} />}
    </svg>
  );
}

function Lead({ x, days }: { x: number; days: number }) {
  return (
    <g className={css.lead}>
      <line x1={x} x2={x} y1={BAR.top - 4} y2={BAR.top + BAR.height + 3} />
      <text x={clamp(x)} y={HEIGHT - 1} textAnchor={anchorOf(x)}>
        lead {days} d
      </text>
    </g>
  );
}

function Arrival({ x, units }: { x: number; units: number }) {
  return (
    <g className={css.arrival}>
      <path d={`M${x} ${BAR.top + 1} l-4 -6 h8 z`} />
      <text
        x={anchorOf(x) === 'end' ? x - 7 : x + 7}
        y={BAR.top - 3}
        textAnchor={anchorOf(x) === 'end' ? 'end' : 'start'}
      >
        +{units}
      </text>
    </g>
  );
}

const clamp = (x: number): number => Math.min(WIDTH - 1, Math.max(1, x));
const anchorOf = (x: number): 'start' | 'middle' | 'end' =>
  x < 20 ? 'start' : x > WIDTH - 30 ? 'end' : 'middle';

function scaleFor({ coverDays, lateDays, leadDays, arrival }: CoverFacts): (days: number) => number {
  const farthest = Math.max(coverDays, lateDays ?? 0, leadDays ?? 0, arrival?.inDays ?? 0);
  const horizon = Math.min(HORIZON_DAYS_MAX, Math.max(HORIZON_DAYS_MIN, farthest * 1.15));
  return (days) => (Math.min(Math.max(days, 0), horizon) / horizon) * WIDTH;
}

/** Red: it runs out before anything can come. Amber: it runs out, but help is possible or on its way. Green: it lasts until then. */
function toneOf({ coverDays, earlyDays, leadDays, arrival }: CoverFacts): 'danger' | 'warn' | 'good' {
  const early = earlyDays ?? coverDays;
  if (arrival && arrival.inDays <= early) return 'good';
  if (coverDays === 0) return 'danger';
  const help = arrival?.inDays ?? leadDays;
  return help !== null && help <= coverDays ? 'warn' : 'danger';
}

function inWords({ coverDays, earlyDays, lateDays, leadDays, arrival }: CoverFacts): string {
  const days = Math.floor(coverDays + 1e-9);
  return [
    days === 0 ? 'Nothing lasts beyond today' : `Stock lasts ${days} ${days === 1 ? 'day' : 'days'}`,
    earlyDays !== null && lateDays !== null && lateDays > 0 && `likely between ${earlyDays} and ${lateDays}`,
    leadDays !== null && `the supplier needs ${leadDays}`,
    arrival && `${arrival.units} arrive in ${Math.max(0, arrival.inDays)} days`,
  ]
    .filter(Boolean)
    .join('; ');
}
