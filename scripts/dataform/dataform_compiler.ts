import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { compileFunction, createContext, runInContext, type Context } from 'node:vm';
import protobuf from 'protobufjs';
import type { CompiledGraph } from './compiled_graph.ts';

const DATAFORM = '@dataform/core';
/** What the compiler reads of a project beside its settings. */
const COMPILED_DIRECTORIES = ['definitions', 'includes'];
/**
 * Where the compiler believes the project to be. It looks on the stack for files of the project, to say which one an action or
 * an error belongs to, and there stand ours too.
 */
const BELIEVED_ROOT = '/dataform-project';
/** As Dataform's command line has it by default. */
const TIMEOUT_MS = 30_000;

/** What `@dataform/core` gives whoever runs it: BigQuery's service, Dataform's command line, and us. */
interface DataformCore {
  /** The JavaScript that a file of the project stands for. */
  readonly compiler: (text: string, file: string) => string;
  /** Takes and gives a message of `core.proto` in Base64. */
  readonly main: (request: string) => string;
}

interface LoadedModule {
  exports: unknown;
}

/**
 * Runs Dataform's own compiler on a project and gives what `dataform compile --json` prints. Dataform's command line has the
 * compiler in a sandbox against hostile projects, which takes ten times as long as the compiler; this project's code is run with every command
 * anyway. Here it has a global scope of its own, afresh each time.
 *
 * @throws what the compiler throws when there can't be a graph: the settings or the package itself are broken.
 */
export function compileWithDataform(directory: string): CompiledGraph {
  const root = realpathSync(directory);
  const project = new ProjectModules(root);
  const messages = messagesOf(packageIn(root));
  const request = messages.lookupType('dataform.CoreExecutionRequest');
  const response = messages.lookupType('dataform.CoreExecutionResponse');
  const compileConfig = { projectDir: BELIEVED_ROOT, filePaths: filesOf(root) };
  const bytes = request.encode(request.create({ compile: { compileConfig } })).finish();
  const compiled = Buffer.from(project.compile(Buffer.from(bytes).toString('base64')), 'base64');
  const { compile } = response.toObject(response.decode(compiled), protobuf.util.toJSONOptions) as {
    compile: { compiledGraph: CompiledGraph };
  };
  return compile.compiledGraph;
}

function packageIn(root: string): string {
  return path.join(root, 'node_modules', DATAFORM);
}

function messagesOf(core: string): protobuf.Root {
  const messages = new protobuf.Root();
  messages.resolvePath = (_origin, target) =>
    target.startsWith('google/') ? target : path.join(core, path.basename(target));
  return messages.loadSync('core.proto');
}

/** In whatever order: the compiler sorts them. */
function filesOf(root: string): string[] {
  return COMPILED_DIRECTORIES.filter((directory) => existsSync(path.join(root, directory))).flatMap(
    (directory) =>
      readdirSync(path.join(root, directory), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
}

/** The modules of one compile: a name is looked up from the project's root, as Dataform does, or beside the file that says `./`. */
class ProjectModules {
  readonly #context: Context = createContext({});
  readonly #loaded = new Map<string, LoadedModule>();
  /** The files that are being run, the innermost last: Dataform says of an action in which one it stands. */
  readonly #running: string[] = [];
  readonly #coreFile: string;
  readonly #core: DataformCore;

  constructor(private readonly root: string) {
    this.#coreFile = path.join(packageIn(root), 'bundle.js');
    Object.defineProperties(this.#context, {
      global: { get: () => runInContext('globalThis', this.#context) as unknown },
      __dataform_current_file: { configurable: true, get: () => this.#running.at(-1) ?? null },
    });
    this.#core = this.#require(root, DATAFORM) as DataformCore;
  }

  compile(request: string): string {
    const { root } = this;
    Object.assign(this.#context, { dataformJson: this.#require(root, './dataform.json') });
    Object.defineProperty(this.#context, '__keyfast_compile', { value: () => this.#core.main(request) });
    return runInContext('__keyfast_compile()', this.#context, {
      // By this name Dataform's command line calls what stands in no file.
      filename: path.join(BELIEVED_ROOT, 'index.js'),
      timeout: TIMEOUT_MS,
    }) as string;
  }

  #require(from: string, name: string): unknown {
    if (name === 'path') return path;
    const file = this.#find(from, name);
    const known = this.#loaded.get(file);
    if (known) return known.exports;
    const loading: LoadedModule = { exports: {} };
    this.#loaded.set(file, loading);
    try {
      this.#run(file, loading);
    } catch (error) {
      this.#loaded.delete(file);
      throw error;
    }
    return loading.exports;
  }

  #find(from: string, name: string): string {
    const target = path.join(/^\.\.?\//.test(name) ? from : this.root, name);
    const candidates =
      name === DATAFORM ? [this.#coreFile] : ['', '.js', '.json'].map((extension) => target + extension);
    const file = candidates.find(
      (candidate) =>
        candidate.startsWith(this.root + path.sep) &&
        statSync(candidate, { throwIfNoEntry: false })?.isFile() === true,
    );
    if (file === undefined) throw new Error(`Cannot find module '${name}'`);
    return file;
  }

  #run(file: string, module: LoadedModule): void {
    const text = readFileSync(file, 'utf8');
    const parsingContext = this.#context;
    if (file.endsWith('.json')) {
      module.exports = (runInContext('JSON.parse', parsingContext) as typeof JSON.parse)(text);
      return;
    }
    const filename = path.join(BELIEVED_ROOT, path.relative(this.root, file));
    const code = file === this.#coreFile ? text : this.#core.compiler(text, filename);
    const directory = path.dirname(file);
    const require = (name: string): unknown => this.#require(directory, name);
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    this.#running.push(filename);
    try {
      const run = compileFunction(code, names, { filename, parsingContext }) as (
        ...values: readonly unknown[]
      ) => void;
      run(module.exports, require, module, filename, path.dirname(filename));
    } finally {
      this.#running.pop();
    }
  }
}
