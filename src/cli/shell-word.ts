/** Text as one word of a command line that can be copied. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./\\~-]+$/.test(text) && (process.platform === "win32" || !text.includes("\\"))) return text;
  return process.platform === "win32" ? `"${text}"` : `"${text.replace(/["$`\\]/g, "\\$&")}"`;
}
