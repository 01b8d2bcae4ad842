/** Models that MuJoCo cannot compile: valid ones with one thing broken, in every way that we could think of. */
import type { ModelFiles } from "proximal/mujoco";
import type { Random } from "proximal/random";

export interface BrokenModel {
  /** What was done to it. */
  readonly kind: string;
  readonly xml: string;
  readonly files?: ModelFiles;
}

type Break = (xml: string, random: Random) => string | Omit<BrokenModel, "kind">;

const pick = <Value>(values: readonly Value[], random: Random): Value => values[random.integer(values.length)]!;

/** Replaces one of the matches of `pattern`, drawn at random. */
function replaceOne(
  xml: string,
  pattern: RegExp,
  random: Random,
  replacement: (match: RegExpMatchArray) => string,
): string {
  const matches = [...xml.matchAll(pattern)];
  if (matches.length === 0) throw new Error(`${pattern} is nowhere in the model`);
  const match = pick(matches, random);
  return xml.slice(0, match.index) + replacement(match) + xml.slice(match.index! + match[0].length);
}

/** Puts something in front of the last occurrence of a tag. */
function insertBefore(xml: string, tag: string, text: string): string {
  const at = xml.lastIndexOf(tag);
  return xml.slice(0, at) + text + xml.slice(at);
}

const inWorld = (text: string) => (xml: string) => insertBefore(xml, "</worldbody>", text);
const inModel = (text: string) => (xml: string) => insertBefore(xml, "</mujoco>", text);
const meshGeom = '<body pos="0 0 9"><freejoint/><geom type="mesh" mesh="rock"/></body>';
const withMesh = (file: string, content: string | Uint8Array) => (xml: string) => ({
  xml: inModel(`<asset><mesh name="rock" file="${file}"/></asset>`)(inWorld(meshGeom)(xml)),
  files: { [file]: content },
});
const noise = (random: Random, size: number) => Uint8Array.from({ length: size }, () => random.integer(256));
/** Without what could end the document early. */
const text = (random: Random, size: number) =>
  String.fromCharCode(...Array.from(noise(random, size), (byte) => 33 + (byte % 27)));

