/**
 * A button with a panel or a menu of its own. It stands in the page right after its button, so that Tab leads into it, and
 * within the window at every width; opened by keys it has the focus. Escape, a choice, a click beside it and leaving it
 * close it, and the button has the focus again unless somebody went elsewhere.
 */
import { Button, type ButtonProps } from 'antd';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import './opening.css';

/** What of the window stays free beside it, in pixels. */
const GAP = 8;
const WRITTEN = 'input[type="text"]';
const ENTERED = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex="0"]';
const ITEMS = '[role=menuitem]';

interface OpeningProps extends Omit<ButtonProps, 'onClick' | 'title'> {
  readonly opens: 'dialog' | 'menu';
  readonly hint?: string | undefined;
  readonly panel: (close: () => void) => ReactNode;
  readonly onKey?: (event: KeyboardEvent, panel: HTMLElement) => void;
  /** Of the panel; a menu has a name within. */
  readonly called?: string;
}

function Opening({ opens, hint, panel, onKey, called, ...rest }: OpeningProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const shown = useRef<HTMLDivElement>(null);
  const enters = useRef(false);
  /** The last press within, in what is drawn elsewhere for it too. */
  const within = useRef<Event>(undefined);
  const close = (): void => {
    button.current?.focus();
    setOpen(false);
  };
  useLayoutEffect(() => {
    const at = shown.current;
    if (!open || !at) return;
    const place = (): void => {
      if (box.current && button.current) box.current.dataset['side'] = sideOf(button.current, at);
    };
    place();
    if (enters.current) (at.querySelector<HTMLElement>(opens === 'menu' ? ITEMS : ENTERED) ?? at).focus();
    // Where there is something to be written, whoever opened it begins to write.
    else at.querySelector<HTMLElement>(WRITTEN)?.focus();
    window.addEventListener('resize', place);
    return () => window.removeEventListener('resize', place);
  }, [open, opens]);
  useEffect(() => {
    if (!open) return;
    const press = (event: PointerEvent): void => {
      if (within.current !== event) setOpen(false);
    };
    document.addEventListener('pointerdown', press);
    return () => document.removeEventListener('pointerdown', press);
  }, [open]);
  const key = (event: KeyboardEvent): void => {
    if (open && event.key === 'Escape' && !isListOpen(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (open && shown.current) onKey?.(event, shown.current);
    else if (opens === 'menu' && event.key === 'ArrowDown') {
      event.preventDefault();
      enters.current = true;
      setOpen(true);
    }
  };
  return (
    <span
      ref={box}
      className="opening"
      onPointerDown={({ nativeEvent }) => {
        within.current = nativeEvent;
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !box.current?.contains(relatedTarget)) setOpen(false);
      }}
      onKeyDown={key}
    >
      <Button
        {...rest}
        ref={button}
        title={hint}
        aria-haspopup={opens}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={({ detail }) => {
          // A press of a key counts no clicks.
          enters.current = opens === 'menu' || detail === 0;
          button.current?.focus();
          setOpen(!open);
        }}
      />
      {open && (
        <div
          ref={shown}
          id={id}
          className="opening-panel"
          tabIndex={-1}
          {...(opens === 'dialog' ? { role: 'dialog', 'aria-label': called } : {})}
        >
          {panel(close)}
        </div>
      )}
    </span>
  );
}

/** Below the button from its start or to its end, whichever the window has room for; else as wide as there is room. */
function sideOf(button: HTMLElement, panel: HTMLElement): 'start' | 'end' | 'across' {
  const { left, right } = button.getBoundingClientRect();
  const { clientWidth } = document.documentElement;
  if (left + panel.offsetWidth <= clientWidth - GAP) return 'start';
  return right - panel.offsetWidth >= GAP ? 'end' : 'across';
}

/** A list of choices within has its own Escape first. */
function isListOpen(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[role=combobox][aria-expanded=true]') !== null;
}

interface PanelButtonProps extends Omit<ButtonProps, 'onClick' | 'title'> {
  /** What the panel holds. */
  readonly called: string;
  readonly hint?: string;
  readonly panel: (close: () => void) => ReactNode;
}

export function PanelButton(props: PanelButtonProps) {
  return <Opening {...props} opens="dialog" />;
}

interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly onChoose: () => void;
}

interface MenuButtonProps extends Omit<ButtonProps, 'onClick' | 'title'> {
  readonly called: string;
  readonly items: readonly MenuItem[];
  /** Stands above them. */
  readonly above?: ReactNode;
}

export function MenuButton({ called, items, above, ...rest }: MenuButtonProps) {
  return (
    <Opening
      {...rest}
      opens="menu"
      onKey={moveWithin}
      panel={(close) => (
        <>
          {above}
          <div role="menu" aria-label={called} className="opening-menu">
            {items.map(({ key, label, onChoose }) => (
              <button
                key={key}
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  close();
                  onChoose();
                }}
              >
                {label}
              </button>
            ))}
          </div>
        </>
      )}
    />
  );
}

/** Arrows lead from item to item and round, Home and End to the ends. */
function moveWithin(event: KeyboardEvent, panel: HTMLElement): void {
  const items = [...panel.querySelectorAll<HTMLElement>(ITEMS)];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}
