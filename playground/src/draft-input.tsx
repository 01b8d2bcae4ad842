import type { InputHTMLAttributes, TargetedEvent } from "preact";
import { useState } from "preact/hooks";

interface DraftInputProps {
  readonly type: "text" | "number" | "range";
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly inputMode?: "decimal";
  readonly min?: string | number;
  readonly max?: string | number;
  readonly step?: string | number;
  readonly placeholder?: string;
  readonly value: string | number;
  readonly onCommit: (text: string) => void;
}

/** An input that keeps what is being typed or dragged, however often the page is drawn meanwhile. */
export function DraftInput({ value, onCommit, ...attributes }: DraftInputProps) {
  const [draft, setDraft] = useState<string>();
  // Preact's types tell inputs apart by `type`, which is a variable here.
  const input = {
    ...attributes,
    value: draft ?? value,
    onInput: (event: TargetedEvent<HTMLInputElement>) => setDraft(event.currentTarget.value),
    onChange: (event: TargetedEvent<HTMLInputElement>) => {
      const text = event.currentTarget.value;
      setDraft(undefined);
      onCommit(text);
    },
  } as InputHTMLAttributes<HTMLInputElement>;
  return <input {...input} />;
}
