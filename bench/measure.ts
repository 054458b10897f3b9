import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Does a task in a child process of the given module, whose errors go where this process's do. */
export function measure<Measurement>(module: URL, task: { readonly kind: string }): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(module));
    child.once('message', (measurement) => {
      child.disconnect();
      resolve(measurement as Measurement);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(
        new Error(
          `The process for "${task.kind}" ended with ${code ?? 'a signal'} before it had measured anything`,
        ),
      );
    });
    child.send(task);
  });
}

/** The other end, in the child: does the one task that it is sent, and sends the measurement back. */
export function answerTask(perform: (task: never) => Promise<object>): void {
  process.once('message', (task) => {
    void perform(task as never).then((measurement) => process.send?.(measurement));
  });
}
