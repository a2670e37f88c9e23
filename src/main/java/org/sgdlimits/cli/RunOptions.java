package org.sgdlimits.cli;

import java.nio.file.Path;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.UserError;
import picocli.CommandLine.Option;

/** How to run and what to say, shared by the commands that write a run folder. */
final class RunOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share the replicas; all processors by default. Results do not depend on it.")
    private Integer threads;

    @Option(names = "--quiet", description = "No progress and no summary.")
    boolean quiet;

    @Option(names = "--json", description = "A machine-readable summary on stdout, and nothing else there.")
    boolean json;

    Experiment apply(Experiment experiment) {
        if (threads == null) {
            return experiment;
        }
        if (threads < 1) {
            throw new UserError("--threads " + threads + ": expected a whole number >= 1");
        }
        return experiment.withThreads(threads);
    }

    /** The folder for a run of the given name. */
    static Path folder(Path out, String name) {
        return out == null ? Path.of("runs", name) : out;
    }
}
