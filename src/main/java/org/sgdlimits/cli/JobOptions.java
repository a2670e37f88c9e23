package org.sgdlimits.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that run several methods of a model: {@code compare}, {@code exit} and {@code sweep}. */
final class JobOptions {

    @Mixin
    private ModelOptions model;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--methods",
            paramLabel = "A,B",
            description =
                    "Of ode, sde, map, reduced, sgd, hsgd, meanfield and resolvent; of data volterra, hsgd and sgd.")
    private String methods;

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder; runs/<name> by default.")
    private Path out;

    /** Reads a file of the kind that a command takes. */
    @FunctionalInterface
    interface Reader {
        /** Reads it with options applied. */
        Experiment read(Path file, List<Setting> settings);
    }

    /** Does a job of a model; returns the exit code. */
    int run(Job<?> job, CommandLine commandLine) throws IOException {
        return run(job, Experiment::read, commandLine);
    }

    /** Does a job of a file; returns the exit code. */
    int run(Job<?> job, Reader reader, CommandLine commandLine) throws IOException {
        List<Setting> settings =
                methods == null ? List.of() : List.of(Setting.ofList("--methods", methods, "run.methods"));
        Experiment experiment = options.apply(reader.read(model.file(), model.settings(settings)));
        return new Runner(options, commandLine).run(job, experiment, RunOptions.folder(out, experiment.name()));
    }
}
