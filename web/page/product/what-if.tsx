import { Button, Slider } from '@mantine/core';
import { useId } from 'react';
import type { Outlook } from '../../../worker/forecast/outlook.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import type { WhatIf } from './outlook.ts';
import css from './what-if.module.css';

type Props = {
  now: WhatIf;
  whatIf: WhatIf;
  set: (whatIf: WhatIf) => void;
  present: Outlook;
  other: Outlook;
  isAsked: boolean;
  hasTerms: boolean;
};

/** Three sliders, and what they would change. Computed here, by the functions that the worker uses; nothing is saved. */
export function WhatIfTool({ now, whatIf, set, present, other, isAsked, hasTerms }: Props) {
  const format = useFormat();
  return (
    <section className={css.tool} aria-label="What if">
      <div className={css.sliders}>
        {hasTerms && (
          <Knob
            name="Lead time"
            shown={counted(whatIf.leadDays, 'day')}
            value={whatIf.leadDays}
            range={[0, Math.max(45, now.leadDays * 2)]}
            set={(leadDays) => set({ ...whatIf, leadDays })}
          />
        )}
        <Knob
          name="Service level"
          shown={`${whatIf.servicePercent} of 100`}
          value={whatIf.servicePercent}
          range={[50, 99]}
          set={(servicePercent) => set({ ...whatIf, servicePercent })}
        />
        <Knob
          name="Demand"
          shown={whatIf.extraPercent === 0 ? 'as it is' : `${format.change(whatIf.extraPercent)} %`}
          value={whatIf.extraPercent}
          range={[-50, 200]}
          step={5}
          set={(extraPercent) => set({ ...whatIf, extraPercent })}
        />
      </div>
      <table className={css.results}>
        <thead>
          <tr>
            <th scope="col">
              <span className={css.title}>What if?</span>
              {isAsked && (
                <Button size="compact-xs" variant="subtle" onClick={() => set(now)}>
                  Reset
                </Button>
              )}
            </th>
            <th scope="col">as it is</th>
            <th scope="col">{isAsked ? 'what if' : ''}</th>
          </tr>
        </thead>
        <tbody>
          {results(present, other, format).map(({ name, before, after }) => (
            <tr key={name} data-changed={(isAsked && before !== after) || undefined}>
              <th scope="row">{name}</th>
              <td>{before}</td>
              <td>{isAsked ? after : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function results(present: Outlook, other: Outlook, format: Format) {
  const of = (tell: (outlook: Outlook) => string) => ({ before: tell(present), after: tell(other) });
  return [
    {
      name: 'Lasts',
      ...of(({ coverDays }) =>
        coverDays === null ? 'for ever' : counted(format.units(Math.floor(coverDays)), 'day'),
      ),
    },
    { name: 'Order at or below', ...of(({ reorderPointUnits }) => format.units(reorderPointUnits)) },
    {
      name: 'Order now',
      ...of(({ suggested, isDue }) =>
        suggested === null ? 'no supplier' : isDue ? format.units(suggested.roundedUnits) : 'not yet',
      ),
    },
  ];
}

type KnobProps = {
  name: string;
  shown: string;
  value: number;
  range: [min: number, max: number];
  step?: number;
  set: (value: number) => void;
};

function Knob({ name, shown, value, range: [min, max], step = 1, set }: KnobProps) {
  const label = useId();
  return (
    <div>
      <div className={css.label}>
        <span id={label}>{name}</span>
        <strong>{shown}</strong>
      </div>
      <Slider
        size="sm"
        thumbLabel={name}
        label={null}
        value={value}
        min={min}
        max={max}
        step={step}
        onChange={set}
      />
    </div>
  );
}
