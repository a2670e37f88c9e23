package org.sgdlimits.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that run several methods of a model: {@code compare} and {@code exit}. */
final class JobOptions {

    @Mixin
    private ModelOptions model;

    @Mixin
    private RunOptions options;

    @Option(names = "--methods", paramLabel = "A,B", description = "Of ode, sde, map, reduced, sgd and meanfield.")
    private String methods;

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder; runs/<name> by default.")
    private Path out;

    /** Does a job; returns the exit code. */
    int run(Job<?> job, CommandLine commandLine) throws IOException {
        List<Setting> settings =
                methods == null ? List.of() : List.of(Setting.ofList("--methods", methods, "run.methods"));
        Experiment experiment = options.apply(model.read(settings));
        return new Runner(options, commandLine).run(job, experiment, RunOptions.folder(out, experiment.name()));
    }
}