const breaks: Readonly<Record<string, Break>> = {
  "cut off": (xml, random) => xml.slice(0, 1 + random.integer(xml.lastIndexOf("</mujoco>") - 1)),
  "a missing end tag": (xml, random) => replaceOne(xml, /<\/\w+>/g, random, () => ""),
  "another end tag": (xml, random) => replaceOne(xml, /<\/(\w+)>/g, random, ([, tag]) => `</${tag}s>`),
  "an attribute without its quotes": (xml, random) =>
    replaceOne(xml, / (\w+)="([^"]*)"/g, random, ([, name, value]) => ` ${name}=${value}`),
  "an open quote": (xml, random) =>
    replaceOne(xml, / (\w+)="([^"]*)"/g, random, ([, name, value]) => ` ${name}="${value}`),
  "a misspelled element": (xml, random) =>
    replaceOne(xml, /<(geom|joint|motor|option|compiler)\b([^>]*)\/>/g, random, ([, tag, rest]) => `<${tag}x${rest}/>`),
  "a misspelled attribute": (xml, random) =>
    replaceOne(xml, / (name|type|size|pos|axis|range|gear|timestep)=/g, random, ([, name]) => ` ${name}e=`),
  "a word for a number": (xml, random) =>
    replaceOne(
      xml,
      / (size|pos|axis|gear|timestep)="[^"]*"/g,
      random,
      ([, name]) => ` ${name}="${pick(["big", "1,5", "0x", "--3", "1.2.3"], random)}"`,
    ),
  "too few numbers": (xml, random) =>
    replaceOne(xml, / (pos|axis)="(\S+) [^"]*"/g, random, ([, name, first]) => ` ${name}="${first}"`),
  "too many numbers": (xml, random) =>
    replaceOne(xml, / (pos|axis)="([^"]*)"/g, random, ([, name, all]) => ` ${name}="${all} 1 2"`),
  "an unknown type": (xml, random) =>
    replaceOne(xml, / type="(\w+)"/g, random, ([, type]) => ` type="${type}${pick(["e", "s", "_"], random)}"`),
  "a name twice": (xml, random) => {
    const [, tag, name] = pick([...xml.matchAll(/<(body|joint|geom) name="(\w+)"/g)], random);
    const double = {
      body: `<body name="${name}"/>`,
      joint: `<body><joint name="${name}"/><geom size="1"/></body>`,
      geom: `<geom name="${name}" size="1"/>`,
    };
    return inWorld(double[tag as keyof typeof double])(xml);
  },
  "a motor on an unknown joint": (xml, random) =>
    inModel(`<actuator><motor joint="joint${random.integer(1e6)}"/></actuator>`)(xml),
  "a motor on nothing": inModel("<actuator><motor/></actuator>"),
  "a sensor of an unknown site": (xml, random) =>
    inModel(`<sensor><touch site="site${random.integer(1e6)}"/></sensor>`)(xml),
  "a weld to an unknown body": (xml, random) =>
    inModel(`<equality><weld body1="body${random.integer(1e6)}"/></equality>`)(xml),
  "a tendon along an unknown joint": inModel('<tendon><fixed><joint joint="nowhere" coef="1"/></fixed></tendon>'),
  "a contact pair of unknown geoms": inModel('<contact><pair geom1="here" geom2="there"/></contact>'),
  "a keyframe of another size": inModel(
    '<keyframe><key qpos="1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5"/></keyframe>',
  ),
  "an unknown material": inWorld('<geom size="1" material="gold"/>'),
  "an unknown class": inWorld('<geom size="1" class="heavy"/>'),
  "a mesh that is not declared": inWorld('<geom type="mesh" mesh="rock"/>'),
  "a mesh file that is missing": (xml) =>
    inModel('<asset><mesh name="rock" file="rock.obj"/></asset>')(inWorld(meshGeom)(xml)),
  "a mesh file of noise": (xml, random) =>
    withMesh(pick(["rock.stl", "rock.obj", "rock.msh"], random), noise(random, 50 + random.integer(500)))(xml),
  "an empty mesh file": (xml, random) => withMesh(pick(["rock.stl", "rock.obj"], random), "")(xml),
  "a mesh of an unknown format": (xml, random) => withMesh("rock.xyz", noise(random, 100))(xml),
  "a flat mesh": withMesh("rock.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"),
  "a mesh with faces of points that it lacks": withMesh(
    "rock.obj",
    "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 9\nf 1 2 4\nf 2 3 4\nf 3 1 4\n",
  ),
  "a texture that is no image": (xml, random) => ({
    xml: inModel('<asset><texture name="bark" type="2d" file="bark.png"/></asset>')(xml),
    files: { "bark.png": noise(random, 200) },
  }),
  "a height field file of noise": (xml, random) => ({
    xml: inModel('<asset><hfield name="hills" file="hills.png" size="1 1 1 1"/></asset>')(xml),
    files: { "hills.png": noise(random, 200) },
  }),
  "a height field without rows": inModel('<asset><hfield name="hills" nrow="0" ncol="5" size="1 1 1 1"/></asset>'),
  "a height field of more points than memory": inModel(
    '<asset><hfield name="hills" nrow="60000" ncol="60000" size="1 1 1 1"/></asset>',
  ),
  "a height field as large as memory": inModel(
    '<asset><hfield name="hills" nrow="30000" ncol="30000" size="1 1 1 1"/></asset>',
  ),
  "an included file that is missing": inModel('<include file="parts.xml"/>'),
  "an included file that includes itself": (xml) => ({
    xml: inModel('<include file="a.xml"/>')(xml),
    files: { "a.xml": '<mujoco><include file="a.xml"/></mujoco>' },
  }),
  "an included file that is broken": (xml, random) => ({
    xml: inModel('<include file="a.xml"/>')(xml),
    files: { "a.xml": `<mujoco><${text(random, 20)}` },
  }),
  "a size below zero": (xml, random) =>
    inWorld(`<geom type="${pick(["sphere", "capsule", "box"], random)}" size="-1 -1 -1"/>`)(xml),
  "a body without mass": inWorld("<body><freejoint/></body>"),
  "an impossible inertia": (xml) =>
    inModel('<compiler inertiafromgeom="false"/>')(
      inWorld('<body><freejoint/><inertial pos="0 0 0" mass="1" diaginertia="1 1 9"/></body>')(xml),
    ),
  "a free joint inside a body": inWorld('<body><body><freejoint/><geom size="1"/></body><geom size="1"/></body>'),
  "an axis of no direction": inWorld('<body><joint axis="0 0 0"/><geom size="1"/></body>'),
  "a range from above to below": inWorld('<body><joint limited="true" range="2 1"/><geom size="1"/></body>'),
  "not a number as a position": inWorld('<body pos="nan 0 0"><freejoint/><geom size="1"/></body>'),
  "another root": (xml) => xml.replace("<mujoco", "<world").replace(/<\/mujoco>$/, "</world>"),
  "a world inside the world": inWorld("<worldbody/>"),
  "bodies nested a thousand deep": (xml) => inWorld("<body>".repeat(1000) + "</body>".repeat(1000))(xml),
  "nothing at all": () => "",
  blanks: (_, random) => " \n\t".repeat(1 + random.integer(50)),
  "a page of the web": () => "<!DOCTYPE html><html><body><p>404</p></body></html>",
  text: (_, random) => text(random, 1 + random.integer(300)),
  zeros: (_, random) => "\0".repeat(1 + random.integer(100)),
  "a tag that does not close": (xml, random) => replaceOne(xml, />/g, random, () => "<"),
};

const kindsOfBreaks: readonly string[] = Object.keys(breaks);

/** The kinds in turn, each time of a model and a place drawn anew. */
export function breakModel(index: number, models: readonly string[], random: Random): BrokenModel {
  const kind = kindsOfBreaks[index % kindsOfBreaks.length]!;
  const broken = breaks[kind]!(pick(models, random), random);
  return typeof broken === "string" ? { kind, xml: broken } : { kind, ...broken };
}
