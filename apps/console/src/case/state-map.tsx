/** The path a case took and where it may go next; the whole map on demand, the path marked in it. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from 'antd';
import type { Case, HistoryItem, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { exact, shortTime } from '../words/times.js';
import { BOX, layoutOf, type Spot } from './map-layout.js';
import { nextStates, pathOf } from './record.js';

interface StateMapProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly history: readonly HistoryItem[];
}

export function StateMap({ workflow, one, history }: StateMapProps) {
  const { t, say, language } = useWords();
  const [whole, setWhole] = useState(false);
  const path = useMemo(() => pathOf(workflow, history), [workflow, history]);
  const nameOf = (state: string) => say(workflow.states.find((each) => each.name === state)?.words, state);
  const next = useMemo(() => nextStates(workflow, one), [workflow, one]);
  return (
    <section className="panel" aria-labelledby="state-map">
      <h2 id="state-map">{t('stateMap')}</h2>
      <ol className="path">
        {path.map((passed, index) => {
          const current = index === path.length - 1;
          return (
            <li
              key={`${passed.state} ${passed.at}`}
              className={current ? 'path-now' : undefined}
              aria-current={current ? 'step' : undefined}
            >
              <span className="path-state">{nameOf(passed.state)}</span>
              <time className="muted" dateTime={passed.at} title={`${exact(passed.at, language)} ${passed.who}`}>
                {shortTime(passed.at, language)}
              </time>
            </li>
          );
        })}
      </ol>
      {next.length > 0 && (
        <p className="path-next">
          <span className="muted">{t('possibleNext')}</span>
          {next.map((state) => (
            <span key={state} className="state state-maybe">
              {nameOf(state)}
            </span>
          ))}
        </p>
      )}
      <Button type="link" size="small" className="link-plain" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? t('rawHide') : t('wholeMap')}
      </Button>
      {whole && (
        <WholeMap workflow={workflow} current={one.state} visited={path.map(({ state }) => state)} nameOf={nameOf} />
      )}
    </section>
  );
}

interface WholeMapProps {
  readonly workflow: Workflow;
  readonly current: string;
  readonly visited: readonly string[];
  readonly nameOf: (state: string) => string;
}

function WholeMap({ workflow, current, visited, nameOf }: WholeMapProps) {
  const { t, say, language } = useWords();
  const { spots, edges, width, height } = useMemo(() => layoutOf(workflow), [workflow]);
  const map = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = spots.find(({ state }) => state === current);
    if (map.current && here) map.current.scrollLeft = here.x + BOX.width / 2 - map.current.clientWidth / 2;
  }, [spots, current]);
  const taken = new Set(visited.slice(1).map((state, index) => `${visited[index] ?? ''} ${state}`));
  const kindOf = (state: string) => (state === current ? 'now' : visited.includes(state) ? 'done' : 'open');
  const command = (name: string) => say(workflow.commands.find((each) => each.name === name)?.words, name);
  return (
    <div ref={map} className="map" tabIndex={0} role="group" aria-label={t('stateMap')}>
      <svg
        width={width + 8}
        height={height + 8}
        viewBox={`-4 -4 ${width + 8} ${height + 8}`}
        role="img"
        aria-label={t('stateMap')}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0 8 4 0 8z" className="map-head" />
          </marker>
        </defs>
        {edges.map(({ from, to, commands }) => (
          <path
            key={`${from.state} ${to.state}`}
            d={curve(from, to)}
            className={`map-edge${taken.has(`${from.state} ${to.state}`) ? ' map-edge-taken' : ''}${to.x > from.x ? '' : ' map-edge-back'}`}
            markerEnd="url(#arrow)"
          >
            <title>{`${nameOf(from.state)} → ${nameOf(to.state)}${SIGNS[language].colon}${commands.map(command).join(SIGNS[language].comma)}`}</title>
          </path>
        ))}
        {spots.map(({ state, x, y }) => (
          <g key={state} transform={`translate(${x} ${y})`} className={`map-state map-${kindOf(state)}`}>
            <title>{nameOf(state)}</title>
            <rect width={BOX.width} height={BOX.height} rx="7" />
            <text x={BOX.width / 2} y={BOX.height / 2} textAnchor="middle" dominantBaseline="central">
              {fitted(nameOf(state))}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

/** Forward by the sides, backward by a bow below. */
function curve(from: Spot, to: Spot): string {
  const half = BOX.height / 2;
  if (to.x > from.x) {
    const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + half, to.x - 2, to.y + half];
    const bend = Math.max(24, (x2 - x1) / 2);
    return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const [x1, x2] = [from.x + BOX.width / 2, to.x + BOX.width / 2];
  if (from.x === to.x) {
    const down = to.y > from.y;
    return `M${x1} ${from.y + (down ? BOX.height : 0)} L${x2} ${to.y + (down ? -2 : BOX.height + 2)}`;
  }
  const [y1, y2] = [from.y + BOX.height, to.y + BOX.height + 2];
  const low = Math.max(y1, y2) + 22;
  return `M${x1} ${y1} C${x1} ${low} ${x2} ${low} ${x2} ${y2}`;
}

function fitted(name: string): string {
  const wide = /\p{Script=Han}/u.test(name);
  const max = wide ? 8 : 16;
  return name.length > max ? `${name.slice(0, max - 1)}…` : name;
}
