// The two kinds of value blessed-contrib's canvas uses.
export * as mat2d from "gl-matrix/lib/gl-matrix/mat2d.js";
export * as vec2 from "gl-matrix/lib/gl-matrix/vec2.js";
