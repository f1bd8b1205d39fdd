// Builds the site's own assets into ../static/built/:
//   site.css      our styles on the GOV.UK Frontend parts we use
//   site.rtl.css  the same, mirrored for right-to-left languages
//   site.js       small enhancements; every page works without it
//   desk.*        the same for the editors' desk, which families never load
//   favicon.svg   and any other picture in images/
// File names carry a hash of their content; manifest.json maps plain names to
// them. A .gz and a .br stand beside each file.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import postcss from "postcss";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, "../static/built");

// A council may not use the crown, the GOV.UK header or the Royal Arms.
const FORBIDDEN_RULES = /\.govuk-(header|footer__copyright-logo|footer__crown|logo)\b/;
const FORBIDDEN_TEXT = /crown|crest|govuk-logo|GDS Transport|@font-face|url\((?!["']?data:)/i;

const withoutCrown = {
  postcssPlugin: "without-crown",
  Rule(rule) {
    if (FORBIDDEN_RULES.test(rule.selector)) rule.remove();
  },
  AtRuleExit(atRule) {
    if (atRule.nodes?.length === 0) atRule.remove();
  },
};

async function styles(name) {
  const compiled = sass.compile(join(here, `scss/${name}.scss`), {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  const css = (await postcss([withoutCrown]).process(compiled.css, { from: undefined })).css;
  const found = css.match(FORBIDDEN_TEXT);
  if (found) throw new Error(`${name}.css holds “${found[0]}”, which a council may not use or must not fetch.`);
  return { [`${name}.css`]: css, [`${name}.rtl.css`]: rtlcss.process(css) };
}

// accessible-autocomplete is bundled from its source: the ready-made file
// carries polyfills for browsers that GOV.UK Frontend no longer supports. On
// iOS it writes a style attribute, which our security policy refuses; a class
// does the same work.
const autocompleteWithoutInlineStyle = {
  name: "autocomplete-without-inline-style",
  setup(build) {
    build.onLoad({ filter: /accessible-autocomplete[\\/]src[\\/].*\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const contents = source.replace(
        /style="border:0;[\s\S]*?width:1px">'/,
        'class="govuk-visually-hidden">`',
      );
      if (/style="/.test(contents)) throw new Error(`${path} still writes a style attribute.`);
      return { contents, loader: "jsx" };
    });
  },
};

async function script(name) {
  const result = await esbuild.build({
    entryPoints: [join(here, `js/${name}.js`)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2020",
    define: { "process.env.COMPONENT_LIBRARY": '"PREACT"' },
    legalComments: "none",
    logLevel: "warning",
    plugins: [autocompleteWithoutInlineStyle],
  });
  return { [`${name}.js`]: result.outputFiles[0].text };
}

function images() {
  const folder = join(here, "images");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function write(files) {
  mkdirSync(out, { recursive: true });
  const before = new Set(readdirSync(out));
  const manifest = {};
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
    const hashed = name.replace(/\.(css|js|svg)$/, `.${hash}.$1`);
    const brotli = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    writeFileSync(join(out, hashed), body);
    writeFileSync(join(out, `${hashed}.gz`), gzipSync(body, { level: 9 }));
    writeFileSync(join(out, `${hashed}.br`), brotli);
    manifest[name] = hashed;
    console.log(`${hashed}  ${body.length} bytes, ${brotli.length} compressed`);
  }
  writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  // Only now: a site that runs meanwhile must not miss a file.
  const kept = Object.values(manifest).flatMap((name) => [name, `${name}.gz`, `${name}.br`]);
  for (const name of before) if (!kept.includes(name) && name !== "manifest.json") rmSync(join(out, name), { recursive: true });
}

// Everything is made before anything is removed: a failed build leaves the
// last good one in place.
const parts = await Promise.all(["site", "desk"].flatMap((name) => [styles(name), script(name)]));
write(Object.assign({}, ...parts, images()));
