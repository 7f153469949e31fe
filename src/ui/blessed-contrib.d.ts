// blessed-contrib ships no types; these are the few members ui/raster.ts uses.
declare module "blessed-contrib/lib/widget/charts/line.js" {
  type Context = {
    strokeStyle: string;
    beginPath(): void;
    moveTo(x: number, y: number): void;
    lineTo(x: number, y: number): void;
    stroke(): void;
    /** The braille canvas; `frame` is one line of SGR and text per row, each ended by a newline. */
    readonly _canvas: { frame(): string };
  };
  type LineOptions = {
    readonly screen: object;
    readonly width: number;
    readonly height: number;
    readonly xPadding: number;
    readonly xLabelPadding: number;
    readonly numYLabels: number;
    readonly showNthLabel: number;
    readonly wholeNumbersOnly: boolean;
    readonly maxY: number;
  };
  type LineData = { readonly x: readonly string[]; readonly y: readonly number[]; readonly style: { readonly line: string } };
  export default class Line {
    constructor(options: LineOptions);
    readonly ctx: Context;
    emit(event: "attach"): void;
    setData(data: readonly LineData[]): void;
  }
}
