// blessed without screens, programs and terminfo: what blessed-contrib's line chart stands on. All of blessed is 44 files that
// find each other by computed names, which no bundler follows.
exports.Node = require("blessed/lib/widgets/node");
exports.Box = require("blessed/lib/widgets/box");
