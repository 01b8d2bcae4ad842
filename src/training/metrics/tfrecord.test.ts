import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frameRecord, maskedChecksum } from "./tfrecord.js";

/** CRC-32C bit by bit, from its definition (reflected polynomial 0x82F63B78). */
function slowChecksum(data: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of data) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

const mask = (checksum: number): number =>
  Number((((BigInt(checksum) >> 15n) | (BigInt(checksum) << 17n)) + 0xa282ead8n) & 0xffffffffn);

describe("maskedChecksum", () => {
  it("is the standard's CRC-32C of the nine digits, masked", () => {
    const digits = new TextEncoder().encode("123456789");
    expect(slowChecksum(digits)).toBe(0xe3069283);
    expect(maskedChecksum(digits)).toBe(mask(0xe3069283));
  });

  it("agrees with the definition for arbitrary data", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (data) => maskedChecksum(data) === mask(slowChecksum(data))),
    );
  });
});

describe("frameRecord", () => {
  it("puts length and checksums around the data", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        const record = frameRecord(data);
        const view = new DataView(record.buffer);
        expect(record.length).toBe(data.length + 16);
        expect(view.getBigUint64(0, true)).toBe(BigInt(data.length));
        expect(view.getUint32(8, true)).toBe(mask(slowChecksum(record.subarray(0, 8))));
        expect(record.subarray(12, 12 + data.length)).toEqual(Uint8Array.from(data));
        expect(view.getUint32(12 + data.length, true)).toBe(mask(slowChecksum(data)));
      }),
    );
  });
});
