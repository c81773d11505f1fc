package io.stampede.bench.demo;

import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.process.ChildProcess;
import io.stampede.bench.process.Wait;
import io.stampede.bench.remote.MetaServerClient;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The meta-server of a running demo.
 *
 * @param client how it is asked
 * @param process what it runs in
 * @param directory what the demo leaves
 * @param progress hears how far it has come
 */
record DemoServer(
        MetaServerClient client,
        ChildProcess process,
        DemoDirectory directory,
        ProgressLine progress) {
    /** Asks until there is an answer, as long as the server lives. */
    <T> T until(String work, Supplier<Optional<T>> question) {
        return new Wait(progress).until(work, process, question);
    }
}
