import type { InputHTMLAttributes } from "preact";
import { useState } from "preact/hooks";

interface DraftInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange" | "onInput"> {
  readonly value: string | number;
  readonly onCommit: (text: string) => void;
}

/** An input that keeps what is being typed or dragged, however often the page is drawn meanwhile. */
export function DraftInput({ value, onCommit, ...attributes }: DraftInputProps) {
  const [draft, setDraft] = useState<string>();
  return (
    <input
      {...attributes}
      value={draft ?? value}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(undefined);
        onCommit(text);
      }}
    />
  );
}
