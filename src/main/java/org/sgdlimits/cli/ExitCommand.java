package org.sgdlimits.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sgdlimits exit MODEL}: exit times. */
@Command(
        name = "exit",
        description = {
            "Measure when the runs of a model pass a threshold: formulas, ODE, SDE and SGD, with error bars.",
            "The section \"exit\" of the model file says which, and what is varied."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class ExitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private RunOptions options;

    @Option(names = "--methods", paramLabel = "A,B", description = "Of ode, sde, map, reduced and sgd.")
    private String methods;

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder; runs/<name> by default.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        List<Setting> settings =
                methods == null ? List.of() : List.of(Setting.ofList("--methods", methods, "run.methods"));
        Experiment experiment = options.apply(model.read(settings));
        return new Runner(options, spec.commandLine())
                .run(ExitJob.EXIT, experiment, RunOptions.folder(out, experiment.name()));
    }
}
