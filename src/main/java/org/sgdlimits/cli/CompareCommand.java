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

/** {@code sgdlimits compare MODEL}: the main job. */
@Command(
        name = "compare",
        description = "Run the methods of a model file, hold them against SGD, write the run folder and its report.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class CompareCommand implements Callable<Integer> {

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
                .run(TrajectoriesJob.COMPARE, experiment, RunOptions.folder(out, experiment.name()));
    }
}
